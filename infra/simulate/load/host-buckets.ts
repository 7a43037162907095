import type { Column } from "./insert-columns.ts";

/** In every array but `samples`, `severity`, `finding` and `failures`: nothing could be read. */
const UNKNOWN = -1;

const orNull = (value: number): number | null => (value === UNKNOWN ? null : value);

/** The rollup of every host over consecutive slots: slot `s` of host `h` stands at `h * slots + s`. Units as the database's. */
export class HostBuckets {
  readonly hosts: number;
  readonly slots: number;
  readonly slotMs: number;
  fromMs: number;
  /** 0: no row. */
  readonly samples: Int16Array;
  readonly usedMax: Int16Array;
  readonly usedMean: Int16Array;
  readonly bindMax: Int16Array;
  readonly udpMax: Int16Array;
  readonly ceilingMax: Int16Array;
  readonly closesTenths: Int32Array;
  readonly failures: Int32Array;
  readonly severity: Int8Array;
  /** The check that the standing verdict is about at the slot's end: its number, negative where it fails, 0 for none. */
  readonly finding: Int8Array;

  constructor(hosts: number, slots: number, slotMs: number) {
    const size = hosts * slots;
    this.hosts = hosts;
    this.slots = slots;
    this.slotMs = slotMs;
    this.fromMs = 0;
    this.samples = new Int16Array(size);
    this.usedMax = new Int16Array(size);
    this.usedMean = new Int16Array(size);
    this.bindMax = new Int16Array(size);
    this.udpMax = new Int16Array(size);
    this.ceilingMax = new Int16Array(size);
    this.closesTenths = new Int32Array(size);
    this.failures = new Int32Array(size);
    this.severity = new Int8Array(size);
    this.finding = new Int8Array(size);
  }

  /** Empties it for another period. */
  begin(fromMs: number): void {
    this.fromMs = fromMs;
    this.samples.fill(0);
  }

  /** Rows of one slot, as berth.host_5m and berth.host_1h have them. */
  slotColumns(slot: number, hostIds: readonly number[]): Column[] {
    const at: number[] = [];
    for (let host = 0; host < this.hosts; host++) if (this.samples[host * this.slots + slot]! > 0) at.push(host * this.slots + slot);
    const fromMs = this.fromMs + slot * this.slotMs;
    const column = (name: string, type: Column["type"], of: (place: number) => number | null): Column => ({
      name,
      type,
      values: at.map(of),
    });
    return [
      column("host_id", "int", (place) => hostIds[Math.floor(place / this.slots)]!),
      column("from_ms", "bigint", () => fromMs),
      column("samples", "int", (place) => this.samples[place]!),
      column("used_max", "smallint", (place) => orNull(this.usedMax[place]!)),
      column("used_mean", "smallint", (place) => orNull(this.usedMean[place]!)),
      column("bind_max", "smallint", (place) => orNull(this.bindMax[place]!)),
      column("udp_max", "smallint", (place) => orNull(this.udpMax[place]!)),
      column("ceiling_max", "smallint", (place) => orNull(this.ceilingMax[place]!)),
      column("closes_tenths", "int", (place) => orNull(this.closesTenths[place]!)),
      column("failures", "int", (place) => this.failures[place]!),
      column("severity", "smallint", (place) => this.severity[place]!),
    ];
  }

  /** One packed row a host of `[fromHost, toHost)`, as berth.pack_hosts makes it. */
  packedColumns(fromHost: number, toHost: number, hostIds: readonly number[]): Column[] {
    const packed: { host: number; at: number[] }[] = [];
    for (let host = fromHost; host < toHost; host++) {
      const at: number[] = [];
      for (let place = host * this.slots; place < (host + 1) * this.slots; place++) if (this.samples[place]! > 0) at.push(place);
      if (at.length > 0) packed.push({ host, at });
    }
    const list = (name: string, type: Column["type"], values: ArrayLike<number>, isNullable = true): Column => ({
      name,
      type,
      values: packed.map(({ at }) => `{${at.map((place) => (isNullable && values[place] === UNKNOWN ? "NULL" : values[place])).join()}}`),
    });
    const slots = packed.map(({ at }) => (at.length === this.slots ? null : `{${at.map((place) => place % this.slots).join()}}`));
    return [
      { name: "host_id", type: "int", values: packed.map(({ host }) => hostIds[host]!) },
      { name: "from_ms", type: "bigint", values: packed.map(() => this.fromMs) },
      { name: "slots", type: "smallint[]", values: slots },
      list("samples", "smallint[]", this.samples, false),
      list("used_max", "smallint[]", this.usedMax),
      list("used_mean", "smallint[]", this.usedMean),
      list("bind_max", "smallint[]", this.bindMax),
      list("udp_max", "smallint[]", this.udpMax),
      list("ceiling_max", "smallint[]", this.ceilingMax),
      list("closes_tenths", "int[]", this.closesTenths),
      list("failures", "int[]", this.failures, false),
      list("severity", "smallint[]", this.severity, false),
    ];
  }
}
