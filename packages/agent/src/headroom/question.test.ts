import { parseAddress } from "@berth/shared/domain/network/address.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QuestionError, readQuestion } from "./question.ts";

const CONNECT = {
  id: "q1",
  operation: "connect",
  protocol: "tcp",
  family: 4,
  source: null,
  destination: { address: "127.0.0.1", port: 9000 },
};
const BIND = { id: "q2", operation: "bind", protocol: "tcp", family: 4, source: "127.0.0.1", destination: null };

const refusal = (question: unknown): { id: unknown; pointer: string } => {
  try {
    readQuestion(typeof question === "string" ? question : JSON.stringify(question));
  } catch (error) {
    if (error instanceof QuestionError) return { id: error.id, pointer: error.pointer };
    throw error;
  }
  throw new Error("was not refused");
};

describe("reading a question", () => {
  it("takes the documented ones, with their defaults", () => {
    const defaults = { noPort: false, reuseAddress: false, v6Only: false, range: null, device: null };
    expect(readQuestion(JSON.stringify(CONNECT))).toEqual({
      ...CONNECT,
      destination: { address: parseAddress("127.0.0.1"), port: 9000 },
      ...defaults,
    });
    expect(readQuestion(JSON.stringify({ ...BIND, v6only: true, range: [0, 40_010], device: "lo" }))).toMatchObject({
      source: parseAddress("127.0.0.1"),
      v6Only: true,
      range: { low: 0, high: 40_010 },
      device: "lo",
    });
  });

  it.each([
    ["not JSON", "{", null, ""],
    ["an array", "[]", null, ""],
    ["no id", { ...CONNECT, id: undefined }, null, "/id"],
    ["an unknown field", { ...CONNECT, noport: true }, "q1", "/noport"],
    ["a field name that needs escaping", { ...CONNECT, "a/b~": 1 }, "q1", "/a~1b~0"],
    ["a missing field", { ...CONNECT, source: undefined }, "q1", "/source"],
    ["a wrong family", { ...CONNECT, family: 5 }, "q1", "/family"],
    ["an address of the other family", { ...CONNECT, destination: { address: "::1", port: 1 } }, "q1", "/destination/address"],
    ["no address", { ...CONNECT, source: "localhost" }, "q1", "/source"],
    ["port 0", { ...CONNECT, destination: { address: "127.0.0.1", port: 0 } }, "q1", "/destination/port"],
    ["a fraction of a port", { ...CONNECT, destination: { address: "127.0.0.1", port: 80.5 } }, "q1", "/destination/port"],
    [
      "an unknown field in the destination",
      { ...CONNECT, destination: { address: "127.0.0.1", port: 1, host: "x" } },
      "q1",
      "/destination/host",
    ],
    ["a connect to nowhere", { ...CONNECT, destination: null }, "q1", "/destination"],
    ["a bind with a destination", { ...BIND, destination: CONNECT.destination }, "q2", "/destination"],
    ["a range upside down", { ...CONNECT, range: [40_010, 40_000] }, "q1", "/range"],
    ["a range of one", { ...CONNECT, range: [40_010] }, "q1", "/range"],
    ["a flag that is no flag", { ...CONNECT, noPort: "yes" }, "q1", "/noPort"],
    ["a device with a slash", { ...CONNECT, device: "../lo" }, "q1", "/device"],
    [
      "families that differ",
      { ...CONNECT, family: 6, source: "::1", destination: { address: "::ffff:127.0.0.1", port: 1 } },
      "q1",
      "/source",
    ],
  ])("refuses %s, with a pointer", (_, question, id, pointer) => {
    expect(refusal(question)).toEqual({ id, pointer });
  });

  it("either reads or refuses, whatever the line", () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record(
          {
            id: fc.anything(),
            operation: fc.constantFrom("connect", "bind", 1),
            protocol: fc.constantFrom("tcp", "udp"),
            family: fc.constantFrom(4, 6),
            source: fc.constantFrom(null, "::1", "1.2.3.4"),
            destination: fc.anything(),
            range: fc.anything(),
          },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value) ?? ""),
    );
    fc.assert(
      fc.property(anything, (line) => {
        try {
          readQuestion(line);
        } catch (error) {
          expect(error).toBeInstanceOf(QuestionError);
        }
      }),
    );
  });
});
