import type { Snapshot } from "../../host/snapshot.ts";
import type { ExcludedPorts, WindowsNetwork } from "../../host/windows.ts";
import { clipIntervals, countPorts, includesPort, intervalSize, type PortInterval } from "../../network/port-interval.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type UnknownCause } from "../check.ts";
import { knownPortsIn, knownService } from "../known-services.ts";
import { byObserved, outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";

/** Nine of WinNAT's blocks of a hundred are 5 % of the default range: what is more than twice that was not planned. */
const WARN_RATIO = 0.1;
const FAIL_RATIO = 0.4;

/** Blocks that Hyper-V, WSL and containers take out of the dynamic range, and service ports that fall into them. */
export const winExcl = defineCheck({
  id: "win-excl",
  number: 21,
  founding: null,
  needs: { parts: ["windows"], minutes: 0 },
  platforms: ["windows"],

  evaluate({ current }: Facts): CheckOutcome {
    const network = current.windows!;
    const shares = (["tcp", "udp"] as const).flatMap((protocol) => shareOf(network, protocol));
    const over = (limit: number) => shares.filter(({ observed }) => observed > limit);
    const refused = refusedPorts(current, network);
    return outcomeOf({
      fail: [...refused, ...over(FAIL_RATIO).map((each) => ({ ...each, rule: "excluded-share" as const, limit: FAIL_RATIO }))],
      warn: [
        ...over(WARN_RATIO)
          .filter(({ observed }) => observed <= FAIL_RATIO)
          .map((each) => ({ ...each, rule: "excluded-share" as const, limit: WARN_RATIO })),
        ...servicePorts(network).filter(({ observed }) => refused.every((each) => each.observed !== observed)),
      ],
      notes: shares.filter(({ observed }) => observed <= WARN_RATIO).sort(byObserved),
      causes: network.dynamic.tcp4 && network.excluded.tcp ? [] : [unread(current)],
    });
  },
});

const unread = ({ gaps }: Snapshot): UnknownCause => {
  const gap = gaps.find(({ part }) => part === "windows" || part === "reservedPorts" || part === "range");
  return { kind: "gap", part: gap?.part ?? "windows", reason: gap?.reason ?? "unsupported", hint: gap?.hint ?? "" };
};

function shareOf({ dynamic, excluded }: WindowsNetwork, protocol: "tcp" | "udp"): Evidence[] {
  const [range, blocks] = [dynamic[`${protocol}4`], excluded[protocol]];
  if (!range || !blocks) return [];
  const inside = clipIntervals(blocks, range);
  const taken = countPorts(inside);
  return [
    {
      subject: `${range.low}–${range.high}`,
      namespaceId: null,
      observed: taken / intervalSize(range),
      limit: null,
      unit: "ratio",
      rule: "excluded-is",
      figures: { protocol: protocol.toUpperCase(), taken, blocks: inside.length, left: intervalSize(range) - taken },
    },
  ];
}

/** A bind() that was refused with 10013 on a port of a block: nothing listens there, Windows keeps the port. */
function refusedPorts({ logs }: Snapshot, { excluded }: WindowsNetwork): Evidence[] {
  const all = [...(excluded.tcp ?? []), ...(excluded.udp ?? [])];
  const ports = new Set((logs ?? []).filter(({ signature }) => signature === "port-refused").flatMap(({ port }) => port ?? []));
  return [...ports].flatMap((port) => {
    const block = all.find(({ low, high }) => low <= port && port <= high);
    return block ? [portEvidence("excluded-refused", port, block)] : [];
  });
}

/** A block that an administrator set is there for the service; any other keeps it from starting. */
const servicePorts = ({ excluded }: WindowsNetwork): Evidence[] =>
  (excluded.tcp ?? [])
    .filter(({ isAdministered }) => !isAdministered)
    .flatMap((block) => knownPortsIn(block).map((port) => portEvidence("excluded-service", port, block)))
    .filter(({ observed }) => !includesPort(administered(excluded.tcp), observed));

const administered = (blocks: readonly ExcludedPorts[] | null): PortInterval[] =>
  (blocks ?? []).filter(({ isAdministered }) => isAdministered);

const portEvidence = (rule: Rule, port: number, block: PortInterval): Evidence => ({
  subject: `${block.low}–${block.high}`,
  namespaceId: null,
  observed: port,
  limit: null,
  unit: "ports",
  rule,
  figures: { port: String(port), service: knownService("tcp", port) ?? "" },
});
