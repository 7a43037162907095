import type { ConfigurationChange, ConfiguredSetting } from "@berth/shared/domain/host/configuration.ts";
import type { Gap, GapPart } from "@berth/shared/domain/host/gap.ts";
import type { Conntrack, NamespaceSnapshot, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { sysctlPath } from "@berth/shared/domain/host/sysctl-file.ts";
import { WATCHED_SYSCTLS } from "@berth/shared/domain/host/watched-settings.ts";
import { type ConfigurationMemory, ConfigurationWatch, type Fingerprint } from "../configuration-watch.ts";
import { gapFromError } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { readConfiguredSettings } from "./configured-settings.ts";
import { type ConntrackDrops, conntrackDropsSince, readConntrack, readConntrackDrops } from "./conntrack.ts";
import type { HostRelease } from "./host-identity.ts";
import { readTcpPressure } from "./tcp-pressure.ts";

/** Files of the configuration change rarely: they are read so often. */
const CONFIGURATION_EVERY_MS = 60_000;

/** When a look is made: by a clock that only goes forward, and in epoch milliseconds. */
interface LookTimes {
  atMs: number;
  capturedAtMs: number;
}

type SetupParts = Pick<Snapshot, "conntrack" | "pressure" | "configured" | "changes">;

/** What surrounds the sockets of a host: connection tracking, TCP memory, settings and what became of them. */
export class HostSetup {
  readonly #files: HostFiles;
  readonly #release: HostRelease;
  readonly #watch: ConfigurationWatch;
  #drops: ConntrackDrops | null = null;
  #configuration: {
    atMs: number;
    configured: ConfiguredSetting[] | undefined;
    changes: ConfigurationChange[] | undefined;
    gaps: Gap[];
  } | null = null;

  constructor(files: HostFiles, release: HostRelease, memory: ConfigurationMemory | null) {
    this.#files = files;
    this.#release = release;
    this.#watch = new ConfigurationWatch(memory);
  }

  /** What fails costs only itself, and is added to `gaps`. */
  read(own: NamespaceSnapshot | undefined, { atMs, capturedAtMs }: LookTimes, gaps: Gap[]): SetupParts {
    const conntrack = attempt("conntrack", gaps, () => this.#readConntrack());
    const pressure = attempt("pressure", gaps, () => readTcpPressure(this.#files)) ?? undefined;
    const due = this.#configuration === null || Math.abs(atMs - this.#configuration.atMs) >= CONFIGURATION_EVERY_MS;
    const configuration = due ? this.#readConfiguration(own, atMs, capturedAtMs) : this.#configuration!;
    this.#configuration = configuration;
    gaps.push(...configuration.gaps);
    return { conntrack, pressure, configured: configuration.configured, changes: configuration.changes };
  }

  #readConntrack(): Conntrack {
    const conntrack = readConntrack(this.#files);
    const drops = optional(() => readConntrackDrops(this.#files));
    const since = conntrackDropsSince(this.#drops, drops);
    this.#drops = drops;
    return {
      ...conntrack,
      ...(since === undefined ? {} : { drops: since }),
      ...(drops === null ? {} : { dropTotals: drops }),
    };
  }

  #readConfiguration(own: NamespaceSnapshot | undefined, atMs: number, capturedAtMs: number) {
    const gaps: Gap[] = [];
    const configured = attempt("configured", gaps, () => readConfiguredSettings(this.#files)) ?? undefined;
    const changes = this.#watch.look(this.#fingerprint(own), capturedAtMs);
    return { atMs, configured, changes, gaps };
  }

  #fingerprint(own: NamespaceSnapshot | undefined): Fingerprint {
    const settings = WATCHED_SYSCTLS.map((key) => [key, this.#runtime(key)]);
    const firewall = own?.firewall && JSON.stringify(own.firewall.map(({ returnTraffic }) => returnTraffic.verdict));
    return Object.fromEntries(
      [["kernel", this.#release.kernel], ["system", this.#release.osVersion], ["firewall", firewall || undefined], ...settings].filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    );
  }

  #runtime(key: string): string | undefined {
    return (
      optional(() =>
        this.#files
          .readText(`/proc/sys/${sysctlPath(key)}`)
          .trim()
          .replace(/\s+/g, " "),
      ) ?? undefined
    );
  }
}

function optional<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function attempt<T>(part: GapPart, gaps: Gap[], read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    gaps.push(gapFromError(part, null, error));
    return null;
  }
}
