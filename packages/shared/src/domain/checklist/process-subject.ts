import type { NamespaceSnapshot, ProcessUse } from "../host/snapshot.ts";

/** `orders (pid 4711)` */
export const processSubject = ({ name, pid }: Pick<ProcessUse, "name" | "pid">): string => `${name} (pid ${pid})`;

/** What else a sentence or a remedy wants to know of a process. */
export const processFigures = ({ name, pid, unit, runtime, descriptors }: ProcessUse): Record<string, string | number> => ({
  process: name,
  pid,
  ...(unit === null ? {} : { unit }),
  ...(runtime === undefined ? {} : { runtime }),
  ...(descriptors === undefined ? {} : { descriptors: descriptors.used }),
  ...(descriptors === undefined || descriptors.limit === null ? {} : { descriptorLimit: descriptors.limit }),
});

/** The same process in another snapshot of the same boot: a number is given to others later, and a name tells. */
export const sameProcess = ({ processes }: NamespaceSnapshot, { pid, name, startedMs }: ProcessUse): ProcessUse | undefined =>
  processes.find((each) => each.pid === pid && each.name === name && isNear(each.startedMs, startedMs));

/** Clocks are set; processes that share a number are born apart. */
const isNear = (a: number | undefined, b: number | undefined): boolean => a === undefined || b === undefined || Math.abs(a - b) < 60_000;
