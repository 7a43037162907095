import { describe, expect, it } from "vitest";
import { autobound, type TestSocket, tableOf } from "../../testing/any-sockets.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import { OWNER } from "./port-owner.ts";
import { PortSurvey } from "./port-survey.ts";

const RANGE = { low: 40_000, high: 40_099 };
const TO = { remote: "10.9.9.9", remotePort: 443 };

const guessed = (sockets: TestSocket[]): number[] => {
  const { owner } = new PortSurvey(tableOf(sockets, RANGE), "tcp").take();
  return Array.from({ length: 100 }, (_, offset) => RANGE.low + offset).filter((port) => owner[port]! & OWNER.guessedBind);
};

/** Sockets of one tuple on these ports, made one right after the other. */
const inOrder = (ports: number[], inode = 5000): TestSocket[] =>
  ports.map((port, index) => ({ ...autobound(1, TO, "127.0.0.1", RANGE)[0]!, port, inode: inode + index }));

const waiting = (sockets: TestSocket[], expiresMs: number) =>
  sockets.map((socket) => ({ ...socket, state: TCP_STATE_NUMBER.timeWait, inode: 0, expiresMs }));

describe("the guess who took a port", () => {
  it("gives odd offsets to bind() while connect() had even ones, also beside connections that have ended", () => {
    const binders = inOrder([40_031, 40_077, 40_005, 40_093]);
    const sockets = [...autobound(6, TO, "127.0.0.1", RANGE), ...waiting(binders, 59_000)];
    expect(guessed(sockets)).toEqual([40_005, 40_031, 40_077, 40_093]);
  });

  it("takes odd offsets for what is left of a full tuple where all even ones ended within the minute", () => {
    const all = autobound(100, TO, "127.0.0.1", RANGE);
    const sockets = [...waiting(all.slice(0, 50), 30_000), ...all.slice(50, 90)];
    expect(guessed(sockets)).toEqual([]);
  });

  it("knows the accepted end of a connection whose both ends are on this host: it came later", () => {
    const [client] = inOrder([40_010], 6000);
    const local = { ...client!, local: "127.0.0.1", remote: "127.0.0.1" };
    const sockets = [
      { ...local, port: 40_010, remotePort: 40_050, inode: 6000 },
      { ...local, port: 40_050, remotePort: 40_010, inode: 6001 },
    ];
    expect(guessed(sockets)).toEqual([40_050]);
  });

  it("knows ports that a program counted up", () => {
    expect(guessed(inOrder([40_004, 40_010, 40_060, 40_061, 40_062, 40_063, 40_020]))).toEqual([40_060, 40_061, 40_062, 40_063]);
  });

  it("leaves a socket's own range, whose ports come in no parity, to connect()", () => {
    expect(guessed(inOrder([40_017, 40_011, 40_018, 40_014, 40_013, 40_010]))).toEqual([]);
  });
});
