import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { NetworkAllowance } from "@berth/shared/domain/host/pressure.ts";
import type { CollectorPorts } from "../collector-ports.ts";
import { gap } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";

/** A child process each time, so it is asked no more often than this; in between the last answer stands. */
const EVERY_MS = 60_000;
const LIMITS = { timeoutMs: 2_000, maxBytes: 1024 * 1024 };
/** The wire's cap. */
const INTERFACES_MAX = 16;
/** What is handed to a program must be no option of it. */
const ORDINARY_NAME = /^[a-z0-9][\w.-]{0,14}$/i;

type Counters = Map<string, number>;

/** Counters by which EC2 says that an instance ran into its limits (driver ena, `ethtool -S`). */
export class EnaAllowances {
  readonly #ports: Pick<CollectorPorts, "files" | "runCommand">;
  #before = new Map<string, Counters>();
  #last: { atMs: number; allowances: NetworkAllowance[] | undefined; gaps: Gap[] } | null = null;

  constructor(ports: Pick<CollectorPorts, "files" | "runCommand">) {
    this.#ports = ports;
  }

  /** Deltas since the reading before, which is a minute ago or more; undefined where they could not be read. */
  read(atMs: number, gaps: Gap[]): NetworkAllowance[] | undefined {
    if (this.#last === null || atMs - this.#last.atMs >= EVERY_MS) this.#last = { atMs, ...this.#readNow() };
    gaps.push(...this.#last.gaps);
    return this.#last.allowances;
  }

  #readNow(): { allowances: NetworkAllowance[] | undefined; gaps: Gap[] } {
    const allowances: NetworkAllowance[] = [];
    for (const device of enaDevices(this.#ports.files)) {
      const answer = this.#ports.runCommand("ethtool", ["-S", device], LIMITS);
      if ("reason" in answer) return unread(answer.reason, answer.hint);
      if (answer.exitCode !== 0) return unread("unsupported", `ethtool -S ${device}: ${answer.stderr.split("\n")[0] ?? ""}`);
      const counters = parseEthtoolStatistics(answer.stdout);
      if (!counters.has("pps_allowance_exceeded") && !counters.has("conntrack_allowance_exceeded"))
        return unread("unsupported", `the driver of ${device} does not count allowances (ena 2.2.10 and newer do)`);
      allowances.push(allowanceOf(device, counters, this.#before.get(device)));
      this.#before.set(device, counters);
    }
    return { allowances, gaps: [] };
  }
}

const unread = (reason: Gap["reason"], hint: string) => ({ allowances: undefined, gaps: [gap("allowances", reason, null, hint)] });

function enaDevices(files: HostFiles): string[] {
  try {
    const devices = files.list("/sys/class/net").filter((device) => ORDINARY_NAME.test(device) && driverOf(files, device) === "ena");
    return devices.slice(0, INTERFACES_MAX);
  } catch {
    return [];
  }
}

/** Null for a device that is no hardware. */
function driverOf(files: HostFiles, device: string): string | null {
  try {
    return files.readLink(`/sys/class/net/${device}/device/driver`).split("/").at(-1) ?? null;
  } catch {
    return null;
  }
}

/** `     conntrack_allowance_exceeded: 12` */
export function parseEthtoolStatistics(text: string): Counters {
  return new Map([...text.matchAll(/^\s*([\w[\]]+):\s*(\d{1,15})\s*$/gm)].map(([, name, value]) => [name!, Number(value)]));
}

function allowanceOf(device: string, now: Counters, before: Counters | undefined): NetworkAllowance {
  const grown = (name: string): number | null => {
    const [value, earlier] = [now.get(name), before?.get(name)];
    return value === undefined || earlier === undefined || value < earlier ? null : value - earlier;
  };
  const [inbound, outbound] = [grown("bw_in_allowance_exceeded"), grown("bw_out_allowance_exceeded")];
  return {
    interface: device,
    conntrackExceeded: grown("conntrack_allowance_exceeded"),
    conntrackAvailable: now.get("conntrack_allowance_available") ?? null,
    packetsExceeded: grown("pps_allowance_exceeded"),
    bandwidthExceeded: inbound === null && outbound === null ? null : (inbound ?? 0) + (outbound ?? 0),
    linkLocalExceeded: grown("linklocal_allowance_exceeded"),
  };
}
