import { parseArgs } from "node:util";

export interface SimulateOptions {
  hosts: number;
  days: number;
  seed: number;
  through: "stores" | "api";
  organization: string;
  /** How far back raw snapshots reach. */
  rawHours: number;
  /** postgres://…; null: the embedded database of the data folder. */
  databaseUrl: string | null;
  /** Of a running Berth. */
  url: string;
  /** Times real time, until the past is told. */
  speed: number;
  tokenFile: string | null;
}

/** What a person has to change, in a sentence. */
export class BadOption extends Error {}

export const USAGE = `npm run simulate -- [options]     a fleet of simulated hosts: daily cycles, leaks, deploys, exhaustion

  --hosts N             how many                                                                  (1000)
  --days N              how long a past, at most 395; five minutes of it are kept for 30 days      (30)
  --seed N              another one is another fleet; a larger fleet of one seed begins the same   (1)
  --through stores|api  fill a database, or be the agents of a Berth that runs                     (stores)
  --raw-hours N         how far back single snapshots reach: at most 24, fractions too             (1)

through stores: a new organization, as the product's own jobs would have left it by now
  --organization NAME   its name                                                                  (Simulated fleet)
  --database URL        postgres://…, as the owner of the schema. Without it BERTH_DATABASE_URL, else the embedded database of the
                        data folder (BERTH_DATA_DIR, or .berth), which npm start must not have open meanwhile

through api: enrols the hosts, tells the last hours in frames of six samples, then goes on live until it is stopped
  --url URL             where Berth answers                                                       (http://127.0.0.1:4780)
  --speed N             so many times real time, until now is reached                             (60)
  --token-file FILE     enrolment tokens, one a line; without it BERTH_ENROLMENT_TOKEN
                        One for up to 1000 hosts, with the cookie of the browser that is signed in:
                        curl URL/v1/enrolment-tokens -b berth_session=… -H 'origin: URL' --json '{"uses":1000}'
`;

/** Throws a BadOption. Null: help was asked for. */
export function readSimulateOptions(args: string[], env: Readonly<Record<string, string | undefined>>): SimulateOptions | null {
  const values = parse(args);
  if (values.help) return null;
  const through = values.through ?? "stores";
  if (through !== "stores" && through !== "api") throw new BadOption(`--through ${through}: say stores or api.`);
  const databaseUrl = values.database ?? (env.BERTH_DATABASE_URL || null);
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new BadOption(`--database ${databaseUrl}: it begins with postgres://, for example postgres://owner@127.0.0.1:5432/berth.`);
  const url = values.url ?? "http://127.0.0.1:4780";
  if (!URL.canParse(url)) throw new BadOption(`--url ${url}: it is no address. Say for example http://127.0.0.1:4780.`);
  return {
    hosts: within("hosts", values.hosts ?? "1000", { least: 1, most: 60_000, isWhole: true }),
    days: within("days", values.days ?? "30", { least: 1, most: 395, isWhole: true }),
    seed: within("seed", values.seed ?? "1", { least: 0, most: 2 ** 31, isWhole: true }),
    through,
    organization: values.organization ?? "Simulated fleet",
    rawHours: within("raw-hours", values["raw-hours"] ?? "1", { least: 0, most: 24, isWhole: false }),
    databaseUrl,
    url: new URL(url).origin,
    speed: within("speed", values.speed ?? "60", { least: 1, most: 10_000, isWhole: false }),
    tokenFile: values["token-file"] ?? null,
  };
}

function parse(args: string[]) {
  const text = { type: "string" } as const;
  const options = {
    hosts: text,
    days: text,
    seed: text,
    through: text,
    organization: text,
    "raw-hours": text,
    database: text,
    url: text,
    speed: text,
    "token-file": text,
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ args, options, allowPositionals: false }).values;
  } catch (error) {
    throw new BadOption(`${error instanceof Error ? error.message : error}\nnpm run simulate -- --help lists the options.`);
  }
}

function within(name: string, text: string, { least, most, isWhole }: { least: number; most: number; isWhole: boolean }): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
  throw new BadOption(`--${name} ${text}: say a ${isWhole ? "whole " : ""}number from ${least} to ${most}.`);
}
