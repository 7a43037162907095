import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { OperatingSystem } from "@berth/shared/domain/host/operating-system.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { portSharingOf } from "@berth/shared/domain/platforms/port-sharing.ts";
import { platformHold } from "@berth/shared/domain/ports/hold-time.ts";
import { ownersBySharing } from "@berth/shared/domain/ports/owners-by-sharing.ts";
import { NamespaceReducer } from "../../reduce/reduce-namespace.ts";
import type { Collector } from "../collector.ts";
import { fitSnapshot } from "../fit-snapshot.ts";
import { gapFromError } from "../gap-from-error.ts";
import { decodeText } from "../listing/decode-text.ts";
import { kindOf } from "../listing/socket-listing.ts";
import { parseSysctls } from "../listing/sysctl-listing.ts";
import type { NamespaceReading } from "../namespace-reading.ts";
import { parseTaskList } from "../windows/task-list.ts";
import { boundPorts, readWindowsNetwork, type WindowsText } from "../windows/windows-network.ts";
import { attributeListing } from "./attribute-listing.ts";
import type { Bundle } from "./bundle.ts";
import { bundleHostFiles } from "./bundle-host-files.ts";
import { linuxParts, readBundleFirewall, readLogs, readPublished, readServices, registrySettings } from "./host-parts.ts";
import { capturedAtMs, identityOf, systemOfBundle } from "./identify-host.ts";
import { networkOfBundle } from "./network-of-bundle.ts";
import { ownSocketsOfBundle } from "./own-sockets-of-bundle.ts";
import { type ReplayFile, readSockets } from "./read-sockets.ts";
import { readingOfBundle, withNames } from "./reading-of-bundle.ts";
import { recogniseFile } from "./recognise-file.ts";
import { uptimeOfBundle } from "./uptime-of-bundle.ts";

/** What of a bundle was recognised, by the names of its files. */
export interface RecognisedBundle {
  files: ReplayFile[];
  /** Files whose names are no command that is known. */
  unknown: string[];
  /** Files that are known and say nothing that is judged. */
  spare: string[];
  newestMs: number;
}

export function recogniseBundle({ files }: Bundle): RecognisedBundle {
  const bundle: RecognisedBundle = {
    files: [],
    unknown: [],
    spare: [],
    newestMs: Math.max(0, ...files.map(({ modifiedMs }) => modifiedMs)),
  };
  for (const { name, bytes } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const kind = recogniseFile(name);
    if (kind === null) bundle.unknown.push(name);
    else if (kind.kind === "spare") bundle.spare.push(name);
    else bundle.files.push({ name, kind, text: decodeText(bytes) });
  }
  return bundle;
}

/** The system that a bundle is of; null where its files do not tell. */
export const systemOf = ({ files }: RecognisedBundle): OperatingSystem | null => systemOfBundle(files, sysctlsOf(files));

export interface ReplayOptions {
  bundle: RecognisedBundle;
  os: OperatingSystem;
  agentVersion: string;
  /** The text of a log that a person named beside the bundle; throws where it cannot be read. */
  readLogFile?: ((file: string) => string) | undefined;
}

