import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { NamespaceSnapshot, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import type { CollectorPorts } from "./collector-ports.ts";
import { FailureWatch } from "./failures/failure-watch.ts";
import { gapFromError } from "./gap-from-error.ts";
import { HostLogs } from "./logs/host-logs.ts";

/** What happened already: failures as the kernel announces them, and what the logs say. */
export class HostEvidence {
  readonly #logs: HostLogs;
  readonly #isResident: boolean;
  #watch: FailureWatch | null = null;
  #unwatched: Gap | null = null;
  #listener: () => void = () => undefined;

  /** One look cannot watch: only a resident agent does. */
  constructor(ports: CollectorPorts, isResident: boolean) {
    this.#logs = new HostLogs(ports);
    this.#isResident = isResident;
    if (!isResident || !ports.openFailureTrace) return;
    try {
      const { files, nowMs } = ports;
      const open = () => ports.openFailureTrace!();
      this.#watch = new FailureWatch({ trace: open(), reopen: open, files, nowMs, onNewKind: () => this.#listener() });
    } catch (error) {
      this.#unwatched = gapFromError("failures", null, error, "failed calls are not seen as they happen");
    }
  }

  onFailure(listener: () => void): void {
    this.#listener = listener;
  }

  /** Reads the host's own log and these files, within limits of time and size; answers what of the files is lost. */
  readLogs = (files: readonly string[]): Promise<readonly Gap[]> => this.#logs.read(files);

  read(namespaces: readonly NamespaceSnapshot[], gaps: Gap[]): Pick<Snapshot, "failures" | "isTraced" | "logs"> {
    if (this.#isResident) this.#logs.refresh();
    const { logs, gaps: logGaps } = this.#logs.take();
    const watched = this.#watch?.take(namespaces);
    gaps.push(...logGaps, ...(watched?.gaps ?? []), ...(this.#unwatched ? [this.#unwatched] : []));
    return {
      failures: watched?.failures ?? [],
      ...(watched?.isTraced ? { isTraced: true } : {}),
      ...(logs ? { logs } : {}),
    };
  }

  close(): void {
    this.#watch?.close();
  }
}
