import type { Listener, NamespaceSnapshot, Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { platformHold } from "@berth/shared/domain/ports/hold-time.ts";
import { configurationOf, type PortModel, simulate } from "@berth/shared/domain/ports/simulate.ts";
import type { Plan, PortConfiguration } from "@berth/shared/domain/ports/simulate-change.ts";
import { snapshotModel } from "@berth/shared/domain/ports/simulate-snapshot.ts";
import { tableModel } from "@berth/shared/domain/ports/simulate-table.ts";
import type { Simulator } from "@berth/shared/domain/remedies/remedy.ts";
import type { Collector, OwnSockets } from "../collectors/collector.ts";
import { portSpaceOf } from "../reduce/reduce-namespace.ts";

/** What changes are worked out on: the namespace that the agent was started in. */
export interface WhatIfFacts {
  snapshot: Snapshot;
  namespace: NamespaceSnapshot;
  present: PortConfiguration;
  /** From every socket, to the port; otherwise from counts, within bounds. */
  isFromSockets: boolean;
  /** Whatever their port; null where only those of the range are known. */
  listeners: readonly Listener[] | null;
  simulator: Simulator;
}

/** Null where the range, the reserved list or the sockets could not be read. */
export function readWhatIfFacts(collector: Collector): WhatIfFacts | null {
  const snapshot = collector.snapshot();
  const [namespace] = snapshot.namespaces;
  const present = namespace && configurationOf(namespace);
  if (!namespace || !present || namespace.tcpStates === null) return null;
  const sockets = collector.readOwnSockets?.() ?? null;
  const exact = sockets && socketModel(sockets, present);
  const modelOf = exact ?? snapshotModel(namespace, present);
  const timeWaitSeconds = platformHold(snapshot.host.os, snapshot.windows).seconds;
  return {
    snapshot,
    namespace,
    present,
    isFromSockets: exact !== null,
    listeners: sockets?.listeners ?? null,
    simulator: (changes) => simulate(namespace, present, changes, modelOf, { timeWaitSeconds }),
  };
}

function socketModel({ reading, everyPort }: OwnSockets, present: PortConfiguration): ((plan: Plan) => PortModel) | null {
  const space = portSpaceOf(reading);
  if (!space || !everyPort) return null;
  const { hiddenSockets, loopbackDevice } = space;
  return tableModel({ table: everyPort, present, settled: reading.settled ?? null, hiddenSockets, loopbackDevice });
}
