import type { LocalStartText } from "@berth/shared/text/local-start.ts";

/** A step that takes longer than this is named while it runs. */
const SLOW_MS = 1_000;

export interface Progress {
  /** Runs one step and says that it is done, and how long it took. */
  step<Value>(label: string, work: () => Value | Promise<Value>): Promise<Value>;
  /** One line of its own. */
  note(line: string): void;
}

/** Progress as lines, so that it reads the same on a terminal and in a log. */
export function createProgress(write: (text: string) => void, text: LocalStartText): Progress {
  const note = (line: string) => write(`${line}\n`);
  return {
    note,
    async step(label, work) {
      const startedAt = performance.now();
      const slow = setTimeout(() => note(text.underWay(label)), SLOW_MS);
      try {
        const value = await work();
        note(text.done(label, ((performance.now() - startedAt) / 1000).toFixed(1)));
        return value;
      } finally {
        clearTimeout(slow);
      }
    },
  };
}
