import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CAUSES } from "../domain/diagnosis/cause.ts";
import { OPERATING_SYSTEMS } from "../domain/host/operating-system.ts";
import { rankRemedies } from "../domain/remedies/rank-remedies.ts";
import { anySnapshot } from "../testing/any-snapshot.ts";
import { LANGUAGES } from "./language.ts";
import { wordRemedy } from "./worded-remedy.ts";

describe("remedies in words", () => {
  it("are whole sentences with every figure, for any snapshot, system and cause", () => {
    fc.assert(
      fc.property(
        anySnapshot,
        fc.constantFrom(...OPERATING_SYSTEMS),
        fc.constantFrom(...CAUSES),
        fc.constantFrom(...LANGUAGES),
        fc.boolean(),
        (drawn, os, cause, language, isContainer) => {
          const snapshot = { ...drawn, host: { ...drawn.host, os } };
          for (const remedy of rankRemedies({ snapshot }, { cause, evidence: [], rivals: [] })) {
            const worded = wordRemedy(language, remedy, { os, isContainer });
            const sentences = [
              ...worded.conditions.map(({ sentence }) => sentence),
              ...worded.collisions.map(({ sentence }) => sentence),
              ...worded.changes.map(({ sentence }) => sentence),
            ];
            for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|NaN|Infinity|null|\[object/);
            expect(worded.refusal === null).toBe(remedy.standing !== "refused");
            for (const { apply, undo } of worded.instructions) expect(`${apply}${undo ?? ""}`).not.toMatch(/undefined|NaN|\[object/);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
