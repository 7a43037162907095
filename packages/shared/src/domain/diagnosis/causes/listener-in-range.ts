import type { PortInterval } from "../../network/port-interval.ts";
import { clipIntervals, includesPort } from "../../network/port-interval.ts";
import { bestOf } from "../best-of.ts";
import { unlessListened } from "../quiet.ts";
import type { Refusal } from "../refusals.ts";
import { say, unreadPart } from "../say.ts";
import { type Signs, statusOf } from "../signs.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** A service's port lies among those that connect() gives out: while it restarts, a client connection takes it. */
export const listenerInRange = defineCause({
  id: "listener-in-range",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: ["os-behaviour-freebsd"],

  weigh(signs): Weighing {
    const refused = signs.refusals.filter(({ kind, port, destination }) => kind === "bind-in-use" && port !== null && destination === null);
    const found = bestOf(refused.map((refusal) => weighRefusal(signs, refusal)));
    if (found) return found;
    // A known service on a port of the range is a fault by itself, although nothing has failed so far.
    const [listener] = signs.current.namespaces.flatMap(({ listeners }) =>
      listeners.filter(({ isReserved, protocol }) => !isReserved && protocol === "tcp"),
    );
    const range = signs.current.namespaces[0]?.range ?? null;
    if (listener && range && statusOf(signs, "listen-in-range") === "fail") {
      return possible("likely", 0, [portEvidence(listener.port, range, listener.process ?? "")]);
    }
    const taken = statusOf(signs, "nodeport") === "fail" ? nodePortsInRange(signs) : null;
    if (taken) {
      return possible("likely", 0, [
        say("cause-node-ports", {
          subject: `${taken.low}–${taken.high}`,
          figures: { rangeLow: String(range?.low), rangeHigh: String(range?.high) },
        }),
      ]);
    }
    if (refused.length > 0 && !signs.current.namespaces.some(({ range }) => range !== null))
      return undecided(unreadPart(signs.current, "range"));
    return unlessListened(signs);
  },
});

function weighRefusal({ current }: Signs, { port, process, evidence }: Refusal): Weighing {
  const namespace = current.namespaces.find(({ range }) => range !== null && port !== null && includesPort([range], port));
  if (port === null || !namespace?.range) return excluded();
  if (includesPort(namespace.reserved ?? [], port)) return excluded();
  const listening = namespace.listeners.find((listener) => listener.port === port && listener.protocol === "tcp");
  const isOther = listening !== undefined && listening.process !== null && process !== null && listening.process !== process;
  if (isOther) return excluded();
  return possible(listening ? "likely" : "strong", 1, [portEvidence(port, namespace.range, process ?? ""), evidence]);
}

/** The part of the NodePort range that connect() may give away: no socket holds a NodePort that would keep it back. */
function nodePortsInRange({ current }: Signs): PortInterval | null {
  const range = current.namespaces[0]?.range;
  const nodePorts = current.kubernetes?.nodePortRange;
  return range && nodePorts ? (clipIntervals([nodePorts], range)[0] ?? null) : null;
}

const portEvidence = (port: number, { low, high }: PortInterval, process: string) =>
  say("cause-port-refused", {
    subject: String(port),
    figures: { rangeLow: String(low), rangeHigh: String(high), ...(process === "" ? {} : { process }) },
  });
