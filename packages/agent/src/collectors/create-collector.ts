import type { Declarations } from "@berth/shared/domain/host/declarations.ts";
import type { Gap, GapPart } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceSnapshot, Snapshot, TcpCounters } from "@berth/shared/domain/host/snapshot.ts";
import { PORT_MAX } from "@berth/shared/domain/network/port-interval.ts";
import { PortSettler } from "../headroom/port-settler.ts";
import { listenersIn } from "../reduce/listeners.ts";
import { NamespaceReducer } from "../reduce/reduce-namespace.ts";
import { HostSurroundings } from "./cluster/host-surroundings.ts";
import type { Collector, OwnSockets, QueueUse } from "./collector.ts";
import type { CollectorPorts } from "./collector-ports.ts";
import type { ConfigurationMemory } from "./configuration-watch.ts";
import { fitSnapshot } from "./fit-snapshot.ts";
import { gapFromError } from "./gap-from-error.ts";
import { HostEvidence } from "./host-evidence.ts";
import { Attribution } from "./linux/attribution.ts";
import { DynamicServices } from "./linux/dynamic-services.ts";
import { readHostRelease, readUptimeMs, showsBoundInactive } from "./linux/host-identity.ts";
import { HostSetup } from "./linux/host-setup.ts";
import { NamespaceSurvey } from "./linux/survey-namespaces.ts";
import { counterDeltas, readTcpCounters } from "./linux/tcp-counters.ts";

export interface CollectorOptions {
  agentVersion: string;
  labels: Record<string, string>;
  ports: CollectorPorts;
  /** Keeps what the configuration was over a restart; without it changes are noticed from the second snapshot on. */
  memory?: ConfigurationMemory | undefined;
  /** Whether processes are looked for behind sockets; they are, unless said otherwise. */
  attributes?: boolean | undefined;
  /** It stays: failures are watched for as they happen, and the host's log is followed. */
  isResident?: boolean | undefined;
  /** Whether the kernel is asked who took a port, where sockets do not show it; it is, unless said otherwise. */
  settles?: boolean | undefined;
  /** What was said of the host's surroundings where the agent was started. */
  declared?: Declarations | undefined;
}

interface ReducedNamespace {
  snapshot: NamespaceSnapshot;
  gaps: Gap[];
}

/** The collector of a Linux host. */
export function createCollector({
  agentVersion,
  labels,
  ports,
  memory,
  attributes = true,
  isResident = false,
  settles = true,
  declared,
}: CollectorOptions): Collector {
  const release = readHostRelease(ports.files);
  const settler = new PortSettler(ports, settles ? (isResident ? "resident" : "whole") : "none");
  const survey = new NamespaceSurvey(ports, showsBoundInactive(release.kernel), settler);
  const attribution = attributes ? new Attribution(ports, survey.processes, isResident) : null;
  const reducer = new NamespaceReducer();
  const setup = new HostSetup(ports.files, release, memory ?? null);
  const evidence = new HostEvidence(ports, isResident);
  const surroundings = new HostSurroundings(ports);
  const dynamicServices = new DynamicServices(ports);
  let sequence = 0;
  let cpuMs: number | null = null;
  let lastReduced = new Map<string, ReducedNamespace>();
  let previous: { atMs: number; counters: TcpCounters | null } | null = null;

  function snapshot({ spooled, dropped }: QueueUse = { spooled: 0, dropped: 0 }): Snapshot {
    const cpuBeforeMs = ports.cpuMs();
    const atMs = ports.monotonicMs();
    const capturedAtMs = ports.nowMs();
    const gaps: Gap[] = [];
    const counters = attempt("counters", gaps, () => readTcpCounters(ports.files));
    const before = previous?.counters ?? null;
    const deltas = counters && before && attempt("counters", gaps, () => counterDeltas(before, counters));
    const windowMs = previous && Math.round(atMs - previous.atMs);
    previous = { atMs, counters };
    const reduced = new Map<string, ReducedNamespace>();
    const surveyGaps = survey.readAll(
      (reading) => {
        const namespaceGaps = [...reading.gaps];
        const owners = attribution?.attribute(reading, namespaceGaps) ?? null;
        reduced.set(reading.id, { snapshot: reducer.reduce(reading, namespaceGaps, owners), gaps: namespaceGaps });
      },
      (id) => {
        attribution?.keep(id);
        reduced.set(id, lastReduced.get(id)!);
      },
    );
    attribution?.endRound();
    lastReduced = reduced;
    const namespaces = [...reduced.values()].map((namespace) => ({ ...namespace.snapshot }));
    gaps.push(...[...reduced.values()].flatMap((namespace) => namespace.gaps));
    const around = surroundings.read(namespaces, gaps);
    const services = dynamicServices.read(atMs, gaps);
    const uptimeMs = readUptimeMs(ports.files);
    const { osVersion, kernel, bootId } = release;
    const fitted = fitSnapshot({
      version: 1,
      sequence: ++sequence,
      bootId,
      capturedAtMs,
      windowMs,
      host: {
        hostname: ports.hostname(),
        os: "linux",
        osVersion,
        kernel,
        agentVersion,
        labels,
        ...(uptimeMs === null ? {} : { uptimeMs }),
      },
      namespaces,
      counters: deltas,
      ...around,
      ...(declared && { declared }),
      ...(services && { services }),
      ...setup.read(namespaces[0], { atMs, capturedAtMs }, gaps),
      ...evidence.read(namespaces, gaps),
      gaps: [...gaps, ...surveyGaps],
      agent: { rssBytes: ports.rssBytes(), cpuMs, spooled, dropped },
    });
    cpuMs = Math.max(0, ports.cpuMs() - cpuBeforeMs);
    return fitted;
  }

  function readOwnSockets(): OwnSockets {
    const { reading, everyPort } = survey.readOwnWhole();
    const whole = { ...reading, ...everyPort, range: { low: 0, high: PORT_MAX } };
    const owners = attribution?.attribute(whole, []) ?? null;
    const listeners = listenersIn(whole, [], (inode) => owners?.processName(inode) ?? null, Number.POSITIVE_INFINITY);
    return { reading, everyPort: everyPort.tcp, listeners };
  }

  return {
    snapshot,
    readOwnNamespace: () => survey.readOwn(),
    readOwnSockets,
    readLogs: evidence.readLogs,
    onFailure: (listener) => evidence.onFailure(listener),
    close: () => {
      evidence.close();
      ports.close();
    },
  };
}

/** A source of the whole host that fails costs only itself. */
function attempt<T>(part: GapPart, gaps: Gap[], read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    gaps.push(gapFromError(part, null, error));
    return null;
  }
}
