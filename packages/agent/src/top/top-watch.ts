import { DEFAULT_POLICY, type Policy } from "@berth/shared/domain/checklist/check.ts";
import { judgeSnapshot } from "@berth/shared/domain/diagnosis/judge-snapshot.ts";
import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { FailureLog } from "./failure-log.ts";
import { ForecastMemory } from "./forecast-memory.ts";
import { portRows } from "./port-rows.ts";
import { SnapshotHistory } from "./snapshot-history.ts";
import type { TopReading } from "./top-reading.ts";

/** Turns one snapshot after the other into what top shows, remembering half an hour. */
export class TopWatch {
  readonly #history = new SnapshotHistory();
  readonly #failures = new FailureLog();
  readonly #forecasts = new ForecastMemory();
  readonly #policy: Policy;

  constructor(policy: Policy = DEFAULT_POLICY) {
    this.#policy = policy;
  }

  take(snapshot: Snapshot): TopReading {
    this.#history.push(snapshot);
    this.#failures.add(snapshot.failures, snapshot.capturedAtMs);
    return {
      snapshot,
      judgement: judgeSnapshot(snapshot, this.#history.asHistory(), this.#policy),
      rows: this.#forecasts.steady(portRows(this.#history.all), snapshot.capturedAtMs),
      failures: this.#failures.newestFirst,
    };
  }
}
