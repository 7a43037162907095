import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import type { FleetPage, HostTuples } from "@berth/shared/contract/reads.ts";
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findFreePort } from "./port-holder.ts";
import { type ManyConnections, openConnections } from "./testing/many-connections.ts";
import { RunningBerth } from "./testing/running-berth.ts";
import { Visitor } from "./testing/visitor.ts";

const CONNECTIONS = 5_000;
const INTERVAL_MS = 10_000;
/** An interval is what it takes; a busy machine may need more, and only a fault needs this. */
const DEADLINE_MS = 60_000;

const folder = mkdtempSync(path.join(tmpdir(), "berth-start-"));
const dataFolder = path.join(folder, "data");
const started: RunningBerth[] = [];
let port: number;
let connections: ManyConnections | undefined;

function start(): RunningBerth {
  const berth = new RunningBerth({ PORT: String(port), BERTH_DATA_DIR: dataFolder });
  started.push(berth);
  return berth;
}

async function startAndSignIn() {
  const berth = start();
  const address = await berth.ready();
  const visitor = new Visitor(address.origin);
  const page = await visitor.open(address);
  return { berth, address, visitor, page };
}

/** Processes that work on the data folder: their command line names it. */
function processesOnFolder(): string[] {
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes(dataFolder));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** When the stored snapshots were taken, in order; read from the database of a Berth that has stopped. */
async function storedCaptureTimes(): Promise<number[]> {
  const database = await PGlite.create(path.join(dataFolder, "database"));
  try {
    const { rows } = await database.query<{ at: string }>("select captured_at_ms::text as at from berth.snapshot order by captured_at_ms");
    return rows.map(({ at }) => Number(at));
  } finally {
    await database.close();
  }
}

/** When the snapshots were taken that the agent of this machine has not delivered yet, in order. */
function spooledCaptureTimes(): number[] {
  const spool = path.join(dataFolder, "agent", "spool");
  const files = readdirSync(spool).filter((name) => name.endsWith(".json.gz"));
  return files.sort().map((name) => JSON.parse(gunzipSync(readFileSync(path.join(spool, name))).toString()).capturedAtMs);
}

beforeAll(async () => {
  port = await findFreePort("127.0.0.1");
});

afterAll(async () => {
  await connections?.close();
  for (const berth of started) await berth.end("SIGTERM");
  for (const pid of processesOnFolder()) process.kill(Number(pid), "SIGKILL");
  rmSync(folder, { recursive: true });
});

describe("npm start", { timeout: 300_000 }, () => {
  let current: Awaited<ReturnType<typeof startAndSignIn>>;

  it("says on standard output that it is ready, and nothing else; the link signs in once", async () => {
    current = await startAndSignIn();
    const { berth, address, page } = current;
    expect(berth.stdout).toBe(`Berth is ready: ${address}\n`);
    expect(address.href).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/start/[\\w-]+$`));
    expect(page.status).toBe(200);
    const stranger = new Visitor(address.origin);
    await stranger.open(address);
    expect((await stranger.open("/v1/fleet")).status).toBe(401);
  });

  it("shows this machine, measured, on the fleet", async () => {
    const fleet = await vi.waitFor(
      async () => {
        const { data } = await current.visitor.read<FleetPage>("/v1/fleet");
        expect(data[0]?.freshness).toBe("live");
        return data;
      },
      { timeout: DEADLINE_MS, interval: 250 },
    );
    expect(fleet).toHaveLength(1);
  });

  it(`shows ${CONNECTIONS} connections to one port in order of use among the tuples of their namespace, with the right headroom, an interval later`, async () => {
    const opened = await openConnections(CONNECTIONS);
    connections = opened;
    const [host] = (await current.visitor.read<FleetPage>("/v1/fleet")).data;
    const ownNamespace = /\d+/.exec(readlinkSync("/proc/self/ns/net"))?.[0];
    const tuple = await vi.waitFor(
      async () => {
        const { namespaces } = await current.visitor.read<HostTuples>(`/v1/hosts/${host?.id}/tuples`);
        const tuples = namespaces.find(({ id }) => id === ownNamespace)?.tuples ?? [];
        const place = tuples.findIndex(({ destination }) => destination?.port === opened.port);
        const found = tuples[place];
        expect(found).toMatchObject({ source: "127.0.0.1", destination: { address: "127.0.0.1" }, held: CONNECTIONS });
        for (const ahead of tuples.slice(0, place)) expect(ahead.used).toBeGreaterThanOrEqual(found?.used ?? 0);
        return found;
      },
      { timeout: DEADLINE_MS, interval: 250 },
    );
    if (!tuple) throw new Error("no tuple");
    expect(tuple).toMatchObject({ established: CONNECTIONS, used: CONNECTIONS + tuple.blocked });
    expect(tuple.headroom).toMatchObject({ unlimited: false, best: tuple.capacity - tuple.used });
  });

  it("refuses a second start on the folder, and names the address of the first", async () => {
    const second = new RunningBerth({ PORT: String(await findFreePort("127.0.0.1")), BERTH_DATA_DIR: dataFolder });
    started.push(second);
    await expect(second.ready()).rejects.toThrow(current.address.origin);
    expect([second.child.exitCode, second.stdout]).toEqual([1, ""]);
  });

  it("ends with 0 on SIGTERM and leaves no process and no lock behind", async () => {
    expect(await current.berth.end("SIGTERM")).toBe(0);
    expect(processesOnFolder()).toEqual([]);
    expect(existsSync(path.join(dataFolder, "lock"))).toBe(false);
  });

  it("shows the same history after a start on another port", async () => {
    const before = await storedCaptureTimes();
    port = await findFreePort("127.0.0.1");
    current = await startAndSignIn();
    const { data } = await current.visitor.read<FleetPage>("/v1/fleet");
    expect(data).toHaveLength(1);
    const from = new Date((before[0] ?? 0) - INTERVAL_MS).toISOString();
    const series = await current.visitor.read<{ data: { at: string; tightestUsedRatio: number | null }[] }>(
      `/v1/hosts/${data[0]?.id}/series?from=${from}&step=5`,
    );
    const shown = series.data.filter((point) => point.tightestUsedRatio !== null).map(({ at }) => Date.parse(at));
    for (const at of before) expect(shown.some((step) => Math.abs(step - at) <= 5_000)).toBe(true);
  });

  it("goes on measuring while it is killed, and stores what was measured meanwhile, once", async () => {
    await current.berth.end("SIGKILL");
    const spooled = await vi.waitFor(
      () => {
        const times = spooledCaptureTimes();
        expect(times.length).toBeGreaterThanOrEqual(2);
        return times;
      },
      { timeout: DEADLINE_MS, interval: 500 },
    );
    current = await startAndSignIn();
    const backAtMs = Date.now();
    await vi.waitFor(
      async () => {
        const { data } = await current.visitor.read<FleetPage>("/v1/fleet");
        expect(Date.parse(data[0]?.observedAt ?? "")).toBeGreaterThan(backAtMs);
      },
      { timeout: DEADLINE_MS, interval: 500 },
    );
    await current.berth.end("SIGTERM");

    const stored = await storedCaptureTimes();
    for (const at of spooled) expect(stored.filter((time) => time === at)).toEqual([at]);
    expect(new Set(stored).size).toBe(stored.length);
    expect(processesOnFolder()).toEqual([]);
  });
});
