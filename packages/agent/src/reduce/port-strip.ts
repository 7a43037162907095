import { type PortStrip, STRIP_KINDS, type StripKind } from "@berth/shared/domain/host/port-strip.ts";
import { formatAddress } from "@berth/shared/domain/network/address.ts";
import { intervalSize } from "@berth/shared/domain/network/port-interval.ts";
import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import type { ConnectQuestion, PortSpace } from "@berth/shared/domain/ports/connect-headroom.ts";
import { isEphemeral, OWNER } from "@berth/shared/domain/ports/port-owner.ts";
import type { PortSurvey } from "@berth/shared/domain/ports/port-survey.ts";
import { PORT_CLASS } from "@berth/shared/domain/ports/socket-table.ts";
import { reuseDelayMs, timeWaitAgeMs } from "@berth/shared/domain/ports/time-wait.ts";

/** The wire takes no more cells. */
const CELLS_MAX = 2048;
const FILL_MAX = 31;

const KIND = Object.fromEntries(STRIP_KINDS.map((kind, index) => [kind, index])) as Record<StripKind, number>;

/** What each port of the range is to the tightest tuple; without one, to anybody. */
export function drawStrip(survey: PortSurvey, space: PortSpace, tightest: ConnectQuestion | null): PortStrip {
  const { range } = space;
  const kinds = kindsOfPorts(survey, space, tightest);
  const size = intervalSize(range);
  // One cell more for each half may be needed where its size does not divide.
  const portsPerCell = Math.ceil(size / (CELLS_MAX - 2));
  const even = cellsOf(kinds, range.low, range.high, portsPerCell);
  const odd = cellsOf(kinds, range.low + 1, range.high, portsPerCell);
  return {
    portsPerCell,
    evenCells: even.length,
    cells: btoa(String.fromCharCode(...even, ...odd)),
    source: tightest && formatAddress(tightest.source),
    destination: tightest && { address: formatAddress(tightest.destination), port: tightest.destinationPort },
  };
}

function kindsOfPorts(survey: PortSurvey, space: PortSpace, tightest: ConnectQuestion | null): Uint8Array {
  const { table, rows, groupStart, owner } = survey;
  const kinds = new Uint8Array(65_536);
  for (let port = 0; port < 65_536; port++) {
    if (table.portClass[port]! & PORT_CLASS.reserved) kinds[port] = KIND.reserved;
    if (isEphemeral(table.portClass[port]!) && owner[port]! & (OWNER.bind | OWNER.guessedBind)) kinds[port] = KIND.blocked;
  }
  const group = tightest ? table.findGroup(tightest.source, tightest.destination, tightest.destinationPort, tightest.device) : -1;
  const delayMs = tightest && reuseDelayOf(space, tightest);
  const [from, to] = group >= 0 ? [groupStart[group]!, groupStart[group + 1]!] : [0, table.length];
  for (let at = from; at < to; at++) {
    const row = rows[at]!;
    const port = table.port[row]!;
    kinds[port] = Math.max(kinds[port]!, kindOf(table.state[row]!, table.expiresMs[row]!, delayMs));
  }
  return kinds;
}

function reuseDelayOf({ settings, loopbackDevice }: PortSpace, { source, destination, device }: ConnectQuestion): number | null {
  return reuseDelayMs(settings, source, destination, device === loopbackDevice);
}

/** An entry that a new connection may take over costs its tuple nothing: its port is drawn free. */
function kindOf(state: number, expiresMs: number, delayMs: number | null): number {
  if (state !== TCP_STATE_NUMBER.timeWait) return KIND.live;
  const age = timeWaitAgeMs(expiresMs);
  if (delayMs !== null && age > delayMs) return KIND.free;
  return age < 20_000 ? KIND.timeWaitNew : age < 40_000 ? KIND.timeWaitMid : KIND.timeWaitOld;
}

/** Cells of every second port from `low` to `high`. */
function cellsOf(kinds: Uint8Array, low: number, high: number, portsPerCell: number): number[] {
  const cells: number[] = [];
  for (let from = low; from <= high; from += 2 * portsPerCell) {
    let [kind, taken, ports] = [KIND.free as number, 0, 0];
    for (let port = from; port <= high && ports < portsPerCell; port += 2) {
      ports++;
      kind = Math.max(kind, kinds[port]!);
      if (kinds[port]! > KIND.free) taken++;
    }
    cells.push((kind << 5) | Math.ceil((taken / ports) * FILL_MAX));
  }
  return cells;
}
