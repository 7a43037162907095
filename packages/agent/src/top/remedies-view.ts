import type { TopReading } from "./top-reading.ts";
import type { TopStyle } from "./top-style.ts";

/** What to do, the best first, each with its effect and the commands. */
export const remediesView = ({ remedies }: TopReading, { paint, top }: TopStyle): string[] => [
  paint.bold(top.remedies),
  ...remedies.flatMap(({ title, lines }, index) => ["", paint.bold(`${index + 1} ${title}`), ...lines]),
];
