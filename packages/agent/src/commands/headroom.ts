import { parseFlags } from "../adapters/flags.ts";
import { replayRouting } from "../collectors/replay/replay-routing.ts";
import { type Answer, answerLine, errorLine } from "../headroom/answer.ts";
import { answerPage, settlementLine } from "../headroom/answer-page.ts";
import { type Question, QuestionError, readQuestion } from "../headroom/question.ts";
import { Responder } from "../headroom/responder.ts";
import { bindQuestion, connectQuestions } from "../headroom/target.ts";
import type { CommandIo } from "./command-io.ts";
import { openHost, REPLAY_FLAGS, type ReplayFlags } from "./open-host.ts";
import { PASSIVE_FLAG } from "./passive-flag.ts";
import { sayError } from "./say-error.ts";
import { UsageError } from "./usage-error.ts";

const FLAGS = {
  from: { takes: "value", example: "--from 10.0.3.17" },
  bind: { takes: "nothing" },
  json: { takes: "nothing" },
  passive: PASSIVE_FLAG,
  ...REPLAY_FLAGS,
  queries: { takes: "value", example: "--queries -" },
} as const;

const EXIT = { answered: 0, unknown: 3, unusable: 64 } as const;
const QUERIES_MB_MAX = 64;
const COLUMNS = 80;

/** How many more connections or binds are possible now. Exit code: 0 every answer is a number, 3 one is unknown, 64 unusable. */
export async function headroom(args: readonly string[], io: CommandIo): Promise<number> {
  const { flags, operands } = parseFlags(args, FLAGS);
  const [target, extra] = operands;
  if (extra !== undefined) throw new UsageError({ kind: "unexpected-argument", argument: extra });
  if (flags.queries !== undefined) {
    if (flags.queries !== "-") throw new UsageError({ kind: "bad-value", flag: "--queries", value: flags.queries, expected: "-" });
    const other = target ?? (flags.bind ? "--bind" : flags.from === undefined ? undefined : "--from");
    if (other !== undefined) throw new UsageError({ kind: "unexpected-argument", argument: other });
    return answerQueries(io, flags);
  }
  const questions = flags.bind ? [bindQuestion(target, flags.from)] : await connectQuestions(target, flags.from, io);
  if (!questions) return EXIT.unknown;
  return withResponder(io, flags, async (responder) => {
    const answers: Answer[] = [];
    const style = { text: io.text.headroom, language: io.language, columns: COLUMNS };
    for (const question of questions) {
      const answer = await responder.answer(question);
      answers.push(answer);
      io.writeOut(flags.json ? `${answerLine(question.id, answer, responder.settlement)}\n` : answerPage(question, answer, style));
    }
    if (!flags.json) io.writeOut(settlementLine(responder.settlement, answers, style));
    return answers.some(({ kind }) => kind === "unknown") ? EXIT.unknown : EXIT.answered;
  });
}

/** Answers every line from one reading; an unusable line does not keep the others from theirs. */
async function answerQueries(io: CommandIo, flags: HostFlags): Promise<number> {
  const lines = await readLines(io);
  if (!lines) return EXIT.unusable;
  return withResponder(io, flags, async (responder) => {
    let exit: number = EXIT.answered;
    for (const line of lines) {
      const question = tryRead(line);
      if (question instanceof QuestionError) {
        exit = EXIT.unusable;
        io.writeOut(`${errorLine(question.id, question.pointer, question.message)}\n`);
        continue;
      }
      const answer = await responder.answer(question);
      if (answer.kind === "unknown" && exit === EXIT.answered) exit = EXIT.unknown;
      io.writeOut(`${answerLine(question.id, answer, responder.settlement)}\n`);
    }
    return exit;
  });
}

async function readLines(io: CommandIo): Promise<string[] | null> {
  try {
    return (await io.readInput(QUERIES_MB_MAX * 1_000_000)).split(/\r?\n/).filter((line) => line.trim() !== "");
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    sayError(io, io.text.headroom.inputTooLarge(QUERIES_MB_MAX));
    return null;
  }
}

function tryRead(line: string): Question | QuestionError {
  try {
    return readQuestion(line);
  } catch (error) {
    if (error instanceof QuestionError) return error;
    throw error;
  }
}

interface HostFlags extends ReplayFlags {
  passive: boolean;
}

async function withResponder(io: CommandIo, flags: HostFlags, work: (responder: Responder) => Promise<number>): Promise<number> {
  const collector = await openHost(flags, io, { labels: {}, settles: !flags.passive });
  try {
    const reading = collector.readOwnNamespace();
    return await work(new Responder(reading, flags.replay === undefined ? io.openRouting() : replayRouting(reading)));
  } finally {
    collector.close();
  }
}
