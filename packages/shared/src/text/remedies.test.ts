import { describe, expect, it } from "vitest";
import { TOOLS } from "../domain/platforms/commands/instruction.ts";
import type { Change } from "../domain/ports/simulate-change.ts";
import type { Collision } from "../domain/remedies/collisions.ts";
import { FOLKLORE_IDS, type FolkloreFinding } from "../domain/remedies/folklore.ts";
import { CONDITION_IDS, REMEDY_IDS, RISK_REASONS, UNKNOWN_PROCESS } from "../domain/remedies/remedy.ts";
import { LANGUAGES } from "./language.ts";
import { conditionSentence, remediesText } from "./remedies.ts";
import { folkloreInstead, folkloreReason } from "./remedies-folklore.ts";

const FIGURES = {
  cause: "range-size",
  timeWait: 900,
  used: 1_000,
  destination: "10.0.0.5",
  ports: 28_232,
  reserved: "15672",
  collisions: 2,
  process: "api",
  days: 51,
  destinations: 3,
};

const COLLISIONS: Collision[] = [
  { severity: "blocks", kind: "listener", protocol: "tcp", address: "::", port: 15_672, process: null, service: null },
  {
    severity: "blocks",
    kind: "listener",
    protocol: "tcp",
    address: "0.0.0.0",
    port: 25_672,
    process: "beam.smp",
    service: "RabbitMQ distribution",
  },
  { severity: "warns", kind: "node-ports", ports: { low: 30_000, high: 32_767 }, isNode: null },
  { severity: "blocks", kind: "published-port", protocol: "tcp", port: 18_080, container: "web" },
  { severity: "blocks", kind: "configured-service", service: "ftp-passive", ports: { low: 20_000, high: 20_100 } },
  { severity: "warns", kind: "odd-size", size: 50_001, even: { low: 15_000, high: 64_999 } },
  { severity: "blocks", kind: "below-unprivileged", start: 1_024 },
  { severity: "blocks", kind: "firewall", family: 4, ports: [{ low: 15_000, high: 32_767 }], chain: "filter INPUT" },
  { severity: "blocks", kind: "network-acl", ports: [{ low: 15_000, high: 15_000 }] },
  { severity: "notes", kind: "excluded", ports: [{ low: 50_000, high: 50_059 }] },
  { severity: "warns", kind: "small", capacity: 1_000 },
];

const CHANGES: Change[] = [
  { kind: "set-range", range: { low: 15_000, high: 64_999 } },
  { kind: "reserve", ports: [{ low: 15_672, high: 15_672 }] },
  { kind: "set-reserved", ports: [] },
  { kind: "tw-reuse", mode: 1 },
  { kind: "reuse-delay", delayMs: 250 },
  { kind: "timestamps", mode: 1 },
  { kind: "max-tw-buckets", buckets: 262_144 },
  { kind: "pool", requestsPerConnection: 20 },
  { kind: "sources", count: 2 },
  { kind: "destinations", count: 3 },
  { kind: "no-port" },
  { kind: "close-leak", what: "bound" },
  { kind: "close-leak", what: "close-wait" },
];

const whole = /^\S[^\n]*[.。]$/;
const broken = /undefined|NaN|\[object| {2}| [.,。、]/;

describe.each(LANGUAGES)("remedies in %s", (language) => {
  const text = remediesText(language);

  it.each(REMEDY_IDS)("says what %s is, why, and what to see", (id) => {
    expect(text.title[id]).toMatch(/^\S.+[^.。]$/);
    expect(text.why[id]).toMatch(whole);
    expect(text.verify[id]).toMatch(whole);
  });

  it.each(CONDITION_IDS)("says condition %s in every state", (id) => {
    const states = (["met", "unmet", "unknown"] as const).map((state) => conditionSentence(language, { id, state, figures: FIGURES }));
    expect(new Set(states).size).toBe(3);
    for (const sentence of states) {
      expect(sentence).toMatch(whole);
      expect(sentence).not.toMatch(broken);
    }
  });

  it("says each reason why no process can be named, in its own words", () => {
    const sentences = UNKNOWN_PROCESS.map((why) =>
      conditionSentence(language, { id: "process-known", state: "unknown", figures: { why } }),
    );
    for (const sentence of sentences) expect(sentence).toMatch(whole);
    expect(new Set(sentences).size).toBe(UNKNOWN_PROCESS.length);
  });

  it("says every collision, change, risk and tool, each in its own words", () => {
    const collisions = COLLISIONS.map((collision) => text.collision(collision));
    for (const sentence of collisions) {
      expect(sentence).toMatch(whole);
      expect(sentence).not.toMatch(broken);
    }
    const words = [
      ...collisions,
      ...CHANGES.map(text.change),
      ...RISK_REASONS.map((why) => text.risk[why]),
      ...TOOLS.map((tool) => text.tool[tool]),
    ];
    expect(new Set(words).size).toBe(words.length);
  });

  it.each(FOLKLORE_IDS)("refuses %s with a reason, and says what instead", (id) => {
    const finding: FolkloreFinding = { id, effect: "none", key: "k", value: "1024 65535", file: null, line: null };
    for (const effect of ["none", "harmful"] as const) {
      expect(folkloreReason(language, { ...finding, effect })).toMatch(whole);
      expect(folkloreReason(language, { ...finding, effect })).not.toMatch(broken);
    }
    expect(folkloreInstead(language, finding).length).toBeGreaterThan(10);
  });
});
