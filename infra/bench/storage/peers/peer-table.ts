import type { Asked } from "./ask-questions.ts";
import { QUESTIONS, type QuestionName } from "./peer.ts";

/** One column of the table. */
export interface Measured {
  name: string;
  asked: readonly Asked[];
  loadingSeconds: number;
  /** Bytes on disk. */
  bytesPerPoint: number;
}

/** As Markdown: p50 and, after it, the slowest of the runs. */
export function peerTable(measured: readonly Measured[]): string[] {
  const row = (name: string, cells: readonly string[]) => `| ${[name, ...cells].join(" | ")} |`;
  const questions = Object.keys(QUESTIONS) as QuestionName[];
  return [
    row(
      "",
      measured.map(({ name }) => name),
    ),
    row(
      "---",
      measured.map(() => "---"),
    ),
    ...questions.map((name) =>
      row(
        QUESTIONS[name],
        measured.map(({ asked }) => cellOf(asked.find((each) => each.name === name))),
      ),
    ),
    row(
      "bytes on disk a point",
      measured.map(({ bytesPerPoint }) => `${bytesPerPoint.toFixed(2)} B`),
    ),
    row(
      "loading",
      measured.map(({ loadingSeconds }) => `${loadingSeconds.toFixed(0)} s`),
    ),
  ];
}

function cellOf(asked: Asked | undefined): string {
  if (asked === undefined) return "–";
  const { timings, runs, beside, difference } = asked;
  const figure = runs === 1 ? `${timings.p50.toFixed(1)} ms, one run` : `${timings.p50.toFixed(1)} ms (${timings.p99.toFixed(1)})`;
  return `${difference === null ? "" : `**wrong** (${difference}) `}${figure}${beside === null ? "" : `; ${beside}`}`;
}

/** What answers were compared with the plain computation, and how it came out. */
export function agreementOf({ name, asked }: Measured): string {
  const checked = asked.filter(({ isChecked }) => isChecked);
  const wrong = checked.filter(({ difference }) => difference !== null);
  return wrong.length === 0
    ? `${name}: ${checked.length} answers compared with the plain computation, value by value, all agree`
    : `${name}: ${wrong.length} of ${checked.length} answers differ from the plain computation`;
}
