import type { FirewallReading } from "../../host/firewall.ts";
import type { NamespaceSnapshot, Snapshot } from "../../host/snapshot.ts";
import { isLoopback, parseAddress } from "../../network/address.ts";
import { countPorts } from "../../network/port-interval.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { firewallEvidence, ownFirewall } from "../firewall-evidence.ts";
import { outcomeOf } from "../outcome.ts";

/**
 * Whether the packet filter lets replies to the host's own connections back in, over the whole range. Rules are evaluated,
 * nothing is sent. What is seen to work outweighs what rules seem to say: where connections stand, it never fails.
 */
export const fwReturn = defineCheck({
  id: "fw-return",
  number: 10,
  founding: 4,
  needs: { parts: [], minutes: 0 },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current }: Facts): CheckOutcome {
    const { own, readings, causes } = ownFirewall(current);
    if (own === null || readings === null) return outcomeOf({ causes });
    if (readings.length === 0) return { status: "not_applicable", why: "no-packet-filter" };
    const judged = readings.map((reading) => judge(own, reading));
    const of = (severity: Judged["severity"]) => judged.flatMap((each) => (each.severity === severity ? each.evidence : []));
    return outcomeOf({
      fail: of("fail"),
      warn: of("warn"),
      notes: [
        ...of("note"),
        ...readings.filter(({ isUntracked }) => isUntracked).map((each) => firewallEvidence(own, each, "return-untracked", [])),
      ],
    });
  },
});

interface Judged {
  severity: "fail" | "warn" | "note";
  evidence: Evidence[];
}

function judge(own: NamespaceSnapshot, reading: FirewallReading): Judged {
  const { verdict, dropped } = reading.returnTraffic;
  const said = (rule: Evidence["rule"], ports = dropped) => firewallEvidence(own, reading, rule, ports);
  const bad = [
    ...(verdict === "dropped" ? [said("return-dropped")] : verdict === "partly" ? [said("return-partly")] : []),
    ...(countPorts(reading.egressDenied) > 0 ? [said("return-denied-out", reading.egressDenied)] : []),
  ];
  if (bad.length > 0) {
    const standing = standingConnections(own, reading.family);
    if (standing === 0) return { severity: "fail", evidence: bad };
    const seen = said("return-seen-to-pass", verdict === "dropped" || verdict === "partly" ? dropped : reading.egressDenied);
    return { severity: "warn", evidence: [{ ...seen, figures: { ...seen.figures, standing } }] };
  }
  switch (verdict) {
    case "stateless":
      return { severity: "warn", evidence: [said("return-stateless")] };
    case "uncertain":
      return { severity: "warn", evidence: [said("return-uncertain")] };
    case "stateful":
      return { severity: "note", evidence: [said("return-stateful")] };
    default:
      return { severity: "note", evidence: [said("return-open")] };
  }
}

/** Connections out of the range to others than this host: each of them had its answer. */
export function standingConnections({ tuples }: Pick<Snapshot["namespaces"][number], "tuples">, family: 4 | 6): number {
  const isRemote = (text: string) => {
    const address = parseAddress(text);
    return address !== null && address.family === family && !isLoopback(address);
  };
  return tuples
    .filter(({ source, destination }) => source !== destination.address && isRemote(destination.address))
    .reduce((sum, { established }) => sum + established, 0);
}
