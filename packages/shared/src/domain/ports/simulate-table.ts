import type { BindPool, Tuple } from "../host/snapshot.ts";
import { type Address, parseAddress } from "../network/address.ts";
import { intervalSize } from "../network/port-interval.ts";
import { TCP_STATE_NUMBER } from "../network/tcp-state.ts";
import { BindHeadroom } from "./bind-headroom.ts";
import { ConnectHeadroom, type PortUse } from "./connect-headroom.ts";
import { isEphemeral, OWNER } from "./port-owner.ts";
import { PortSurvey } from "./port-survey.ts";
import { SETTLED, type SettledOwners } from "./settled-owners.ts";
import { type PortModel, withoutPort } from "./simulate.ts";
import type { Plan, PortConfiguration } from "./simulate-change.ts";
import type { PoolPorts } from "./simulate-pool.ts";
import type { TuplePorts } from "./simulate-use.ts";
import { SocketTable } from "./socket-table.ts";

const { close: CLOSE, closeWait: CLOSE_WAIT, listen: LISTEN } = TCP_STATE_NUMBER;

/** Every TCP socket of a namespace, and how its ports are configured now. */
export interface TableFacts {
  /** Filled with a range of 0 to 65535, so that no socket is left out. */
  table: SocketTable;
  present: PortConfiguration;
  /** What the kernel said of the ports of the present range; null where it was not asked. */
  settled: SettledOwners | null;
  hiddenSockets: number;
  loopbackDevice: number;
}

/** The rows of `from` in a table of another configuration, so that its ports are classed anew. */
export function reclassed(
  from: SocketTable,
  { range, reserved }: Pick<PortConfiguration, "range" | "reserved">,
  keeps: (state: number) => boolean = () => true,
): SocketTable {
  const to = new SocketTable();
  to.reset(range, reserved, from.knowsOptions);
  const addRow = (row: number) => {
    const group = from.group[row]!;
    to.add(
      from.groupFamily(group),
      from.state[row]!,
      from.port[row]!,
      from.groupRemotePort(group),
      ...from.groupLocal(group).words,
      ...from.groupRemote(group).words,
      from.expiresMs[row]!,
      from.flags[row]!,
      from.groupDevice(group),
      from.inode[row]!,
    );
  };
  // Listeners first, as a table asks for.
  for (let row = 0; row < from.length; row++) if (from.state[row] === LISTEN) addRow(row);
  for (let row = 0; row < from.length; row++) if (from.state[row] !== LISTEN && keeps(from.state[row]!)) addRow(row);
  return to;
}

/** Counts ports under any plan from every socket, as the kernel would: to the port where its owners are known. */
export function tableModel(facts: TableFacts): (plan: Plan) => PortModel {
  const today = new PortSurvey(reclassed(facts.table, facts.present), "tcp").take(undefined, facts.settled);
  const surveys = new Map<string, PortSurvey>();
  return (plan) => {
    const { range, reserved, bindsWithoutPort, closesCloseWait, closesBound } = plan;
    // Plans that differ only in how a load is spread or when a port comes back see the same ports.
    const key = JSON.stringify([range, reserved, bindsWithoutPort, closesCloseWait, closesBound]);
    const survey = surveys.get(key) ?? surveyUnder(facts, today, plan);
    surveys.set(key, survey);
    return new TableModel(facts, survey, plan);
  };
}

function surveyUnder(facts: TableFacts, today: PortSurvey, plan: Plan): PortSurvey {
  const isClosed = (state: number) => (plan.closesCloseWait && state === CLOSE_WAIT) || (plan.closesBound && state === CLOSE);
  return surveyLike(
    today,
    reclassed(facts.table, plan, (state) => !isClosed(state)),
    facts.present,
    plan,
  );
}

class TableModel implements PortModel {
  private readonly plan: Plan;
  private readonly connect: ConnectHeadroom;
  private readonly bind: BindHeadroom;

  constructor({ hiddenSockets, loopbackDevice }: TableFacts, survey: PortSurvey, plan: Plan) {
    this.plan = plan;
    const space = { range: plan.range, settings: plan.settings, hiddenSockets, loopbackDevice };
    this.connect = new ConnectHeadroom(survey, space);
    this.bind = new BindHeadroom(survey, space);
  }

