import { describe, expect, it } from "vitest";
import { FIRST_LOOK, pressKey, type TopState } from "./top-state.ts";

const press = (keys: string[], rows = 3): TopState => keys.reduce((state, key) => pressKey(state, key, { rows, lines: 10 }), FIRST_LOOK);

describe("the keys of top", () => {
  it("choose a row, open it and come back", () => {
    expect(press(["down", "j", "down", "down"]).row).toBe(2);
    expect(press(["end"]).row).toBe(2);
    expect(press(["down", "up", "k"]).row).toBe(0);
    expect(press(["down", "enter"])).toMatchObject({ view: "tuple", row: 1 });
    expect(press(["down", "enter", "escape"])).toMatchObject({ view: "overview", row: 1 });
    expect(press(["enter"], 0).view).toBe("overview");
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
