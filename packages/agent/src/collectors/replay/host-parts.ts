import { LogDigest } from "@berth/shared/domain/evidence/log-digest.ts";
import { readFirewall } from "@berth/shared/domain/firewall/read-firewall.ts";
import type { Chain } from "@berth/shared/domain/firewall/ruleset.ts";
import type { ConfiguredSetting } from "@berth/shared/domain/host/configuration.ts";
import type { FirewallReading } from "@berth/shared/domain/host/firewall.ts";
import type { Gap, GapPart } from "@berth/shared/domain/host/gap.ts";
import type { OperatingSystem } from "@berth/shared/domain/host/operating-system.ts";
import type { DynamicPortService } from "@berth/shared/domain/host/services.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import { combineRules } from "../firewall/combine-rules.ts";
import { parseIptablesSave } from "../firewall/parse-iptables-save.ts";
import { parseNft } from "../firewall/parse-nft.ts";
import { gap, gapFromError } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { readConfiguredSettings } from "../linux/configured-settings.ts";
import { readConntrack } from "../linux/conntrack.ts";
import { parseContainerList } from "../linux/docker-listing.ts";
import { parseEpmd, parseProcessList, parseRpcinfo } from "../linux/service-listings.ts";
import { readTcpPressure } from "../linux/tcp-pressure.ts";
import { eventLines } from "../windows/event-listing.ts";
import type { RegistryValue } from "../windows/registry-listing.ts";
import { registryServices } from "../windows/registry-services.ts";
import { NotCollected } from "./bundle-host-files.ts";
import { NAMESPACE_ID } from "./network-of-bundle.ts";
import type { ReplayFile } from "./read-sockets.ts";
import type { FileKind } from "./recognise-file.ts";

/** Older lines are no evidence of today. */
const LOGS_SINCE_MS = 24 * 60 * 60 * 1000;

const ofKind = (files: readonly ReplayFile[], kind: FileKind["kind"]): ReplayFile[] => files.filter((file) => file.kind.kind === kind);

/** A source that fails costs only itself; what nobody collected is no gap of the host. */
function attempt<T>(part: GapPart, gaps: Gap[], source: string, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    gaps.push(
      error instanceof NotCollected
        ? { ...gap(part, "unsupported", null, error.message), at: { file: error.file, line: null } }
        : gapFromError(part, null, error, source),
    );
    return null;
  }
}

/** What surrounds the sockets of a Linux host. */
export function linuxParts(hostFiles: HostFiles, files: readonly ReplayFile[], gaps: Gap[]): Partial<Snapshot> {
  const conntrack = attempt("conntrack", gaps, "nf_conntrack", () => readConntrack(hostFiles));
  const pressure = attempt("pressure", gaps, "sockstat", () => readTcpPressure(hostFiles));
  const hasSysctlFiles = ofKind(files, "sysctl-file").length > 0;
  const configured = hasSysctlFiles ? attempt("configured", gaps, "sysctl files", () => readConfiguredSettings(hostFiles)) : null;
  return { conntrack, ...(pressure && { pressure }), ...(configured && { configured }) };
}

/** Settings of the registry that folklore changes. */
export function registrySettings(values: readonly RegistryValue[], file: string): ConfiguredSetting[] {
  const watched = /Services\\Tcpip\\Parameters$/i;
  return values
    .filter(
      ({ key, name }) => watched.test(key) && /^(?:TcpTimedWaitDelay|MaxUserPort|StrictTimeWaitSeqCheck|TcpNumConnections)$/i.test(name),
    )
    .map(({ name, value, line }) => ({
      key: `Tcpip\\Parameters\\${name}`,
      value,
      file,
      line,
      runtime: null,
      isOverridden: false,
    }));
}

/** Commands that print events of Windows, which may take several lines each. */
const EVENTS = /^(?:get-winevent|get-eventlog|wevtutil)/i;

