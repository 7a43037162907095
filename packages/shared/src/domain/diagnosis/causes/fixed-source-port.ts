import { formatEndpoint } from "../../network/address.ts";
import { unlessListened } from "../quiet.ts";
import type { Refusal } from "../refusals.ts";
import { say } from "../say.ts";
import type { Signs } from "../signs.ts";
import { defineCause, possible, undecided, type Weighing } from "../weighing.ts";

/** Above this use of a tuple, its ports are what was short. */
const ROOM_SHARE = 0.5;
/** Entries of a client that always comes from the same port: one at a time. */
const ENTRIES_MOST = 3;
/** An older refusal may be of a time when there were more: then nothing follows from the few of now. */
const FRESH_MS = 15 * 60_000;

/** A client binds one fixed port: while its last connection to this destination is in TIME_WAIT, the next one cannot be made. */
export const fixedSourcePort = defineCause({
  id: "fixed-source-port",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: ["bind-before-connect", "os-behaviour-freebsd"],

  weigh(signs): Weighing {
    const refused = signs.refusals.filter(
      ({ kind }) => kind === "connect-unavailable" || kind === "connect-in-use" || kind === "bind-in-use",
    );
    const named = refused.find(({ port, destination, kind }) => port !== null && (destination !== null || kind !== "bind-in-use"));
    if (named && !isFull(signs, named)) {
      return possible(named.destination === null ? "likely" : "strong", 1, [
        fixedEvidence(named.destination ?? "", String(named.port)),
        named.evidence,
      ]);
    }
    const lonely = refused.find(
      (each) => each.kind !== "bind-in-use" && each.destination !== null && isFresh(signs, each) && entriesOnly(signs, each.destination),
    );
    if (lonely) return possible("likely", 1, [fixedEvidence(lonely.destination ?? "", ""), lonely.evidence]);
    return refused.length > 0 && !signs.isAnyRead ? undecided(refused[0]!.evidence) : unlessListened(signs);
  },
});

const isFull = ({ destinations }: Signs, refusal: Refusal): boolean =>
  destinations.some(
    ({ tuple, pressure }) =>
      pressure > ROOM_SHARE && refusal.destination === formatEndpoint(tuple.destination.address, tuple.destination.port),
  );

/** Files of another host are of one moment, whatever their clock. */
const isFresh = ({ current }: Signs, { lastMs }: Refusal): boolean =>
  lastMs === null || current.replay !== undefined || current.capturedAtMs - lastMs <= FRESH_MS;

/** All that there is to this destination is a handful of entries in TIME_WAIT: the ports of the tuple are free, but one. */
const entriesOnly = ({ destinations }: Signs, destination: string): boolean =>
  destinations.some(
    ({ tuple, pressure, live }) =>
      formatEndpoint(tuple.destination.address, tuple.destination.port) === destination &&
      tuple.timeWait > 0 &&
      tuple.timeWait <= ENTRIES_MOST &&
      live <= 1 &&
      pressure < ROOM_SHARE,
  );

const fixedEvidence = (destination: string, port: string) => say("cause-fixed-port", { subject: destination, figures: { port } });
