import { describe, expect, it } from "vitest";
import { chosenIndex, FIRST_LOOK, pressKey, type TopState } from "./top-state.ts";

const ROWS = ["a", "b", "c"];
const press = (keys: string[], rows = ROWS): TopState => keys.reduce((state, key) => pressKey(state, key, { rows, lines: 10 }), FIRST_LOOK);

describe("the keys of top", () => {
  it("choose a row, open it and come back", () => {
    expect(press(["down", "j", "down", "down"]).chosen).toBe("c");
    expect(press(["end"]).chosen).toBe("c");
    expect(press(["down", "up", "k"]).chosen).toBe("a");
    expect(press(["down", "enter"])).toMatchObject({ view: "tuple", chosen: "b" });
    expect(press(["down", "enter", "escape"])).toMatchObject({ view: "overview", chosen: "b" });
    expect(press(["enter"], []).view).toBe("overview");
    expect(press(["down"], []).chosen).toBeNull();
  });

  it("follow the chosen row when rows change their order, the first one too", () => {
    const swapped = ["b", "a", "c"];
    for (const [keys, chosen] of [
      [["down"], "b"],
      [["down", "up"], "a"],
    ] as const) {
      const state = press([...keys]);
      expect(swapped[chosenIndex(state, swapped)]).toBe(chosen);
      expect(pressKey(state, "enter", { rows: swapped, lines: 10 }).chosen).toBe(chosen);
    }
    expect(chosenIndex(FIRST_LOOK, swapped)).toBe(0);
    expect(chosenIndex(press(["end"]), ["a"])).toBe(0);
  });

  it("keep to the row that was opened, whatever becomes the first", () => {
    expect(press(["enter"]).chosen).toBe("a");
  });

  it("open a view, and close it again", () => {
    expect(press(["c"]).view).toBe("checks");
    expect(press(["c", "r"]).view).toBe("remedies");
    expect(press(["r", "r"]).view).toBe("overview");
    expect(press(["?"]).view).toBe("help");
  });

  it("scroll what is longer than the terminal, and begin each view at its top", () => {
    expect(press(["c", "down", "pageDown"]).scroll).toBe(11);
    expect(press(["c", "pageUp"]).scroll).toBe(0);
    expect(press(["c", "down", "r"]).scroll).toBe(0);
  });

  it("pause, and end", () => {
    expect(press(["p"]).isPaused).toBe(true);
    expect(press(["space", "space"]).isPaused).toBe(false);
    expect(press(["q"]).isDone).toBe(true);
    expect(press(["interrupt"]).isDone).toBe(true);
    expect(press(["x"])).toEqual(FIRST_LOOK);
  });
});
