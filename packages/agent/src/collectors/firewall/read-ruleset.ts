import type { Ruleset } from "@berth/shared/domain/firewall/ruleset.ts";
import type { GapReason } from "@berth/shared/domain/host/gap.ts";
import { reasonOf } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import type { RunCommand } from "../run-command.ts";
import { combineRules, type FamilyDump, NFT_FAMILY, toldByIptables } from "./combine-rules.ts";
import { parseIptablesSave } from "./parse-iptables-save.ts";
import { type NftTable, parseNft } from "./parse-nft.ts";

/** A large cluster has tens of thousands of rules. The time is that of all programs together: nothing else is done meanwhile. */
const LIMITS = { timeoutMs: 5_000, maxBytes: 32 * 1024 * 1024 };

/** include/uapi/linux/capability.h */
const CAP_NET_ADMIN = 12n;

/** The rules of a network namespace, or why they are not known. */
export type RulesetReading = { ruleset: Ruleset; tables: NftTable[] } | { reason: GapReason; hint: string };

type Failure = { reason: GapReason; hint: string };

/**
 * Reads all packet filter rules of the network namespace that this thread is in: `nft`, and where iptables' own tables
 * are there `iptables-save`, which tells what nft cannot; tables of the older kernel interface come on top.
 */
export function readRuleset(run: RunCommand, files: HostFiles, monotonicMs: () => number): RulesetReading {
  // Without it old tools print nothing and call that success.
  if (!hasCapability(files, CAP_NET_ADMIN)) return { reason: "denied", hint: "reading packet filter rules needs root (CAP_NET_ADMIN)" };
  try {
    return readAll(withinTime(run, monotonicMs), files);
  } catch (error) {
    if (error instanceof UnreadTool) return error.failure;
    return { reason: reasonOf(error), hint: error instanceof Error ? error.message : String(error) };
  }
}

/** The same programs, each with the time that those before it left. */
function withinTime(run: RunCommand, monotonicMs: () => number): RunCommand {
  const untilMs = monotonicMs() + LIMITS.timeoutMs;
  return (file, args, limits) => {
    const leftMs = Math.ceil(untilMs - monotonicMs());
    if (leftMs <= 0) return { reason: "timeout", hint: `packet filter rules were not read within ${LIMITS.timeoutMs} ms` };
    return run(file, args, { ...limits, timeoutMs: leftMs });
  };
}

function readAll(run: RunCommand, files: HostFiles): RulesetReading {
  const names = ask(run, "nft", ["-j", "list", "tables"], parseNft)?.tables ?? null;
  const dumps = ([4, 6] as const).flatMap((family) => iptablesDumps(run, files, family, names === null, names ?? []));
  if (names === null && dumps.length === 0)
    return { reason: "absent", hint: "neither nft nor iptables-save is installed, so packet filter rules cannot be read" };
  const told = toldByIptables(dumps);
  const wanted = (names ?? []).filter(({ family, name }) => !told.has(`${family} ${name}`));
  const tables = nftTables(run, wanted, told.size > 0);
  return { ruleset: { chains: combineRules(tables, dumps) }, tables };
}

/** nft reads its arguments as one line of its language: only a plain name may be among them. */
const PLAIN_NAME = /^[a-z][\w.-]*$/i;

/** The tables that nft alone can tell; table by table where iptables told the others, which may be many times longer. */
function nftTables(run: RunCommand, wanted: readonly NftTable[], areOthersTold: boolean): NftTable[] {
  if (wanted.length === 0) return [];
  const isSingly = areOthersTold && wanted.every(({ name }) => PLAIN_NAME.test(name));
  const listings = isSingly ? wanted.map(({ family, name }) => ["table", family, name]) : [["ruleset"]];
  const tables = listings.flatMap((words) => ask(run, "nft", ["-j", "list", ...words], parseNft)?.tables ?? []);
  return tables.map((table) => (isDormant(run, table) ? asDormant(table) : table));
}

/** nftables 1.0.6 garbles the flags of a table in JSON, so that only its plain listing tells. */
function isDormant(run: RunCommand, { family, name, flags }: NftTable): boolean {
  if (flags.every((flag) => flag === "owner" || flag === "persist")) return false;
  if (flags.includes("dormant")) return true;
  if (!PLAIN_NAME.test(name)) throw new UnreadTool({ reason: "unsupported", hint: "the flags of a table could not be told" });
  return ask(run, "nft", ["-t", "list", "table", family, name], (text) => /^\s*flags [^\n]*\bdormant\b/m.test(text)) ?? false;
}

/** Its chains are there and see no packet. */
const asDormant = (table: NftTable): NftTable => ({ ...table, chains: table.chains.map((chain) => ({ ...chain, base: null })) });

const IPTABLES_TABLES = ["raw", "mangle", "nat", "filter", "security"];

function iptablesDumps(run: RunCommand, files: HostFiles, family: 4 | 6, isNftAbsent: boolean, tables: readonly NftTable[]): FamilyDump[] {
  const prefix = NFT_FAMILY[family];
  const hasOwnTables = tables.some((table) => table.family === prefix && IPTABLES_TABLES.includes(table.name));
  const isLegacyLoaded = hasLegacyTables(files, `/proc/thread-self/net/${prefix}_tables_names`);
  const parse = (text: string) => parseIptablesSave(text, family);
  const dump = isNftAbsent || hasOwnTables || isLegacyLoaded ? ask(run, `${prefix}tables-save`, ["-c"], parse) : null;
  const found = dump ? [{ family, dump }] : [];
  // Over nftables it has none of these tables; where it keeps none itself it prints nothing at all.
  if (!isLegacyLoaded || (dump && !dump.isNft && dump.tables.length > 0)) return found;
  const legacy = ask(run, `${prefix}tables-legacy-save`, ["-c"], parse);
  if (legacy === null)
    throw new UnreadTool({
      reason: "absent",
      hint: `${prefix}tables-legacy-save is not installed, and rules of the older kernel interface are loaded`,
    });
  return [...found, { family, dump: legacy }];
}

class UnreadTool extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.hint);
    this.failure = failure;
  }
}

/** What a tool printed, read; null where it is not installed. */
function ask<T>(run: RunCommand, file: string, args: readonly string[], parse: (text: string) => T): T | null {
  const answer = run(file, args, LIMITS);
  if ("reason" in answer) {
    if (answer.reason === "absent") return null;
    throw new UnreadTool(answer);
  }
  if (answer.exitCode === 0) return parse(answer.stdout);
  const [line = ""] = answer.stderr.split("\n");
  // A kernel without nf_tables has no rules there: the older interface has them.
  if (file === "nft" && /not supported/i.test(answer.stderr)) return null;
  const isDenied = /permi(tted|ssion)|must be root/i.test(answer.stderr);
  throw new UnreadTool({ reason: isDenied ? "denied" : "unsupported", hint: `${file} ended with ${answer.exitCode}: ${line}` });
}

/** The file lists the tables of the older interface, one a line; it is not there where that interface is not loaded. */
function hasLegacyTables(files: HostFiles, path: string): boolean {
  try {
    return files.readText(path).trim() !== "";
  } catch (error) {
    if (reasonOf(error) === "absent") return false;
    throw error;
  }
}

function hasCapability(files: HostFiles, capability: bigint): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(files.readText("/proc/thread-self/status"))?.[1];
  return effective !== undefined && ((BigInt(`0x${effective}`) >> capability) & 1n) === 1n;
}
