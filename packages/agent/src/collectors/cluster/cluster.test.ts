import { forwardedPorts, nodePortsIn } from "@berth/shared/domain/firewall/forwarded-ports.ts";
import type { Chain } from "@berth/shared/domain/firewall/ruleset.ts";
import type { Gap } from "@berth/shared/domain/host/gap.ts";
import { describe, expect, it } from "vitest";
import { crowdedSnapshot } from "../../testing/crowded-snapshot.ts";
import { type FakeHost, fakeHostFiles } from "../../testing/fake-host-files.ts";
import type { CollectorPorts } from "../collector-ports.ts";
import { parseIptablesSave } from "../firewall/parse-iptables-save.ts";
import type { CommandAnswer, RunCommand } from "../run-command.ts";
import { EnaAllowances, parseEthtoolStatistics } from "./ena-allowances.ts";
import { HostSurroundings } from "./host-surroundings.ts";
import { findKnownProcesses } from "./known-processes.ts";
import { kubernetesNode, nodePortRangeIn } from "./kubernetes-node.ts";
import { publishedPorts } from "./published-ports.ts";

/** Processes by name, numbered from 1, each with its namespace and its command line. */
function host(...processes: { name: string; namespace?: string | { code: string }; words?: string[] }[]) {
  const texts: NonNullable<FakeHost["texts"]> = {};
  const links: NonNullable<FakeHost["links"]> = {};
  for (const [index, { name, namespace = "net:[1]", words = [name] }] of processes.entries()) {
    texts[`/proc/${index + 1}/comm`] = `${name}\n`;
    texts[`/proc/${index + 1}/cmdline`] = `${words.join("\0")}\0`;
    links[`/proc/${index + 1}/ns/net`] = namespace;
  }
  const folders = { "/proc": ["self", "meminfo", ...processes.map((_, index) => String(index + 1)), "999"] };
  return findKnownProcesses(fakeHostFiles({ texts, links, folders }));
}
const nat = (...rules: string[]): Chain[] =>
  parseIptablesSave(
    `*nat\n:PREROUTING ACCEPT [0:0]\n:DOCKER - [0:0]\n:KUBE-NODEPORTS - [0:0]\n:KUBE-EXT-A - [0:0]\n:mine - [0:0]\n${rules.join("\n")}\nCOMMIT`,
    4,
  ).tables[0]!.chains;
const filter = (chains: Chain[] = []) => ({ readings: [], forwarded: forwardedPorts(chains), nodePorts: nodePortsIn(chains) });

describe("a Kubernetes node", () => {
  it("is one with a kubelet or a kube-proxy", () => {
    expect(kubernetesNode(host({ name: "nginx" }), null)).toBeNull();
    expect(kubernetesNode(host({ name: "kubelet" }), null)).toEqual({
      hasKubelet: true,
      hasKubeProxy: false,
      nodePortRange: { low: 30_000, high: 32_767 },
      nodePorts: null,
    });
  });

  it("has the node port range that its API server was told", () => {
    const server = { name: "kube-apiserver", words: ["kube-apiserver", "--service-node-port-range=20000-22000"] };
    expect(kubernetesNode(host(server, { name: "kubelet" }), null)?.nodePortRange).toEqual({ low: 20_000, high: 22_000 });
    expect(nodePortRangeIn("k3s\0server\0--kube-apiserver-arg=service-node-port-range=30000+99\0")).toEqual({ low: 30_000, high: 30_099 });
    expect([nodePortRangeIn("kube-apiserver\0--service-node-port-range\x0010000-9\0"), nodePortRangeIn("")]).toEqual([null, null]);
  });

  it("has the node ports that kube-proxy wrote rules for", () => {
    const chains = nat('-A KUBE-NODEPORTS -p tcp -m comment --comment "default/web" -m tcp --dport 30080 -j KUBE-EXT-A');
    expect(kubernetesNode(host({ name: "kube-proxy" }), filter(chains))?.nodePorts).toEqual([30_080]);
  });
});

describe("published ports", () => {
  it("come from Docker's proxies, and from the rules of runtimes without one", () => {
    const proxy = {
      name: "docker-proxy",
      words: "/usr/bin/docker-proxy -proto udp -host-ip :: -host-port 49160 -container-ip 172.17.0.2 -container-port 53".split(" "),
    };
    const chains = nat(
      "-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80",
      "-A DOCKER ! -i docker0 -p udp -m udp --dport 49160 -j DNAT --to-destination 172.17.0.2:53",
      "-A mine -p tcp -m tcp --dport 9000 -j DNAT --to-destination 10.0.0.9:9000",
      "-A DOCKER -p tcp -m tcp --dport 9001:9100 -j DNAT --to-destination 172.17.0.3",
    );
    expect(publishedPorts(host(proxy), filter(chains))).toEqual([
      { runtime: "docker", container: null, protocol: "udp", address: "::", port: 49_160 },
      { runtime: "docker", container: null, protocol: "tcp", address: "0.0.0.0", port: 8_080 },
    ]);
  });

  it("are none where there are none, and nothing is made of a broken command line", () => {
    expect(publishedPorts(host({ name: "docker-proxy" }, { name: "docker-proxy", words: ["-proto", "tcp", "-host-port"] }), null)).toEqual(
      [],
    );
  });
});

