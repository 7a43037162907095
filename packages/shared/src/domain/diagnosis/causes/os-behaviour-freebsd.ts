import { unlessListened } from "../quiet.ts";
import { say } from "../say.ts";
import { defineCause, excluded, possible, type Weighing } from "../weighing.ts";

/** Above this, EADDRINUSE is explained by ports that are gone. */
const ROOM_SHARE = 0.6;

/** FreeBSD refuses a bind() to port 0, or a connect() from it, with EADDRINUSE although ports are free. */
export const freebsdBehaviour = defineCause({
  id: "os-behaviour-freebsd",
  platforms: ["freebsd"],
  explains: [],

  weigh(signs): Weighing {
    const { refusals, fullest, isAnyRead } = signs;
    const inUse = refusals.filter(({ kind, port }) => port === null && (kind === "bind-in-use" || kind === "connect-in-use"));
    if (inUse.length === 0) return unlessListened(signs);
    if (fullest > ROOM_SHARE) return excluded(say("cause-room", { observed: fullest, unit: "ratio" }));
    return possible("likely", 0, [
      ...inUse.slice(0, 2).map(({ evidence }) => evidence),
      ...(isAnyRead ? [say("cause-any-port", { observed: fullest, unit: "ratio" })] : []),
    ]);
  },
});
