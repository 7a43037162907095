import { describe, expect, test } from "vitest";
import { askTogether } from "./ask-together.ts";

interface Question {
  group: string;
  key: string;
}

/** Answers each question with its key; what is asked waits until `release` is called as often. */
function asking(statementsMax: number, questionsMax = 10) {
  const statements: string[][] = [];
  const releases: (() => void)[] = [];
  const faults = new Map<string, unknown>();
  const ask = askTogether<Question, string>({
    async ask(questions) {
      statements.push(questions.map(({ key }) => key));
      await new Promise<void>((resolve) => releases.push(resolve));
      const fault = questions.map(({ key }) => faults.get(key)).find((each) => each !== undefined);
      if (fault !== undefined) throw fault;
      return questions.map(({ key }) => (key === "unknown" ? null : key));
    },
    groupOf: ({ group }) => group,
    keyOf: ({ key }) => key,
    statementsMax,
    questionsMax,
  });
  const releaseAll = async () => {
    for (let turn = 0; turn < 50; turn++) {
      for (const release of releases.splice(0)) release();
      await Promise.resolve();
    }
  };
  return { ask: (key: string, group = "a") => ask({ group, key }), statements, releaseAll, faults };
}

describe("questions that come while a statement is under way", () => {
  test("share the next one, in their order, and each gets its own answer", async () => {
    const { ask, statements, releaseAll } = asking(1);
    const answers = Promise.all(["1", "2", "3"].map((key) => ask(key)));
    await releaseAll();
    expect(await answers).toEqual(["1", "2", "3"]);
    expect(statements).toEqual([["1"], ["2", "3"]]);
  });

  test("share it with their own group only, with none that is the same, and not without end", async () => {
    const { ask, statements, releaseAll } = asking(1, 2);
    const all = [ask("1"), ask("2"), ask("b", "other"), ask("2"), ask("3"), ask("4")];
    await releaseAll();
    expect(await Promise.all(all)).toEqual(["1", "2", "b", "2", "3", "4"]);
    expect(statements).toEqual([["1"], ["2", "3"], ["b"], ["2", "4"]]);
  });

  test("do not wait for another group's, as far as there are connections", async () => {
    const { ask, statements, releaseAll } = asking(2);
    const all = [ask("1"), ask("2"), ask("b", "other"), ask("c", "third"), ask("3")];
    expect(statements).toEqual([["1"], ["b"]]);
    await releaseAll();
    expect(await Promise.all(all)).toEqual(["1", "2", "b", "c", "3"]);
    expect(statements.slice(2)).toEqual([["2", "3"], ["c"]]);
  });

  test("are each asked at once where nothing may be shared", async () => {
    const { ask, statements, releaseAll } = asking(Number.POSITIVE_INFINITY);
    const answers = Promise.all([ask("1"), ask("2")]);
    expect(statements).toEqual([["1"], ["2"]]);
    await releaseAll();
    expect(await answers).toEqual(["1", "2"]);
  });

  test("do not pay for one of them that fails or has no answer", async () => {
    const { ask, releaseAll, faults } = asking(1);
    faults.set("bad", new Error("bad"));
    const answers = Promise.allSettled([ask("1"), ask("2"), ask("bad"), ask("unknown"), ask("3")]);
    await releaseAll();
    expect((await answers).map((each) => (each.status === "fulfilled" ? each.value : "failed"))).toEqual(["1", "2", "failed", null, "3"]);
  });
});
