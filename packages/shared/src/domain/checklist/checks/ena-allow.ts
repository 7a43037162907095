import type { NetworkAllowance } from "../../host/pressure.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type History } from "../check.ts";
import { outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";

/** What is left of tracked connections, of the most that was ever left. */
const LOW_SHARE = 0.2;
const HISTORY_MINUTES = 30;

/** The limits that EC2 sets an instance beside bandwidth: tracked connections, packets, and requests to its own services. */
export const enaAllow = defineCheck({
  id: "ena-allow",
  number: 20,
  founding: null,
  needs: { parts: ["allowances"], minutes: HISTORY_MINUTES },
  platforms: ["linux"],

  evaluate({ current, history }: Facts): CheckOutcome {
    const allowances = current.allowances ?? [];
    if (allowances.length === 0) return { status: "not_applicable", why: "no-allowances" };
    const isFirst = allowances.some(({ conntrackExceeded, packetsExceeded }) => conntrackExceeded === null && packetsExceeded === null);
    return outcomeOf({
      fail: allowances.flatMap((each) => grown(each, "conntrackExceeded", "allowance-conntrack")),
      warn: [
        ...allowances.flatMap((each) => grown(each, "packetsExceeded", "allowance-packets")),
        ...allowances.flatMap((each) => grown(each, "bandwidthExceeded", "allowance-bandwidth")),
        ...allowances.flatMap((each) => grown(each, "linkLocalExceeded", "allowance-link-local")),
        ...allowances.flatMap((each) => running(each, history, "low")),
      ],
      notes: allowances.flatMap((each) => running(each, history, "left")),
      causes: isFirst ? [{ kind: "needs", what: "two-minutes" }] : [],
    });
  },
});

type Counter = "conntrackExceeded" | "packetsExceeded" | "bandwidthExceeded" | "linkLocalExceeded";

const grown = (allowance: NetworkAllowance, counter: Counter, rule: Rule): Evidence[] => {
  const packets = allowance[counter] ?? 0;
  return packets > 0 ? [{ subject: allowance.interface, namespaceId: null, observed: packets, limit: null, unit: "packets", rule }] : [];
};

/** What is left of the connections that EC2 tracks for this instance, where the driver tells. */
function running(allowance: NetworkAllowance, { snapshots }: History, asked: "low" | "left"): Evidence[] {
  const left = allowance.conntrackAvailable;
  if (left === null) return [];
  const most = Math.max(left, ...snapshots.map((snapshot) => availableIn(snapshot, allowance.interface)));
  const isLow = most > 0 && left < most * LOW_SHARE;
  if (isLow !== (asked === "low")) return [];
  return [
    {
      subject: allowance.interface,
      namespaceId: null,
      observed: left,
      limit: isLow ? Math.round(most * LOW_SHARE) : null,
      unit: "entries",
      rule: isLow ? "allowance-conntrack-low" : "allowance-conntrack-left",
      figures: { most },
    },
  ];
}

const availableIn = ({ allowances = [] }: Pick<Snapshot, "allowances">, device: string): number =>
  allowances.find((each) => each.interface === device)?.conntrackAvailable ?? 0;
