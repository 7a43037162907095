import type { Evidence } from "../../domain/checklist/check.ts";
import type { PublishedPort } from "../../domain/host/orchestration.ts";
import type { NetworkAllowance } from "../../domain/host/pressure.ts";
import { buildNamespace, buildPool, buildTuple } from "../build-snapshot.ts";
import { minutely } from "../judge.ts";
import { evidenceOf, ns } from "./evidence-of.ts";
import { evidenceWith } from "./firewall.ts";

export const buildAllowance = (said: Partial<NetworkAllowance> = {}): NetworkAllowance => ({
  interface: "ens5",
  conntrackExceeded: 0,
  conntrackAvailable: null,
  packetsExceeded: 0,
  bandwidthExceeded: 0,
  linkLocalExceeded: 0,
  ...said,
});

export const buildPublished = (said: Partial<PublishedPort> = {}): PublishedPort => ({
  runtime: "docker",
  container: null,
  protocol: "tcp",
  address: "0.0.0.0",
  port: 49_160,
  ...said,
});

export const buildNode = (nodePorts: number[] | null = null) => ({
  hasKubelet: true,
  hasKubeProxy: true,
  nodePortRange: { low: 30_000, high: 32_767 },
  nodePorts,
});

const WIDE = { low: 10_000, high: 60_999 };
const egress = { kind: "gcp-cloud-nat", portsPerDestination: 64 } as const;
const toWorld = (used: number) => ns({ tuples: [buildTuple({ used, destination: { address: "93.184.216.34", port: 443 } })] });
const pod = (used: number) =>
  buildNamespace({ kind: "pod", name: "web-1", sidecar: "pilot-agent", pools: [buildPool({ source: "127.0.0.6", used })] });

/** Snapshots that between them make every rule of the group speak. */
export const clusterSpoken: Evidence[] = [
  evidenceWith({ egress }, toWorld(60)),
  evidenceWith({ egress }, toWorld(6)),
  evidenceWith({ egress }),
  evidenceOf({
    allowances: [
      buildAllowance({ conntrackExceeded: 7, packetsExceeded: 1, bandwidthExceeded: 2, linkLocalExceeded: 3, conntrackAvailable: 90 }),
    ],
  }),
  evidenceOf(
    { allowances: [buildAllowance({ conntrackAvailable: 0 })] },
    minutely(1, () => ({ allowances: [buildAllowance({ conntrackAvailable: 1_000 })] })),
  ),
  evidenceOf({ ...ns({ range: WIDE }), kubernetes: buildNode([30_080, 30_443]) }),
  evidenceOf({ ...ns({ range: WIDE, reserved: [{ low: 30_000, high: 32_767 }] }), kubernetes: buildNode() }),
  evidenceOf({ kubernetes: buildNode([30_080]) }),
  evidenceOf({ published: [buildPublished()] }),
  evidenceOf({
    published: [buildPublished({ port: 8_080 })],
    namespaces: [buildNamespace(), buildNamespace({ id: "2", kind: "container", name: "web" })],
  }),
  evidenceOf({ namespaces: [pod(20_000)] }),
  evidenceOf({
    namespaces: [
      { ...pod(10), tuples: [buildTuple({ used: 20_000, source: "10.0.3.17", destination: { address: "127.0.0.1", port: 15_001 } })] },
    ],
  }),
].flat();
