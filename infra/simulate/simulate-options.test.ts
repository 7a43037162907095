import { describe, expect, it } from "vitest";
import { BadOption, readSimulateOptions } from "./simulate-options.ts";

const read = (...args: string[]) => readSimulateOptions(args, {});

describe("the options of a simulation", () => {
  it("have a default each", () => {
    expect(read()).toEqual({
      hosts: 1_000,
      days: 30,
      seed: 1,
      through: "stores",
      organization: "Simulated fleet",
      rawHours: 1,
      databaseUrl: null,
      url: "http://127.0.0.1:4780",
      speed: 60,
      tokenFile: null,
    });
  });

  it("take the database of the environment unless another is named", () => {
    const env = { BERTH_DATABASE_URL: "postgres://a/b" };
    expect(readSimulateOptions([], env)?.databaseUrl).toBe("postgres://a/b");
    expect(readSimulateOptions(["--database", "postgres://c/d"], env)?.databaseUrl).toBe("postgres://c/d");
  });

  it.each([
    [["--hosts", "0"], /whole number from 1 to 60000/],
    [["--days", ""], /whole number from 1 to 395/],
    [["--raw-hours", "25"], /from 0 to 24/],
    [["--through", "db"], /stores or api/],
    [["--database", "mysql://x"], /postgres:\/\//],
    [["--url", "here"], /no address/],
    [["--host", "3"], /--help/],
  ])("%j is refused with what to say instead", (args, message) => {
    expect(() => read(...args)).toThrow(BadOption);
    expect(() => read(...args)).toThrow(message);
  });

  it("are none where help is asked for", () => {
    expect(read("--help")).toBeNull();
  });
});
