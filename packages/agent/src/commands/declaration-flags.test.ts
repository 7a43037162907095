import { describe, expect, it } from "vitest";
import { readDeclarations } from "./declaration-flags.ts";
import { UsageError } from "./usage-error.ts";

const read = (egress?: string, nacl?: string) => readDeclarations({ egress, nacl });

describe("what a person says of the surroundings", () => {
  it("is nothing where nobody said", () => {
    expect(read()).toEqual({ egress: null, inboundAcl: null });
  });

  it("is a kind of NAT with its amount, and ports that an ACL lets in", () => {
    expect(read("aws-nat-gateway:2", "22, 2000-65535,1024-1999")).toEqual({
      egress: { kind: "aws-nat-gateway", portsPerDestination: 110_000 },
      inboundAcl: [
        { low: 22, high: 22 },
        { low: 1_024, high: 65_535 },
      ],
    });
  });

  it.each(["", "all", "65535-1024", "1024-65536", "1024-", "1024-2000-3000", "-1", "1,,2"])("refuses --nacl %j with an example", (nacl) => {
    expect(() => read(undefined, nacl)).toThrow(UsageError);
  });

  it("refuses an egress that there is not, and names those that there are", () => {
    try {
      read("aws");
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        problem: { kind: "bad-value", flag: "--egress", value: "aws", expected: expect.stringContaining("aws-nat-gateway:2") },
      });
    }
  });
});
