import { ms, type Timings, timingsOf } from "../timings.ts";
import { type Question, type QuestionName, readBytes } from "./peer.ts";
import { differenceOf } from "./plain-answers.ts";

/** A question is not asked again once it has taken so long in all. */
const WARM_UP = { runs: 10, ms: 2_000 };
const MEASURED = { runs: 7, ms: 60_000 };

export interface Asked {
  name: QuestionName;
  timings: Timings;
  runs: number;
  /** Null: it is that of the plain computation, or `isChecked` is false. */
  difference: string | null;
  isChecked: boolean;
  beside: string | null;
}

/** Each once to see what it answers, some times to warm up, then a few times by the clock, its answer read as bytes. */
export async function askQuestions(questions: readonly Question[]): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const { name, url, headers = {}, readAnswer, plain, beside } of questions) {
    const first = await fetch(url, { headers });
    if (!first.ok) throw new Error(`${url} answers ${first.status}: ${(await first.text()).slice(0, 500)}`);
    const answer = readAnswer(await first.json());
    const durations = await warmTimes(() => readBytes(url, headers));
    asked.push({
      name,
      timings: timingsOf(durations),
      runs: durations.length,
      difference: plain === null ? null : differenceOf(answer, plain),
      isChecked: plain !== null,
      beside: beside ? `${beside.label} ${ms(timingsOf(await warmTimes(beside.ask)).p50)}` : null,
    });
  }
  return asked;
}

async function warmTimes(ask: () => Promise<unknown>): Promise<number[]> {
  await timesOf(ask, WARM_UP);
  return timesOf(ask, MEASURED);
}

async function timesOf(ask: () => Promise<unknown>, most: { runs: number; ms: number }): Promise<number[]> {
  const durations: number[] = [];
  const startedAt = performance.now();
  do {
    const askedAt = performance.now();
    await ask();
    durations.push(performance.now() - askedAt);
  } while (durations.length < most.runs && performance.now() - startedAt < most.ms);
  return durations;
}
