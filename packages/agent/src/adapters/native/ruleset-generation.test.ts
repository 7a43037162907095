import { describe, expect, it } from "vitest";
import { generationIn } from "./ruleset-generation.ts";

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
/** struct nlmsghdr (NEWGEN), struct nfgenmsg, NFTA_GEN_ID 258, NFTA_GEN_PROC_PID 7. */
const ANSWER = "240000000f0a000000000000000000000000000208000100000001020800020000000007";

describe("the generation of the rules", () => {
  it("is the number that the kernel counts, in network byte order", () => {
    expect(generationIn(bytes(ANSWER))).toBe(258);
  });

  it("is not known from an error, from another message, or from one that is cut", () => {
    expect(generationIn(bytes("240000000200000000000000000000000000000000000000"))).toBeNull();
    expect(generationIn(bytes(ANSWER.slice(0, 46)))).toBeNull();
    expect(generationIn(bytes(`${ANSWER.slice(0, 40)}0000000000000000`))).toBeNull();
    expect(generationIn(new Uint8Array())).toBeNull();
  });
});
