export interface Together<Q, A> {
  /** Answers several questions in one statement, each at its own place; null where it had none. */
  ask(questions: readonly [Q, ...Q[]]): Promise<(A | null)[]>;
  /** Only questions of one group share a statement. */
  groupOf(question: Q): unknown;
  /** Questions that are the same by this do not. */
  keyOf(question: Q): unknown;
  /** While so many statements are under way, questions wait for the next, and share it. Never, so never together: Infinity. */
  statementsMax: number;
  questionsMax: number;
}

interface Waiting<Q, A> {
  question: Q;
  answer: PromiseWithResolvers<A | null>;
}

/**
 * A question is asked at once where nothing is under way, and otherwise with all others that have come by then: the busier
 * the database, the more of them share one statement and one commit. None pays for another: when a statement fails or leaves
 * one without answer, those are asked alone.
 */
export function askTogether<Q, A>({
  ask,
  groupOf,
  keyOf,
  statementsMax,
  questionsMax,
}: Together<Q, A>): (question: Q) => Promise<A | null> {
  let waiting: Waiting<Q, A>[] = [];
  let underWay = 0;

  function start(): void {
    while (underWay < statementsMax && waiting.length > 0) {
      underWay++;
      void settle(takeGroup()).finally(() => {
        underWay--;
        start();
      });
    }
  }

  function takeGroup(): Waiting<Q, A>[] {
    const group = groupOf(waiting[0]!.question);
    const keys = new Set<unknown>();
    const [taken, left]: [Waiting<Q, A>[], Waiting<Q, A>[]] = [[], []];
    for (const each of waiting) {
      const key = keyOf(each.question);
      const isTaken = taken.length < questionsMax && !keys.has(key) && groupOf(each.question) === group;
      if (isTaken) keys.add(key);
      (isTaken ? taken : left).push(each);
    }
    waiting = left;
    return taken;
  }

  async function settle(group: readonly Waiting<Q, A>[]): Promise<void> {
    if (group.length === 1) return settleAlone(group[0]!);
    const [first, ...rest] = group.map(({ question }) => question);
    const answers = await ask([first!, ...rest]).catch(() => []);
    for (const [at, each] of group.entries()) {
      const answer = answers[at] ?? null;
      if (answer === null) await settleAlone(each);
      else each.answer.resolve(answer);
    }
  }

  async function settleAlone({ question, answer }: Waiting<Q, A>): Promise<void> {
    try {
      answer.resolve((await ask([question]))[0] ?? null);
    } catch (error) {
      answer.reject(error);
    }
  }

  return (question) => {
    const answer = Promise.withResolvers<A | null>();
    waiting.push({ question, answer });
    start();
    return answer.promise;
  };
}
