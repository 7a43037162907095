import type { FleetFigures } from "./fleet-figures.ts";
import type { Answer, PercentileRank } from "./plain-answers.ts";
import type { SeriesPart } from "./series-parts.ts";

/** The rows of the table. */
export const QUESTIONS = {
  daySamples: "p95 over hosts, 24 h at 5 min, from samples",
  dayRecorded: "p95 over hosts, 24 h at 5 min, pre-aggregated",
  weekSamples: "p95 over hosts, 7 d at 5 min, from samples",
  weekRecorded: "p95 over hosts, 7 d at 5 min, pre-aggregated",
  monthSamples: "p95 over hosts, 30 d at 1 h, from samples",
  monthRecorded: "p95 over hosts, 30 d at 1 h, pre-aggregated",
  worst: "current fleet, worst 50",
  host: "one host, 7 d at 5 min",
} as const;

export type QuestionName = keyof typeof QUESTIONS;

/** One HTTP request, and what a plain computation over the same figures answers to it. */
export interface Question {
  name: QuestionName;
  url: string;
  headers?: Record<string, string>;
  readAnswer(body: unknown): Answer;
  /** Null: it answers more than the figures say. */
  plain: Answer | null;
  /** Another way to the same answer, timed beside it. */
  beside?: { label: string; ask(): Promise<unknown> };
}

/** How to start a time-series database, to load it and to ask it. */
export interface Peer {
  name: string;
  binary: string;
  /** Debian's. */
  package: string;
  /** `listen` is host and port. */
  command(data: string, listen: string): { args: string[]; env?: Record<string, string> };
  /** Answers with success once it serves. */
  readyPath: string;
  rankOf: PercentileRank;
  prepare?(url: string): Promise<void>;
  loading: {
    path: string;
    headers: Record<string, string>;
    spanMs: number;
    seriesPerBatch: number;
    bodyOf(parts: readonly SeriesPart[]): string | Uint8Array;
  };
  /** Asked once all is loaded: merges what it would merge in time. */
  compact?(url: string): Promise<void>;
  questions(url: string, figures: FleetFigures): Question[];
  /** The folder whose bytes hold all points and nothing twice. */
  storedIn(url: string, data: string): Promise<string>;
}

export async function post(url: string, headers: Record<string, string> = {}, body: string | Uint8Array = ""): Promise<string> {
  const answer = await fetch(url, { method: "POST", headers, body: body as BodyInit });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${text.slice(0, 500)}`);
  return text;
}

export const readBytes = async (url: string, headers: Record<string, string> = {}): Promise<ArrayBuffer> =>
  (await fetch(url, { headers })).arrayBuffer();
