import type { ExecutionContext } from "hono";

/** What goes on after an answer: remembered, so that a process that closes waits for it. */
export function backgroundWork() {
  const running = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>): void => {
    const tracked = work.finally(() => running.delete(tracked));
    running.add(tracked);
  };
  const context: ExecutionContext = { waitUntil: track, passThroughOnException: () => {}, props: {} };
  return {
    context,
    async settle(): Promise<void> {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
