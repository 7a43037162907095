import { parseArgs } from "node:util";
import { nearestWord } from "../commands/nearest-word.ts";
import { UsageError } from "../commands/usage-error.ts";

/** A flag of a command: alone, with one value, or with several. `example` shows a right use of one that takes a value. */
export type FlagSpec = { takes: "nothing" } | { takes: "value" | "values"; example: string };

export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

export type FlagValues<S extends FlagSpecs> = {
  [F in keyof S]: S[F] extends { takes: "nothing" } ? boolean : S[F] extends { takes: "values" } ? string[] : string | undefined;
};

/** Reads a command's flags by its own list; what is not on it is a UsageError. Arguments that are no flags come back in order. */
export function parseFlags<const S extends FlagSpecs>(args: readonly string[], specs: S): { flags: FlagValues<S>; operands: string[] } {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(specs).map(([name, { takes }]) => [name, { type: takes === "nothing" ? "boolean" : "string" }]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const spec = specs[token.name];
    if (!spec || !token.rawName.startsWith("--")) throw unknownFlag(token.rawName, specs);
    values.set(token.name, [...(values.get(token.name) ?? []), readValue(token.rawName, spec, token)]);
  }
  const flags = Object.entries(specs).map(([name, spec]) => [name, settle(name, spec, values.get(name) ?? [])]);
  return { flags: flagValues<S>(Object.fromEntries(flags)), operands };
}

/** Like `parseFlags`, for a command that takes nothing else. */
export function parseOnlyFlags<const S extends FlagSpecs>(args: readonly string[], specs: S): FlagValues<S> {
  const { flags, operands } = parseFlags(args, specs);
  if (operands[0] !== undefined) throw new UsageError({ kind: "unexpected-argument", argument: operands[0] });
  return flags;
}

function readValue(
  flag: string,
  spec: FlagSpec,
  { value, inlineValue }: { value?: string | undefined; inlineValue?: boolean | undefined },
): string {
  if (spec.takes === "nothing") {
    if (inlineValue) throw new UsageError({ kind: "flag-takes-no-value", flag });
    return "";
  }
  const isOtherFlag = value !== undefined && !inlineValue && value.startsWith("-") && value !== "-";
  if (value === undefined || value === "" || isOtherFlag) throw new UsageError({ kind: "flag-needs-value", flag, example: spec.example });
  return value;
}

function settle(name: string, { takes }: FlagSpec, values: string[]): boolean | string | string[] | undefined {
  if (takes === "values") return values;
  if (takes === "nothing") return values.length > 0;
  if (values.length > 1) throw new UsageError({ kind: "flag-repeated", flag: `--${name}` });
  return values[0];
}

function unknownFlag(flag: string, specs: FlagSpecs): UsageError {
  const known = [...Object.keys(specs), "lang", "help"].map((name) => `--${name}`);
  return new UsageError({ kind: "unknown-flag", flag, nearest: nearestWord(flag, known), known });
}

/** Every spec has just been given the value its `takes` asks for, which the compiler cannot follow through Object.entries. */
const flagValues = <S extends FlagSpecs>(values: object): FlagValues<S> => values as FlagValues<S>;
