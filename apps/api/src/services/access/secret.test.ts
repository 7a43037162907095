import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostIdOf, isHostId, newOrganizationId } from "./public-id.ts";
import { hashSecret, isWellFormed, mintSecret, type SecretKind } from "./secret.ts";

const KINDS: readonly SecretKind[] = ["signin", "session", "enrol", "host"];
const mint = (kind: SecretKind) => (kind === "host" ? mintSecret("host", "host_0123456789abcdefghij") : mintSecret(kind));
const kinds = fc.constantFrom(...KINDS);

describe("a secret", () => {
  test("is well formed as its own kind and as no other", () => {
    fc.assert(
      fc.property(kinds, kinds, (kind, other) => {
        expect(isWellFormed(other, mint(kind))).toBe(other === kind);
      }),
    );
  });

  test("does not survive a changed, missing or added character", () => {
    fc.assert(
      fc.property(kinds, fc.nat(), fc.constantFrom("a", "Z", "9", "_", "-", "", "é"), (kind, at, by) => {
        const secret = mint(kind);
        const place = at % secret.length;
        const changed = secret.slice(0, place) + by + secret.slice(place + 1);
        fc.pre(changed !== secret);
        expect(isWellFormed(kind, changed)).toBe(false);
        expect(isWellFormed(kind, secret + by)).toBe(by === "");
      }),
    );
  });

  test("is never any other text", () => {
    fc.assert(fc.property(fc.string(), (text) => KINDS.every((kind) => !isWellFormed(kind, text))));
  });

  test("carries the host's id and 256 random bits", () => {
    const [one, other] = [mintSecret("host", "host_app1"), mintSecret("host", "host_app1")];
    expect(one).toMatch(/^berth_host_app1_[A-Za-z0-9_-]{43}_[0-9a-f]{8}$/);
    expect(one).not.toBe(other);
  });

  test("is kept as the SHA-256 that everybody knows", async () => {
    expect(hashSecret("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});

describe("a host's id", () => {
  test("is the same for the same machine and name, and gives the machine's own id away to nobody", async () => {
    const id = await hostIdOf("5e1f0c3a", "app-1");
    expect(id).toBe(await hostIdOf("5e1f0c3a", "app-1"));
    expect(id).not.toBe(await hostIdOf("5e1f0c3b", "app-1"));
    expect(id).not.toBe(await hostIdOf("5e1f0c3a", "app-2"));
    expect(id).not.toContain("5e1f0c3a");
  });

  test("is one of its own where the machine has none", async () => {
    expect(await hostIdOf(null, "app-1")).not.toBe(await hostIdOf(null, "app-1"));
  });

  test("always has the shape of the contract", async () => {
    await fc.assert(
      fc.asyncProperty(fc.option(fc.string()), fc.string(), async (machineId, hostname) => {
        expect(isHostId(await hostIdOf(machineId, hostname))).toBe(true);
        expect(newOrganizationId()).toMatch(/^org_[0-9a-z]{26}$/);
      }),
    );
  });
});