  tuple({ source, destination }: Tuple): TuplePorts {
    const [local, remote] = [parseAddress(source)!, parseAddress(destination.address)!];
    const { sources, destinations } = this.plan;
    const own = this.ask(local, remote, destination.port);
    const uses = [own, ...new Array<PortUse>(sources * destinations - 1).fill(this.ask(nobody(local), nobody(remote), NO_PORT))];
    const sum = (of: (use: PortUse) => number) => uses.reduce((total, use) => total + of(use), 0);
    return {
      tuples: uses.length,
      capacity: sum(({ capacity }) => capacity),
      blocked: sum(({ blocked }) => blocked),
      headroom: {
        unlimited: false,
        low: sum(({ headroom }) => headroom.low),
        high: sum(({ headroom }) => headroom.high ?? 0),
        best: sum(({ headroom }) => headroom.best ?? 0),
      },
    };
  }

  pool({ source }: BindPool): PoolPorts {
    if (this.plan.bindsWithoutPort) return withoutPort(intervalSize(this.plan.range));
    const { capacity, held, headroom } = this.bind.answer({ source: parseAddress(source)!, v6Only: false, device: 0 }, null);
    return { capacity, used: held, headroom };
  }

  private ask(source: Address, destination: Address, destinationPort: number): PortUse {
    return this.connect.answer({ source, destination, destinationPort, device: 0, range: null });
  }
}

/** A peer that no socket has: the wildcard, with a port that no listener is shown with. */
const nobody = ({ family }: Address): Address => ({ family, words: [0, 0, 0, 0] });
const NO_PORT = 1;

/**
 * A survey under a plan. Who owns a port is what today's survey knows and guesses: the order in which ports were taken tells
 * something only in the range they were taken from. A connected socket outside that range was not given its port by
 * connect(), so its port is guessed to be bind-owned.
 */
function surveyLike(today: PortSurvey, table: SocketTable, present: PortConfiguration, plan: Plan): PortSurvey {
  const isToday = ({ portClass }: SocketTable, port: number) => isEphemeral(portClass[port]!);
  // Nothing is guessed anew: what is not said here stays open.
  const settled: SettledOwners = {
    method: "exact",
    open: 0,
    asked: 0,
    bucketResets: null,
    owners: new Uint8Array(65_536),
    drawn: new Uint16Array(0),
    reason: null,
  };
  const guessed: number[] = [];
  const [idle, seen] = [portsOf(table, [LISTEN, CLOSE]), portsOf(table)];
  for (let port = 0; port < 65_536; port++) {
    const bits = today.owner[port]!;
    if (!isToday(today.table, port)) {
      if (isToday(table, port) && !(present.range.low <= port && port <= present.range.high)) guessed.push(port);
    } else if (plan.bindsWithoutPort && seen[port] === 1 && idle[port] === 0) settled.owners[port] = SETTLED.connectOwned;
    else if (bits & OWNER.connect) settled.owners[port] = SETTLED.connectOwned;
    // Where a socket itself proves bind(), the rows say so again, unless that socket is closed under the plan.
    else if (bits & OWNER.toldBind) settled.owners[port] = SETTLED.bindOwned;
    else if (bits & OWNER.guessedBind) guessed.push(port);
  }
  const survey = new PortSurvey(table, "tcp").take(table, settled);
  for (const port of guessed) {
    if ((survey.owner[port]! & ~OWNER.any) !== 0 || survey.owner[port] === 0) continue;
    survey.markGuess(port);
    if (isToday(table, port)) survey.guessedBindOwned++;
  }
  return survey;
}

/** 1 for each port that a socket has, in one of the states where they are named. */
function portsOf({ port, state, length }: SocketTable, states: readonly number[] | null = null): Uint8Array {
  const ports = new Uint8Array(65_536);
  for (let row = 0; row < length; row++) if (!states || states.includes(state[row]!)) ports[port[row]!] = 1;
  return ports;
}
