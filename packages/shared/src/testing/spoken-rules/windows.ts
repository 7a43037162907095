import type { Evidence } from "../../domain/checklist/check.ts";
import type { Snapshot } from "../../domain/host/snapshot.ts";
import type { WindowsNetwork } from "../../domain/host/windows.ts";
import { BUILT_AT_MS, buildListener, buildNamespace, buildSnapshot, buildTuple } from "../build-snapshot.ts";
import { evidenceOf } from "./evidence-of.ts";

const RANGE = { low: 49_152, high: 65_535 };

export const buildWindows = (said: Partial<WindowsNetwork> = {}): WindowsNetwork => ({
  dynamic: { tcp4: RANGE, tcp6: RANGE, udp4: RANGE, udp6: RANGE },
  excluded: { tcp: [], udp: [] },
  autoReuse: "off",
  timedWaitSeconds: "default",
  maxUserPort: null,
  bound: [],
  ...said,
});

/** A Windows host with the default range; say only what the test is about. */
export const windowsHost = (windows: Partial<WindowsNetwork> = {}, said: Partial<Snapshot> = {}): Partial<Snapshot> => ({
  host: { ...buildSnapshot().host, os: "windows", osVersion: "Windows 10.0.20348", kernel: "10.0.20348" },
  namespaces: [buildNamespace({ range: RANGE })],
  windows: buildWindows(windows),
  ...said,
});

const block = (low: number, high: number) => ({ low, high, isAdministered: false });
const refused = {
  signature: "port-refused" as const,
  firstMs: null,
  lastMs: BUILT_AT_MS,
  count: 1,
  quote: "",
  source: "System",
  process: null,
  port: 53_317,
  destination: null,
};

/** Snapshots that between them make every rule of the group speak. */
export const windowsSpoken: Evidence[] = [
  evidenceOf(windowsHost({ excluded: { tcp: [block(50_000, 52_999)], udp: [] } })),
  evidenceOf(windowsHost({ excluded: { tcp: [block(50_000, 58_999), block(5_400, 5_499)], udp: null } })),
  evidenceOf(windowsHost({ excluded: { tcp: [block(53_286, 53_385)], udp: [] } }, { logs: [refused] })),
  evidenceOf(windowsHost({ bound: [{ pid: 4_711, process: "agent.exe", ports: 9_000, handles: 12_000 }] })),
  evidenceOf(windowsHost({ bound: [{ pid: 4_711, process: null, ports: 9, handles: null }] })),
  evidenceOf(
    windowsHost(
      { timedWaitSeconds: 30 },
      { namespaces: [buildNamespace({ range: RANGE, tcpPortsInRange: 12_000, tuples: [buildTuple()] })] },
    ),
  ),
  evidenceOf(
    windowsHost(
      {},
      { namespaces: [buildNamespace({ range: RANGE, tuples: [buildTuple({ capacity: 16_384, used: 14_000, blocked: 13_000 })] })] },
    ),
  ),
  evidenceOf(
    windowsHost({}, { namespaces: [buildNamespace({ range: RANGE, listeners: [buildListener({ port: 49_664, process: "lsass.exe" })] })] }),
  ),
  evidenceOf(windowsHost({ autoReuse: { low: 40_000, high: 41_999 } })),
  evidenceOf(windowsHost({ dynamic: { tcp4: RANGE, tcp6: { low: 1_025, high: 60_000 }, udp4: RANGE, udp6: RANGE } })),
].flat();
