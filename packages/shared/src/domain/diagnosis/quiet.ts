import { say, unreadPart } from "./say.ts";
import type { Signs } from "./signs.ts";
import { excluded, undecided, type Weighing } from "./weighing.ts";

/** For a cause that shows only by a failed call: excluded where none was seen by who looked, unknown where nobody looked. */
export const unlessListened = ({ isListened, current }: Signs): Weighing =>
  isListened ? excluded(say("cause-quiet")) : undecided(unreadPart(current, "logs"));
