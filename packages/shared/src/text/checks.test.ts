import { describe, expect, it } from "vitest";
import { CHECK_IDS, CHECK_STATUSES, type Evidence } from "../domain/checklist/check.ts";
import { flattenOutcome } from "../domain/checklist/flat-outcome.ts";
import { NEEDS, NOT_APPLICABLE_REASONS, RULES, type Rule } from "../domain/checklist/rule.ts";
import { runChecklist } from "../domain/checklist/run-checklist.ts";
import { GAP_PARTS, GAP_REASONS } from "../domain/host/gap.ts";
import type { Snapshot } from "../domain/host/snapshot.ts";
import { buildGap, buildSnapshot, buildTuple } from "../testing/build-snapshot.ts";
import { factsOf } from "../testing/judge.ts";
import { clusterSpoken } from "../testing/spoken-rules/cluster.ts";
import { diagnosisSpoken } from "../testing/spoken-rules/diagnosis.ts";
import { ns } from "../testing/spoken-rules/evidence-of.ts";
import { exhaustionSpoken } from "../testing/spoken-rules/exhaustion.ts";
import { firewallSpoken } from "../testing/spoken-rules/firewall.ts";
import { hostSpoken } from "../testing/spoken-rules/host.ts";
import { portsSpoken } from "../testing/spoken-rules/ports.ts";
import { servicesSpoken } from "../testing/spoken-rules/services.ts";
import { windowsSpoken } from "../testing/spoken-rules/windows.ts";

import { checkSentence, checksText } from "./checks.ts";
import { LANGUAGES } from "./language.ts";
import { plain } from "./sentence.ts";

const EVIDENCE: Evidence[] = [
  ...portsSpoken,
  ...exhaustionSpoken,
  ...firewallSpoken,
  ...hostSpoken,
  ...clusterSpoken,
  ...windowsSpoken,
  ...servicesSpoken,
  ...diagnosisSpoken,
];

const said = (rule: Rule, language: "en" | "ja" = "en", index = 0) => {
  const evidence = EVIDENCE.filter((each) => each.rule === rule)[index];
  return evidence === undefined ? null : plain(checksText(language).rules[rule](evidence));
};

describe.each(LANGUAGES)("the checklist in %s", (language) => {
  const text = checksText(language);

  it.each(RULES)("says %s with every figure it needs", (rule) => {
    const sentence = said(rule, language);
    expect(sentence).toMatch(/[.。]$/);
    expect(sentence).not.toMatch(/–(?!\d)|undefined|NaN|Infinity|\[object| {2}|\s[.,]/);
  });

  it("names every state, check, need and gap", () => {
    const all = [
      ...CHECK_STATUSES.map((status) => text.status[status]),
      ...CHECK_IDS.flatMap((id) => [text.title[id], text.looksAt[id], text.passed[id]]),
      ...NEEDS.map((need) => text.needs[need]),
      ...NOT_APPLICABLE_REASONS.map((reason) => text.notApplicable[reason]),
      ...GAP_PARTS.flatMap((part) => GAP_REASONS.map((reason) => text.gap(part, reason))),
    ];
    expect(all.every((each) => each.length > 1)).toBe(true);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("in English", () => {
  it.each<[Rule, string]>([
    ["dest-use", "10.0.3.17 → 10.4.7.21:6379 uses 92.6 % of its 28,220 ports: 2,097 left, 438 closes per second."],
    ["dest-left-out", "1 tuple that the snapshot had no room for: the worst uses 70 % of its ports."],
    [
      "close-wait-growing",
      "10.0.3.17 → 10.4.7.21:6379: 240 sockets in CLOSE_WAIT, not falling for 30 minutes. The application does not close them.",
    ],
    [
      "listener-in-range",
      "0.0.0.0:50051 (envoy) listens inside the range on a port that is not reserved: while it restarts, a client connection can take its port.",
    ],
    ["range-listeners", "1000–65534 reaches down to service ports: 1 listener stands unreserved inside it, the lowest on port 5432."],
    ["range-reserved", "2 ports of 1000–65534 are reserved."],
    ["tw-reuse-is", "tcp_tw_reuse is 2: loopback only."],
    ["namespace-unread", "Namespace web-1 is not judged. TCP sockets could not be read: permission was denied."],
  ])("says %s", (rule, sentence) => {
    expect(said(rule)).toBe(sentence);
  });

  it("writes the interval where the snapshot cannot settle a headroom", () => {
    expect(said("dest-interval")).toContain("up to 90 % of its ports: 45 left (10 to 45)");
  });

  it("names a namespace that is not the host's own", () => {
    const inPod = EVIDENCE.find(({ rule, figures }) => rule === "dest-use" && figures?.namespace === "cart");
    expect(inPod && plain(checksText("en").rules["dest-use"](inPod))).toContain("10.4.7.21:6379 in cart uses 90 %");
  });

  it.each([
    [0.6004, 0.6, "60.04 %"],
    [0.60001, 0.6, "60.001 %"],
    [0.81, 0.8, "81 %"],
    [0.99996, 0.8, "99.996 %"],
    [1, 0.8, "100 %"],
    [0, null, "0 %"],
    [4 / 28_232, null, "0.01 %"],
  ])("never rounds %f onto its limit, nor onto nothing or all", (observed, limit, written) => {
    const evidence: Evidence = { subject: "a → b", namespaceId: null, observed, limit, unit: "ratio", rule: "time-wait-closest" };
    expect(plain(checksText("en").rules["time-wait-closest"](evidence))).toBe(`Most TIME_WAIT: a → b, ${written} of its ports.`);
  });
});

describe("a check's one sentence", () => {
  const text = checksText("en");
  const sentenceOf = (id: (typeof CHECK_IDS)[number], said: Partial<Snapshot>) => {
    const result = runChecklist(factsOf(buildSnapshot(said))).find((each) => each.id === id)!;
    return plain(checkSentence(text, id, flattenOutcome(result.outcome)));
  };

  it("is its worst finding, its pass, its cause or why it does not apply", () => {
    expect(sentenceOf("eph-dest", ns({ tuples: [buildTuple({ capacity: 100, used: 90 })] }))).toContain(
      "uses 90 % of its 100 ports: 10 left.",
    );
    expect(sentenceOf("eph-dest", {})).toBe("Every tuple has ports to spare.");
    expect(sentenceOf("eph-dest", { gaps: [buildGap({ reason: "timeout" })] })).toBe("TCP sockets could not be read: it took too long.");
    expect(sentenceOf("ct-use", { conntrack: null, gaps: [buildGap({ part: "conntrack", reason: "absent" })] })).toBe(
      "Connection tracking is not loaded on this host.",
    );
  });
});
