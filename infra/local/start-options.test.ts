import { describe, expect, it } from "vitest";
import { StartFailure } from "./start-failure.ts";
import { isLoopback, localOrigin, publicOrigin, reachableOrigin, readStartOptions } from "./start-options.ts";

function problemOf(env: Record<string, string>) {
  try {
    return readStartOptions(env, "/repository");
  } catch (error) {
    if (error instanceof StartFailure) return error.problem;
    throw error;
  }
}

describe("what a start is told by its environment", () => {
  it("is port 4780 on the loopback address and a folder in the repository", () => {
    expect(readStartOptions({}, "/repository")).toEqual({
      listen: "127.0.0.1",
      port: 4780,
      dataFolder: "/repository/.berth",
      databaseUrls: [],
      publicUrl: undefined,
    });
  });

  it.each(["0", "65536", "-1", "80x", "1e3", " 80", "0x50"])("refuses PORT=%s", (value) => {
    expect(problemOf({ PORT: value })).toEqual({ kind: "bad-port", value });
  });

  it("refuses a port that no browser would open", () => {
    expect(problemOf({ PORT: "6667" })).toEqual({ kind: "port-blocked", port: 6667 });
  });

  it("refuses a name or rubbish as an address, and takes IPv6 with and without brackets", () => {
    expect(problemOf({ BERTH_LISTEN: "berth.example" })).toEqual({ kind: "bad-listen-address", value: "berth.example" });
    expect(problemOf({ BERTH_LISTEN: "[::1]" })).toMatchObject({ listen: "::1" });
    expect(problemOf({ BERTH_LISTEN: "localhost" })).toMatchObject({ listen: "127.0.0.1" });
  });
});

describe("BERTH_PUBLIC_URL", () => {
  it.each([
    "berth.example",
    "ftp://berth.example",
    "https://berth.example/path",
    "https://berth.example/?x",
    "https://me@berth.example",
    "https://",
  ])("is refused as %s", (value) => {
    expect(problemOf({ BERTH_PUBLIC_URL: value })).toEqual({ kind: "bad-public-url", value });
  });
});

describe("the address to open", () => {
  it("is BERTH_PUBLIC_URL where a proxy stands in front, and the server's own else", () => {
    const options = (env: Record<string, string>) => readStartOptions(env, "/repository");
    expect(publicOrigin(options({ BERTH_PUBLIC_URL: "https://berth.example/" }))).toBe("https://berth.example");
    expect(publicOrigin(options({ BERTH_PUBLIC_URL: "https://berth.example:8443" }))).toBe("https://berth.example:8443");
    expect(publicOrigin(options({}))).toBe("http://127.0.0.1:4780");
    expect(localOrigin(options({ BERTH_PUBLIC_URL: "https://berth.example" }))).toBe("http://127.0.0.1:4780");
  });

  it("is where it listens, in brackets for IPv6", () => {
    expect(reachableOrigin({ listen: "::1", port: 5000 })).toBe("http://[::1]:5000");
  });

  it("is never a wildcard, neither for people nor for this machine's agent", () => {
    for (const listen of ["0.0.0.0", "::"]) {
      const options = { listen, port: 5000 };
      expect(isLoopback(new URL(localOrigin(options)).hostname.replace(/^\[(.*)\]$/, "$1"))).toBe(true);
      expect(new URL(reachableOrigin(options)).hostname).not.toMatch(/^(0\.0\.0\.0|\[::\])$/);
    }
  });
});
