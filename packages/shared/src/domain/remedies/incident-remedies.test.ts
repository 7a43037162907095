import { describe, expect, it } from "vitest";
import { INCIDENTS } from "../../testing/incidents.ts";
import { remediesText } from "../../text/remedies.ts";
import { runChecklist } from "../checklist/run-checklist.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import { instructionsFor } from "../platforms/commands/instruction.ts";
import { rankRemedies } from "./rank-remedies.ts";
import type { RankedRemedy, RemedyId } from "./remedy.ts";

const advised = (id: string): RankedRemedy[] => {
  const { facts } = INCIDENTS.find((incident) => incident.id === id)!;
  const diagnosis = diagnose(facts, runChecklist(facts));
  return rankRemedies({ snapshot: facts.current, policy: facts.policy }, diagnosis);
};
const ids = (id: string): RemedyId[] => advised(id).map((remedy) => remedy.id);

/** All that a person would be told to do, in words and commands. */
function said(id: string): string {
  const { facts } = INCIDENTS.find((incident) => incident.id === id)!;
  const words = remediesText("en");
  return advised(id)
    .flatMap((remedy) => [
      words.title[remedy.id],
      words.why[remedy.id],
      ...instructionsFor(remedy.settings, { os: facts.current.host.os, isContainer: false }).map(({ apply }) => apply),
    ])
    .join("\n");
}

describe("the remedies of public incidents", () => {
  it.each([
    ["J01", "reuse-connections"],
    ["J03", "reuse-connections"],
    ["J07", "stop-bind-first"],
    ["J10", "fix-close-wait"],
    ["J11", "fix-udp"],
    ["J12", "fix-bound"],
    ["J13", "reboot-macos"],
    ["J18", "reserve-ports"],
    ["J20", "conntrack-raise"],
    ["J21", "nat-capacity"],
    ["J22", "use-other-family"],
    ["J23", "remove-harmful-setting"],
    ["K21", "vary-source-port"],
  ] as const)("%s: %s comes first", (id, first) => {
    expect(ids(id)[0]).toBe(first);
  });

  it.each([
    ["J03", /tcp_tw_recycle/],
    ["J09", /ulimit|LimitNOFILE/],
    ["J10", /sysctl|kernel setting/i],
    ["J11", /TIME_WAIT/],
    ["J13", /msl/],
    ["J14", /msl/],
    ["J18", /widen|ip_local_port_range/i],
    ["J19", /SO_REUSEADDR/],
    ["J20", /ip_local_port_range|port range/i],
    ["J21", /sysctl|ip_local/],
    ["J22", /exhausted/],
    ["I23", /another program/i],
  ] as const)("%s is told nothing of %s", (id, forbidden) => {
    expect(said(id)).not.toMatch(forbidden);
  });

  it("takes tcp_tw_recycle out and never in", () => {
    expect(advised("J23")[0]!.settings).toMatchObject([{ kind: "remove-setting", key: "net.ipv4.tcp_tw_recycle" }]);
  });
});
