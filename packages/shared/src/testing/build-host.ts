import type { LogEvidence } from "../domain/host/evidence.ts";
import type { ProcessUse, Snapshot, Tuple } from "../domain/host/snapshot.ts";
import type { WindowsNetwork } from "../domain/host/windows.ts";
import { BUILT_AT_MS, buildNamespace, buildSnapshot, buildTcpStates, buildTuple } from "./build-snapshot.ts";

const RANGE = {
  linux: { low: 32_768, high: 60_999 },
  windows: { low: 49_152, high: 65_535 },
  darwin: { low: 49_152, high: 65_535 },
  freebsd: { low: 10_000, high: 65_535 },
} as const;

/** One line of a log; say what it says and of what. */
export const buildLog = (signature: LogEvidence["signature"], said: Partial<LogEvidence> = {}): LogEvidence => ({
  signature,
  firstMs: BUILT_AT_MS - 60_000,
  lastMs: BUILT_AT_MS,
  count: 12,
  quote: "",
  source: "journal",
  process: null,
  port: null,
  destination: null,
  ...said,
});

export const buildProcess = (name: string, said: Partial<ProcessUse> = {}): ProcessUse => ({
  pid: 4_711,
  name,
  unit: null,
  established: 0,
  closeWait: 0,
  other: 0,
  oldestCloseWaitMs: null,
  ...said,
});

/** Connections to one destination of which most have been closed, at a steady rate. */
export function buildChurn(timeWait: number, said: Partial<Tuple> & { live?: number } = {}): Tuple {
  const { live = 0, ...further } = said;
  const rate = Math.round(timeWait / 60);
  return buildTuple({
    used: timeWait + live,
    timeWait,
    established: live,
    closesPerSecond: [rate, rate, rate, rate, rate, rate],
    ...further,
  });
}

/** A host of one system with its default range; states follow from the tuples unless they are said. */
export function buildHost(os: keyof typeof RANGE, said: HostSaid = {}): Snapshot {
  const { tuples = [], namespace = {}, processes = [], uptimeDays, ...further } = said;
  const range = namespace.range === undefined ? RANGE[os] : namespace.range;
  const base = buildNamespace({ range, reserved: namespace.reserved ?? [] });
  const capacity = base.capacity ?? 0;
  const sum = (of: (tuple: Tuple) => number) => tuples.reduce((total, tuple) => total + of(tuple), 0);
  const v4 = buildTcpStates({
    established: sum(({ established }) => established),
    timeWait: sum(({ timeWait }) => timeWait),
    closeWait: sum(({ closeWait }) => closeWait),
    synSent: sum(({ synSent }) => synSent),
  });
  const isLinux = os === "linux";
  const built = buildSnapshot();
  return buildSnapshot({
    host: {
      ...built.host,
      os,
      kernel: isLinux ? "6.1.0" : os === "windows" ? "10.0.20348" : "23.4.0",
      ...(uptimeDays === undefined ? {} : { uptimeMs: uptimeDays * 86_400_000 }),
    },
    conntrack: isLinux ? built.conntrack : null,
    namespaces: [
      {
        ...base,
        tcpStates: { v4, v6: buildTcpStates() },
        tcpPortsInRange: Math.min(
          capacity,
          sum(({ used }) => used),
        ),
        tuples: tuples.map((tuple) => fitted(tuple, capacity)),
        processes,
        ...namespace,
      },
    ],
    ...further,
  });
}

type HostSaid = Partial<Omit<Snapshot, "namespaces">> & {
  tuples?: Tuple[];
  processes?: ProcessUse[];
  namespace?: Partial<Snapshot["namespaces"][number]>;
  uptimeDays?: number;
};

/** A tuple of the range that the host has. */
function fitted(tuple: Tuple, capacity: number): Tuple {
  const left = Math.max(0, capacity - tuple.used);
  return { ...tuple, capacity, headroom: { unlimited: false, low: left, high: left, best: left } };
}

export const buildWindows = (said: Partial<WindowsNetwork> = {}): WindowsNetwork => ({
  dynamic: { tcp4: RANGE.windows, tcp6: RANGE.windows, udp4: RANGE.windows, udp6: RANGE.windows },
  excluded: { tcp: [], udp: [] },
  autoReuse: "off",
  timedWaitSeconds: "default",
  maxUserPort: null,
  bound: [],
  ...said,
});
