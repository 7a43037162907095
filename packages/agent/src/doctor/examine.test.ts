import { buildGap, buildNamespace, buildSnapshot, buildTcpStates, buildUdp } from "@berth/shared/testing/build-snapshot.ts";
import { describe, expect, it } from "vitest";
import { examine } from "./examine.ts";

const stateOf = (part: string, snapshot: ReturnType<typeof buildSnapshot>) => examine(snapshot).find((sight) => sight.part === part)?.state;

describe("the doctor's look", () => {
  it("tells what is seen, seen in part, unseen, and not here", () => {
    expect(stateOf("tcp", buildSnapshot())).toBe("seen");
    expect(stateOf("tcp", buildSnapshot({ gaps: [buildGap({ reason: "truncated" })] }))).toBe("partly");
    const blind = buildNamespace({ tcpStates: null });
    expect(stateOf("tcp", buildSnapshot({ namespaces: [blind], gaps: [buildGap()] }))).toBe("unseen");
    const untracked = buildSnapshot({ conntrack: null, gaps: [buildGap({ part: "conntrack", reason: "absent" })] });
    expect(stateOf("conntrack", untracked)).toBe("absent");
  });

  it("does not take what nobody looked at for seen", () => {
    expect(stateOf("failures", buildSnapshot())).toBe("unseen");
    expect(stateOf("failures", buildSnapshot({ isTraced: true }))).toBe("seen");
    expect(stateOf("kubernetes", buildSnapshot())).toBe("unseen");
    expect(stateOf("kubernetes", buildSnapshot({ kubernetes: null }))).toBe("seen");
  });

  it("does not count against a single look what only a second one shows", () => {
    expect(stateOf("changes", buildSnapshot())).toBe("seen");
    expect(stateOf("counters", buildSnapshot({ counters: null }))).toBe("seen");
  });

  it("counts the sockets whose process is known, and misses none where there is no socket", () => {
    const seen = buildNamespace({ attributed: { sockets: 10_004, known: 10_003 } });
    const sight = examine(buildSnapshot({ namespaces: [seen, seen] })).find(({ part }) => part === "processes");
    expect(sight).toMatchObject({ state: "seen", attributed: { sockets: 20_008, known: 20_006 } });
    const states = (established: number) => ({ v4: buildTcpStates({ timeWait: 5 }), v6: buildTcpStates({ established }) });
    const udp = buildUdp(0);
    const without = (established: number) =>
      buildSnapshot({ namespaces: [buildNamespace({ attributed: undefined, tcpStates: states(established), udp })] });
    expect([stateOf("processes", without(0)), stateOf("processes", without(1))]).toEqual(["seen", "unseen"]);
  });

  it("names lists only where they were cut, and Windows only there", () => {
    expect(stateOf("tuples", buildSnapshot())).toBeUndefined();
    expect(stateOf("tuples", buildSnapshot({ gaps: [buildGap({ part: "tuples", reason: "truncated" })] }))).toBe("partly");
    expect(stateOf("windows", buildSnapshot())).toBeUndefined();
    expect(stateOf("windows", buildSnapshot({ host: { ...buildSnapshot().host, os: "windows" } }))).toBe("unseen");
  });

  it("says each reason once, however many namespaces have it", () => {
    const gaps = [buildGap({ namespaceId: "1" }), buildGap({ namespaceId: "2" })];
    expect(examine(buildSnapshot({ gaps })).find(({ part }) => part === "tcp")?.gaps).toEqual([{ reason: "denied", hint: "" }]);
  });
});
