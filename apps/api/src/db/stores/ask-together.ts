export interface Together<Q, A> {
  /** Answers several questions in one statement, each at its own place; null where it had none. */
  ask(questions: readonly [Q, ...Q[]]): Promise<(A | null)[]>;
  /** Only questions of one group share a statement. */
  groupOf(question: Q): unknown;
  /** Questions that are the same by this do not. */
  keyOf(question: Q): unknown;
  /** So many statements are under way at a time, and of each group one: later questions wait, and share the next. Infinity: each has its own. */
  statementsMax: number;
  questionsMax: number;
}

interface Waiting<Q, A> {
  question: Q;
  answer: PromiseWithResolvers<A | null>;
}

/**
 * A question is asked at once where nothing of its group is under way, and otherwise with all others that have come by then:
 * the busier the database, the more of them share one statement and one commit. None pays for another: when a statement fails
 * or leaves one without answer, those are asked alone.
 */
export function askTogether<Q, A>({
  ask,
  groupOf,
  keyOf,
  statementsMax,
  questionsMax,
}: Together<Q, A>): (question: Q) => Promise<A | null> {
  if (statementsMax === Number.POSITIVE_INFINITY) return async (question) => (await ask([question]))[0] ?? null;
  let waiting: Waiting<Q, A>[] = [];
  const underWay = new Set<unknown>();

  function start(): void {
    while (underWay.size < statementsMax) {
      const next = waiting.find(({ question }) => !underWay.has(groupOf(question)));
      if (next === undefined) return;
      const group = groupOf(next.question);
      underWay.add(group);
      void settle(takeOf(group)).finally(() => {
        underWay.delete(group);
        start();
      });
    }
  }

  function takeOf(group: unknown): Waiting<Q, A>[] {
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
