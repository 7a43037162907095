import { buildChurn, buildHost, buildLog } from "../build-host.ts";
import { buildListener, buildTuple } from "../build-snapshot.ts";
import { at, behind, held, old, on, recycle, waiting } from "./facts.ts";
import type { Incident } from "./incident.ts";

/** Incidents of Linux hosts whose listeners, tables, translators and settings were at fault. */
export const SURROUNDINGS_INCIDENTS: readonly Incident[] = [
  {
    id: "J18",
    ref: "rancher/rancher#12510",
    cause: "listener-in-range",
    facts: on(
      buildHost("linux", {
        namespace: { range: { low: 1_024, high: 65_535 } },
        tuples: [buildTuple({ used: 300, ...at("10.43.0.1", 443), ...held("kube-apiserver") })],
        logs: [buildLog("bind-address-in-use", { port: 10_254, process: "nginx-ingress" })],
      }),
    ),
  },
  {
    id: "J19",
    ref: "emqx/emqx#18036",
    cause: "listener-in-range",
    facts: on(
      buildHost("linux", {
        namespace: { listeners: [buildListener({ port: 43_301, process: "beam.smp" })] },
        tuples: [buildTuple({ used: 900, ...at("10.0.0.9", 4_370) })],
        logs: [buildLog("bind-address-in-use", { port: 43_301, process: "beam.smp", count: 1 })],
      }),
    ),
  },
  {
    id: "J20",
    ref: "kubernetes/kubernetes#71261",
    cause: "conntrack-full",
    facts: on(buildHost("linux", { conntrack: { count: 786_432, max: 786_432, buckets: 196_608 }, tuples: [buildTuple({ used: 2_000 })] })),
  },
  {
    id: "J21",
    ref: "jenkins-infra/helpdesk#3908",
    cause: "snat-outside-host",
    facts: on(
      buildHost("linux", {
        kubernetes: { hasKubelet: true, hasKubeProxy: true, nodePortRange: { low: 30_000, high: 32_767 }, nodePorts: null },
        tuples: [waiting(180, 30)],
      }),
      [],
      behind("azure-load-balancer", 1_024),
    ),
  },
  {
    id: "J22",
    ref: "moby/moby#37616",
    cause: "address-family",
    facts: on(
      buildHost("linux", {
        namespace: { kind: "container", name: "app" },
        logs: [buildLog("connect-address-unavailable", { destination: "[::1]:5000", process: "node" })],
      }),
    ),
  },
  {
    id: "J23",
    ref: "cloudfoundry/cf-release#758",
    cause: "harmful-sysctl",
    facts: on(buildHost("linux", { host: old("3.19.0-30-generic"), ...recycle("1"), tuples: [buildTuple({ used: 90 })] })),
  },
  {
    id: "K13",
    ref: "cloudfoundry/loggregator#20",
    cause: "listener-in-range",
    facts: on(buildHost("linux", { logs: [buildLog("bind-address-in-use", { port: 33_333, process: "doppler", count: 1 })] })),
  },
  {
    id: "K15",
    ref: "NixOS/nixpkgs#12987",
    cause: "conntrack-full",
    facts: on(
      buildHost("linux", {
        conntrack: { count: 9_800, max: 10_240, buckets: 2_560 },
        tuples: [buildChurn(9_500, { ...at("10.233.1.2", 80), live: 20 })],
        logs: [buildLog("conntrack-full", { source: "kernel" })],
      }),
    ),
  },
  {
    id: "K17",
    ref: "cilium/cilium#23604",
    cause: "snat-outside-host",
    facts: on(
      buildHost("linux", {
        kubernetes: { hasKubelet: true, hasKubeProxy: false, nodePortRange: { low: 30_000, high: 32_767 }, nodePorts: null },
        tuples: [waiting(300, 900)],
      }),
    ),
  },
];
