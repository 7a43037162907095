import { describe, expect, it } from "vitest";
import { buildFirewallRule, buildReading, filtered } from "../../../testing/build-firewall.ts";
import { buildGap, buildNamespace, buildTuple } from "../../../testing/build-snapshot.ts";
import { judge, rulesOf } from "../../../testing/judge.ts";
import type { FirewallReading } from "../../host/firewall.ts";
import { fwReturn } from "./fw-return.ts";

const RANGE = { low: 32_768, high: 60_999 };
const dropped = buildReading({ replies: { verdict: "dropped", accepted: [], dropped: [RANGE], decidedBy: null } });
const partly = buildReading({ replies: { verdict: "partly", dropped: [{ low: 50_000, high: 60_999 }] } });
const judged = (reading: FirewallReading, ...tuples: ReturnType<typeof buildTuple>[]) => judge(fwReturn, filtered([reading], { tuples }));

describe("fw-return", () => {
  it.each([
    ["stateful", "pass"],
    ["open", "pass"],
    ["stateless", "warn"],
    ["uncertain", "warn"],
    ["partly", "fail"],
    ["dropped", "fail"],
  ] as const)("judges replies that pass as %s: %s", (verdict, status) => {
    expect(judged(buildReading({ replies: { verdict, dropped: verdict === "dropped" ? [RANGE] : [] } })).status).toBe(status);
  });

  it("names the ports that are lost and the rule that decides, with its counter", () => {
    expect(judged(partly)).toMatchObject({
      evidence: [
        {
          rule: "return-partly",
          subject: "50000–60999",
          observed: 11_000,
          figures: { family: "IPv4", decidedBy: buildFirewallRule().text, chain: "inet filter input", packets: 1_204, policy: "drop" },
        },
      ],
    });
  });

  it("never fails while connections stand: what is seen outweighs what rules say", () => {
    const standing = buildTuple({ used: 3, established: 3 });
    for (const reading of [dropped, partly, buildReading({ egressDenied: [RANGE] })])
      expect(judged(reading, standing)).toMatchObject({
        status: "warn",
        evidence: [{ rule: "return-seen-to-pass", figures: { standing: 3 } }],
      });
  });

  it("is not reassured by loopback, by the host itself, by the other family or by connects that nobody answers", () => {
    const to = (address: string, source: string) => buildTuple({ used: 3, established: 3, source, destination: { address, port: 443 } });
    const others = [
      to("127.0.0.1", "127.0.0.1"),
      to("10.0.3.17", "10.0.3.17"),
      to("2001:db8::1", "2001:db8::2"),
      buildTuple({ used: 9, established: 0, synSent: 9 }),
    ];
    expect(judged(dropped, ...others).status).toBe("fail");
  });

  it("fails where packets may not leave from a part of the range", () => {
    expect(rulesOf(judged(buildReading({ egressDenied: [{ low: 40_000, high: 40_009 }] }))).evidence).toEqual(["return-denied-out"]);
  });

  it("judges both families, and the worse one decides", () => {
    const outcome = judge(fwReturn, filtered([buildReading(), { ...dropped, family: 6 }]));
    expect(outcome).toMatchObject({ status: "fail", evidence: [{ figures: { family: "IPv6" } }] });
    expect(rulesOf(outcome).notes).toEqual(["return-stateful"]);
  });

  it("does not apply without a packet filter, and is unknown where rules were not read", () => {
    expect(judge(fwReturn, filtered([]))).toEqual({ status: "not_applicable", why: "no-packet-filter" });
    const gaps = [buildGap({ part: "firewall", reason: "denied" })];
    expect(judge(fwReturn, { gaps })).toMatchObject({ status: "unknown", causes: [{ part: "firewall", reason: "denied" }] });
    expect(judge(fwReturn, {})).toMatchObject({ status: "unknown", causes: [{ part: "firewall", reason: "unsupported" }] });
    expect(judge(fwReturn, { namespaces: [] })).toMatchObject({ status: "unknown", causes: [{ part: "namespaces" }] });
  });

  it("asks only for the rules of the host's own namespace", () => {
    const namespaces = [buildNamespace({ firewall: [buildReading()] }), buildNamespace({ id: "2", kind: "container" })];
    expect(judge(fwReturn, { namespaces }).status).toBe("pass");
  });
});
