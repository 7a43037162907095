import type { PortSurvey } from "./port-survey.ts";

/** Sockets made in one loop have inode numbers this near. */
const INODES_APART_MAX = 4;
/** Neighbouring ports that count up by one so often were named by a program. */
const COUNTED_MIN = 3;

/** Ports that a range of its own may have beyond those that were seen. */
const WINDOW_SLACK = 4;

/** So many rows within so few ports. */
const CROWD = 4;
const CROWD_SPAN_MAX = 9;

/** What the order of creation says of single rows, whatever else their tuple holds. */
export interface RunVerdicts {
  /** Rows whose ports count up by one: bind() to explicit ports. */
  binds: number[];
  /** Rows of both parities in turn, which neither bind(S, 0) nor a plain connect() takes: an IP_LOCAL_PORT_RANGE of its own. */
  connects: Set<number>;
}

/** Looks at each run of living rows of one group that were made one right after the other. */
export function judgeRuns({ table, rows, groupStart }: PortSurvey, group: number, verdicts: RunVerdicts): void {
  const { inode, port } = table;
  const living = Array.from(rows.subarray(groupStart[group]!, groupStart[group + 1]!)).filter((row) => inode[row] !== 0);
  if (living.length < COUNTED_MIN) return;
  living.sort((a, b) => inode[a]! - inode[b]!);
  for (let from = 0; from < living.length; ) {
    let to = from + 1;
    while (to < living.length && inode[living[to]!]! - inode[living[to - 1]!]! <= INODES_APART_MAX) to++;
    judgeRun(living.slice(from, to), port, verdicts);
    from = to;
  }
}

function judgeRun(run: readonly number[], port: Uint16Array, { binds, connects }: RunVerdicts): void {
  const others: number[] = [];
  for (let from = 0; from < run.length; ) {
    let to = from + 1;
    while (to < run.length && port[run[to]!]! - port[run[to - 1]!]! === 1) to++;
    (to - from >= COUNTED_MIN ? binds : others).push(...run.slice(from, to));
    from = to;
  }
  const ports = others.map((row) => port[row]!);
  const isInTurn = ports.map((_, at) => [at - 1, at, at + 1, at + 2].filter((each) => isTurn(ports, each)).length >= 2);
  for (let at = CROWD; at <= ports.length; at++) if (isCrowd(ports.slice(at - CROWD, at))) isInTurn.fill(true, at - CROWD, at);
  spread(ports, isInTurn);
  for (const [at, row] of others.entries()) if (isInTurn[at]) connects.add(row);
}

/** Whether rows of both parities lie so near each other as only a small range brings them. */
const isCrowd = (ports: readonly number[]): boolean =>
  Math.max(...ports) - Math.min(...ports) <= CROWD_SPAN_MAX && ports.some((port) => ((port ^ ports[0]!) & 1) === 1);

/** Whether the parity changes from the port before. */
const isTurn = (ports: readonly number[], at: number): boolean => at > 0 && at < ports.length && ((ports[at]! ^ ports[at - 1]!) & 1) === 1;

/** Neighbours of rows in turn belong to them where their ports lie among the others'. */
function spread(ports: readonly number[], isInTurn: boolean[]): void {
  const turning = ports.filter((_, at) => isInTurn[at]);
  if (turning.length === 0) return;
  const [low, high] = [Math.min(...turning) - WINDOW_SLACK, Math.max(...turning) + WINDOW_SLACK];
  const reach = (at: number, from: number) => {
    if (!isInTurn[at] && isInTurn[from] && ports[at]! >= low && ports[at]! <= high) isInTurn[at] = true;
  };
  for (let at = 1; at < ports.length; at++) reach(at, at - 1);
  for (let at = ports.length - 2; at >= 0; at--) reach(at, at + 1);
}
