import type { PublishedPort } from "../../host/orchestration.ts";
import type { NamespaceSnapshot, Snapshot } from "../../host/snapshot.ts";
import { formatEndpoint } from "../../network/address.ts";
import { includesPort } from "../../network/port-interval.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type GapCause } from "../check.ts";
import { outcomeOf } from "../outcome.ts";
import { namespaceFigure } from "../subject.ts";
import { missingOf } from "../unread.ts";

/**
 * Whether containers are seen, and whether a port of the host that is published for one can be given to a client: every
 * network namespace has a range and a table of its own, which eph-dest, eph-host and tw-dest judge one by one.
 */
export const containerNs = defineCheck({
  id: "container-ns",
  number: 25,
  founding: null,
  needs: { parts: ["published", "range", "reservedPorts"], minutes: 0 },
  platforms: ["linux"],

  evaluate({ current }: Facts): CheckOutcome {
    const published = current.published ?? [];
    const containers = current.namespaces.filter(({ kind }) => kind === "container" || kind === "pod");
    const causes = [...unentered(current), ...missingOf(current, "published")];
    if (published.length + containers.length + causes.length === 0) return { status: "not_applicable", why: "no-containers" };
    const own = current.namespaces.find(({ kind }) => kind === "host");
    const inRange = own ? published.filter(({ port }) => isHandedOut(own, port)) : [];
    return outcomeOf({
      warn: own ? inRange.map((each) => evidence(own, each)) : [],
      notes: [
        ...(published.length > 0 && inRange.length === 0 ? [count("published-clear", published.length)] : []),
        ...(containers.length > 0 ? [count("namespaces-judged", containers.length)] : []),
      ],
      causes,
    });
  },
});

/** Namespaces that this user or this agent may not look into. */
const unentered = ({ gaps }: Snapshot): GapCause[] =>
  gaps
    .filter(({ part, reason }) => part === "namespaces" && (reason === "denied" || reason === "unsupported"))
    .map(({ part, reason, hint }) => ({ kind: "gap", part, reason, hint }));

const isHandedOut = ({ range, reserved }: NamespaceSnapshot, port: number): boolean =>
  range !== null && includesPort([range], port) && !includesPort(reserved ?? [], port);

const evidence = (own: NamespaceSnapshot, { runtime, container, protocol, address, port }: PublishedPort): Evidence => ({
  subject: formatEndpoint(address, port),
  namespaceId: own.id,
  observed: port,
  limit: null,
  unit: "ports",
  rule: "published-in-range",
  figures: { ...namespaceFigure(own), runtime, protocol, ...(container === null ? {} : { container }) },
});

const count = (rule: Evidence["rule"], observed: number): Evidence => ({
  subject: "",
  namespaceId: null,
  observed,
  limit: null,
  unit: "entries",
  rule,
});