/** A collector of a host that is not here: it reads what commands printed there, at the moment that they did. */
export function createReplayCollector({ bundle, os, agentVersion, readLogFile }: ReplayOptions): Collector {
  const { files } = bundle;
  const namedLogs: ReplayFile[] = [];
  const logGaps: Gap[] = [];
  const sysctls = sysctlsOf(files);
  const hasAllSysctls = files.some(({ kind }) => kind.kind === "sysctl" && kind.isAll);
  const hostFiles = bundleHostFiles(files, sysctls, hasAllSysctls);
  const host = identityOf(os, files, sysctls);
  const windows = readWindowsNetwork(os === "windows" ? windowsTexts(files) : []);
  const { unreadRange, unreadExcluded } = windows;
  const network = networkOfBundle({ host, hostFiles, sysctls, windows: windows.network, unreadRange, unreadExcluded });
  const sockets = readSockets(files, os);
  const tasks = new Map(files.flatMap(({ kind, text }) => (kind.kind === "tasklist" ? [...parseTaskList(text)] : [])));
  const { reading, names } = readingOfBundle({ os, network, sockets, hostFiles });
  const showsBound = sockets.tcp.has("4 bound");
  if (windows.network && showsBound) {
    const bound = sockets.sockets.flatMap((socket) =>
      socket.protocol === "tcp" && kindOf(socket) === "bound" && socket.local.port ? [{ ...socket, port: socket.local.port }] : [],
    );
    windows.network.bound = boundPorts(bound, tasks);
  }
  const sharing = portSharingOf({ host: { ...host, agentVersion, labels: {} }, ...(windows.network && { windows: windows.network }) });
  const settled = os === "linux" || !reading.tcp ? undefined : ownersBySharing(reading.tcp, sharing);
  const asRead: NamespaceReading = { ...reading, ...(settled && { settled }) };

  function snapshot(): Snapshot {
    const gaps: Gap[] = [...windows.gaps, ...logGaps];
    const namespaceGaps = [...asRead.gaps];
    const reduced = { ...new NamespaceReducer().reduce(asRead, namespaceGaps), settings: network.settings };
    const holdSeconds = platformHold(os, windows.network).seconds;
    const named = withNames(reduced, { names, hasAges: sockets.sockets.some(({ expiresMs }) => expiresMs !== null), holdSeconds });
    const attributed = attributeListing(named, sockets.owned, tasks, (text) => text);
    const firewall = os === "linux" ? readBundleFirewall(files, network.isAssumed ? null : network.range, gaps) : undefined;
    const atMs = capturedAtMs(files, bundle.newestMs);
    const uptimeMs = uptimeOfBundle(files, sysctls, atMs);
    const configured = windows.hasRegistry ? registrySettings(windows.registry, "registry") : undefined;
    const services = readServices(os, files, windows.hasRegistry ? windows.registry : null, gaps);
    return fitSnapshot({
      version: 1,
      sequence: 1,
      bootId: "replay",
      capturedAtMs: atMs,
      windowMs: null,
      host: { ...host, agentVersion, labels: {}, ...(uptimeMs === null ? {} : { uptimeMs }) },
      namespaces: [{ ...attributed, ...(firewall && { firewall }) }],
      counters: null,
      conntrack: null,
      failures: [],
      ...(os === "linux" ? linuxParts(hostFiles, files, gaps) : {}),
      ...(configured && { configured }),
      ...readLogs([...files, ...namedLogs], atMs),
      ...(services && { services }),
      ...readPublished(files),
      ...(windows.network && { windows: windows.network }),
      replay: { unknownFiles: listed(bundle.unknown), unusedFiles: listed(bundle.spare) },
      gaps: [...namespaceGaps, ...gaps],
      agent: { rssBytes: 0, cpuMs: null, spooled: 0, dropped: 0 },
    });
  }

  return {
    snapshot,
    // A name stands for an address that nobody knows: such tuples are worked out from counts.
    ...(names.size === 0 && !network.isAssumed && { readOwnSockets: () => ownSocketsOfBundle(asRead, sockets) }),
    readOwnNamespace: () => (network.isAssumed ? { ...asRead, range: null } : asRead),
    readLogs: async (named) => {
      for (const name of named) {
        try {
          namedLogs.push({ name, kind: { kind: "log" }, text: readLogFile?.(name) ?? "" });
        } catch (error) {
          logGaps.push(gapFromError("logs", null, error, name));
        }
      }
      return logGaps;
    },
    onFailure: () => undefined,
    close: () => undefined,
  };
}

/** The wire's limits. */
const listed = (names: readonly string[]): string[] => names.slice(0, 500).map((name) => name.slice(0, 256));

const sysctlsOf = (files: readonly ReplayFile[]): Map<string, string> => {
  const found = new Map<string, string>();
  for (const { kind, text } of files) {
    if (kind.kind !== "sysctl") continue;
    if (kind.onlyKey !== null) found.set(kind.onlyKey, text.trim());
    for (const [key, value] of parseSysctls(text)) if (!found.has(key)) found.set(key, value);
  }
  return found;
};

const windowsTexts = (files: readonly ReplayFile[]): WindowsText[] =>
  files.flatMap(({ name: source, kind, text }): WindowsText[] => {
    if (kind.kind === "dynamic-ports" || kind.kind === "excluded-ports")
      return [{ kind: kind.kind, protocol: kind.protocol, family: kind.family, text, source }];
    return kind.kind === "net-setting" || kind.kind === "registry" ? [{ kind: kind.kind, text, source }] : [];
  });