describe("the ports of a host whose rules were not read", () => {
  const proxy = "/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 49160".replaceAll(" ", "\0");
  const surroundings = (pids: string[]) => {
    const files = fakeHostFiles({
      texts: {
        "/proc/thread-self/status": "CapEff:\t0000000000000000\n",
        ...Object.fromEntries(
          pids.flatMap((pid) => [
            [`/proc/${pid}/comm`, "docker-proxy\n"],
            [`/proc/${pid}/cmdline`, proxy],
          ]),
        ),
      },
      folders: { "/proc": pids, "/sys/class/net": [] },
    });
    const runCommand: RunCommand = () => ({ reason: "absent", hint: "no such program" });
    const ports = { files, runCommand, monotonicMs: () => 0, readRulesetGeneration: () => null } as unknown as CollectorPorts;
    const gaps: Gap[] = [];
    const { published } = new HostSurroundings(ports).read([structuredClone(crowdedSnapshot.namespaces[0]!)], gaps);
    return { published, gaps: gaps.filter(({ part }) => part === "published") };
  };

  it("are not known to be none", () => {
    const { published, gaps } = surroundings([]);
    expect(published).toBeUndefined();
    expect(gaps).toMatchObject([{ reason: "denied" }]);
  });

  it("are those of the proxies at least, however many there are", () => {
    expect(surroundings(["1"])).toMatchObject({ published: [{ port: 49_160 }], gaps: [{ reason: "denied" }] });
    const crowd = surroundings(Array.from({ length: 1_005 }, (_, pid) => String(pid + 1)));
    expect(crowd.published).toHaveLength(1_000);
    expect(crowd.gaps).toMatchObject([
      { reason: "truncated", hint: "5 more processes of docker-proxy were not looked at" },
      { reason: "denied" },
    ]);
  });
});

describe("sidecars", () => {
  it("belong to the namespace that they live in, an agent and its proxy as one", () => {
    const { sidecars, hasHiddenSidecar } = host(
      { name: "envoy", namespace: "net:[7]" },
      { name: "pilot-agent", namespace: "net:[7]" },
      { name: "linkerd2-proxy", namespace: "net:[8]" },
      { name: "bash", namespace: { code: "EACCES" } },
    );
    expect(Object.fromEntries(sidecars)).toEqual({ 7: "pilot-agent", 8: "linkerd2-proxy" });
    expect(hasHiddenSidecar).toBe(false);
  });

  it("may be anywhere where their namespace is not told", () => {
    expect(host({ name: "envoy", namespace: { code: "EACCES" } }).hasHiddenSidecar).toBe(true);
  });
});

describe("allowances of an EC2 interface", () => {
  const FILES = fakeHostFiles({
    folders: { "/sys/class/net": ["lo", "ens5", "docker0", "-S"] },
    links: { "/sys/class/net/ens5/device/driver": "../../../bus/pci/drivers/ena", "/sys/class/net/-S/device/driver": "drivers/ena" },
  });
  const text = (conntrack: number, available: number) =>
    `NIC statistics:\n     total_resets: 0\n     bw_in_allowance_exceeded: 3\n     bw_out_allowance_exceeded: 4\n     pps_allowance_exceeded: 0\n     conntrack_allowance_exceeded: ${conntrack}\n     linklocal_allowance_exceeded: 0\n     conntrack_allowance_available: ${available}\n     queue_0_tx_cnt: 117\n`;
  const reader = (answers: CommandAnswer[], files = FILES) => {
    const asked: string[][] = [];
    const runCommand: RunCommand = (file, args) => {
      asked.push([file, ...args]);
      return answers.shift()!;
    };
    const allowances = new EnaAllowances({ files, runCommand });
    const gaps: Gap[] = [];
    return { asked, gaps, read: (atMs: number) => allowances.read(atMs, gaps) };
  };
  const said = (stdout: string): CommandAnswer => ({ stdout, stderr: "", exitCode: 0 });

  it("grow from one reading to the next, and are read once a minute", () => {
    const { asked, read } = reader([said(text(5, 900)), said(text(12, 700))]);
    expect(read(0)).toMatchObject([{ interface: "ens5", conntrackExceeded: null, conntrackAvailable: 900 }]);
    expect(read(59_000)).toEqual(read(0));
    expect(read(60_000)).toMatchObject([{ conntrackExceeded: 7, conntrackAvailable: 700, bandwidthExceeded: 0, linkLocalExceeded: 0 }]);
    expect(asked).toEqual([
      ["ethtool", "-S", "ens5"],
      ["ethtool", "-S", "ens5"],
    ]);
  });

  it("are none on other hardware, without asking anybody", () => {
    const { asked, read } = reader([], fakeHostFiles({ folders: { "/sys/class/net": ["eth0"] } }));
    expect(read(0)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it("are unknown where the tool is missing or the driver does not count", () => {
    const missing = reader([{ reason: "absent", hint: "ethtool is not installed" }]);
    expect([missing.read(0), missing.gaps]).toMatchObject([undefined, [{ part: "allowances", reason: "absent" }]]);
    const old = reader([said("NIC statistics:\n     tx_timeout: 0\n")]);
    expect([old.read(0), old.gaps]).toMatchObject([undefined, [{ part: "allowances", reason: "unsupported" }]]);
  });

  it("a counter that fell was reset, and tells nothing", () => {
    const { read } = reader([said(text(12, 1)), said(text(5, 1))]);
    read(0);
    expect(read(60_000)).toMatchObject([{ conntrackExceeded: null, packetsExceeded: 0 }]);
  });

  it("are found among other lines", () => {
    expect(parseEthtoolStatistics("NIC statistics:\n     a: 1\n     [0]: rx: 5\n").get("a")).toBe(1);
  });
});