export function readLogs(files: readonly ReplayFile[], capturedAtMs: number): Pick<Snapshot, "logs"> {
  const logs = ofKind(files, "log");
  if (logs.length === 0) return {};
  const digest = new LogDigest();
  for (const { name, text } of logs)
    digest.addText(EVENTS.test(name) ? eventLines(text) : text, name, { nowMs: capturedAtMs, offsetMinutes: null });
  const lines = digest.list(0);
  // Copying a bundle renews the time of its files: what its logs end with is nearer to when it was made.
  const endsMs = Math.min(capturedAtMs, Math.max(...lines.map(({ lastMs }) => lastMs ?? Number.NEGATIVE_INFINITY)));
  return { logs: lines.filter(({ lastMs }) => lastMs === null || lastMs >= endsMs - LOGS_SINCE_MS) };
}

/** Rules of the packet filter as they stand towards the range. An empty ruleset is also what nft shows to who may not see it. */
export function readBundleFirewall(files: readonly ReplayFile[], range: PortInterval | null, gaps: Gap[]): FirewallReading[] | undefined {
  const dumps = [...ofKind(files, "nft"), ...ofKind(files, "iptables-save"), ...ofKind(files, "ip6tables-save")];
  const unread = (reason: Gap["reason"], hint: string, at?: Gap["at"]) => {
    gaps.push({ ...gap("firewall", reason, NAMESPACE_ID, hint), ...(at && { at }) });
    return undefined;
  };
  if (dumps.length === 0) return unread("unsupported", "nor is iptables-save.txt", { file: "nft_-j_list_ruleset.txt", line: null });
  if (!range) return unread("unsupported", "the range is not known");
  try {
    const chains = chainsOf(files);
    if (chains.length === 0) return unread("denied", `${dumps[0]!.name} has no rules: collect it as root`);
    return readFirewall({ chains }, range, null);
  } catch (error) {
    gaps.push(gapFromError("firewall", NAMESPACE_ID, error, dumps.map(({ name }) => name).join(", ")));
    return undefined;
  }
}

function chainsOf(files: readonly ReplayFile[]): Chain[] {
  const tables = ofKind(files, "nft").flatMap(({ text }) => parseNft(text).tables);
  const dumps = ([4, 6] as const).flatMap((family) =>
    ofKind(files, family === 4 ? "iptables-save" : "ip6tables-save").map(({ text }) => ({ family, dump: parseIptablesSave(text, family) })),
  );
  return combineRules(tables, dumps);
}

/** Ports that containers publish, where somebody listed them. */
export function readPublished(files: readonly ReplayFile[]): Pick<Snapshot, "published"> {
  const lists = ofKind(files, "docker");
  if (lists.length === 0) return {};
  const published = lists.flatMap(({ name, text }) => parseContainerList(text, /podman/i.test(name) ? "podman" : "docker"));
  return { published: published.slice(0, PUBLISHED_MAX) };
}

/** The wire's cap. */
const PUBLISHED_MAX = 500;

/** What tells of servers with dynamic ports, and the file that a bundle keeps it in. */
const SERVICE_FILES = { rpcinfo: "rpcinfo_-p.txt", epmd: "epmd_-names.txt", processes: "ps_auxww.txt" } as const;
const SERVICES_MAX = 50;

/**
 * Servers with dynamic ports. An empty list means that all who could tell were asked; a list from only some of them stands
 * for what it has. `registry` is null where no registry was collected.
 */
export function readServices(
  os: OperatingSystem,
  files: readonly ReplayFile[],
  registry: readonly RegistryValue[] | null,
  gaps: Gap[],
): DynamicPortService[] | undefined {
  const parse = { rpcinfo: parseRpcinfo, epmd: parseEpmd, processes: parseProcessList } as const;
  const kinds = ["rpcinfo", "epmd", "processes"] as const;
  const found = [
    ...kinds.flatMap((kind) => ofKind(files, kind).flatMap(({ text }) => parse[kind](text))),
    ...registryServices(registry ?? []),
  ];
  const missing =
    os === "windows"
      ? registry === null
        ? ["reg_query_….txt"]
        : []
      : kinds.filter((kind) => ofKind(files, kind).length === 0).map((kind) => SERVICE_FILES[kind]);
  if (found.length > 0 || missing.length === 0) return found.slice(0, SERVICES_MAX);
  gaps.push({ ...gap("services", "unsupported", null, `not in the bundle: ${missing.join(", ")}`), at: { file: missing[0]!, line: null } });
  return undefined;
}
