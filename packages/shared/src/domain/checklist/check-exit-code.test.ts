import { expect, it } from "vitest";
import type { CheckId, CheckResult, CheckStatus } from "./check.ts";
import { checkExitCode } from "./check-exit-code.ts";
import { outcomeOf } from "./outcome.ts";

const result = ([id, status]: [CheckId, CheckStatus]): CheckResult => {
  const evidence = { subject: "", namespaceId: null, observed: 1, limit: null, unit: "ratio", rule: "dest-use" } as const;
  if (status === "not_applicable") return { id, outcome: { status, why: "platform" } };
  if (status === "unknown") return { id, outcome: { status, causes: [{ kind: "needs", what: "five-minutes" }], notes: [] } };
  return { id, outcome: status === "pass" ? outcomeOf({}) : outcomeOf({ [status]: [evidence] }) };
};

it.each<[0 | 1 | 2 | 3, [CheckId, CheckStatus][]]>([
  [
    0,
    [
      ["eph-dest", "pass"],
      ["ct-use", "not_applicable"],
    ],
  ],
  [
    1,
    [
      ["eph-dest", "unknown"],
      ["ct-use", "warn"],
    ],
  ],
  [
    2,
    [
      ["eph-dest", "unknown"],
      ["ct-use", "warn"],
      ["tw-dest", "fail"],
    ],
  ],
  [3, [["eph-dest", "unknown"]]],
  [3, [["eph-host", "unknown"]]],
  [3, [["range-sane", "unknown"]]],
  [
    0,
    [
      ["eph-dest", "pass"],
      ["closewait", "unknown"],
      ["ct-use", "unknown"],
    ],
  ],
  [3, []],
])("exits %i on %j", (code, statuses) => {
  expect(checkExitCode(statuses.map(result))).toBe(code);
});

it.each<[0 | 1 | 2 | 3, [CheckId, CheckStatus][]]>([
  [
    3,
    [
      ["eph-dest", "pass"],
      ["closewait", "unknown"],
    ],
  ],
  [
    1,
    [
      ["eph-dest", "warn"],
      ["closewait", "unknown"],
    ],
  ],
  [
    0,
    [
      ["eph-dest", "pass"],
      ["ct-use", "not_applicable"],
    ],
  ],
])("strict exits %i on %j", (code, statuses) => {
  expect(checkExitCode(statuses.map(result), { strict: true })).toBe(code);
});
