import { ByteWriter } from "./byte-stream.ts";
import { BACK_MAX, COLUMN, type Json, keysOf, VALUE } from "./column-format.ts";
import { KNOWN_SHAPES, KNOWN_WORDS } from "./known-words.ts";

/** Any JSON values of one kind as bytes, without loss; keys that are undefined are left out. `unpackColumns` is the way back. */
export function packColumns(rows: readonly Json[]): Uint8Array<ArrayBuffer> {
  return new Packer().pack(rows);
}

const WORD_PLACES = new Map(KNOWN_WORDS.map((word, at) => [word, at]));
const SHAPE_PLACES = new Map(KNOWN_SHAPES.map((keys, at) => [JSON.stringify(keys), at]));

const isPlain = (value: Json): boolean => typeof value !== "object" || value === null;
const isObject = (value: Json): value is Row => typeof value === "object" && value !== null && !Array.isArray(value);
const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
/** Exactly what reading them gives back. */
const isTenths = (value: number): boolean =>
  isWhole(Math.round(value * 10)) && Math.round(value * 10) / 10 === value && !Object.is(value, -0);

type Row = { [key: string]: Json | undefined };

/** Loops rather than array methods wherever every number of a sample passes: this runs for each push. */
function isSame(column: readonly number[], rows: readonly number[]): boolean {
  if (column.length !== rows.length) return false;
  for (let at = 0; at < rows.length; at++) if (!Object.is(column[at], rows[at])) return false;
  return true;
}

function isConstant(rows: readonly Json[]): boolean {
  if (!isPlain(rows[0]!)) return false;
  for (let at = 1; at < rows.length; at++) if (!Object.is(rows[at], rows[0])) return false;
  return true;
}

const areNumbers = (rows: readonly Json[]): rows is number[] => allAre(rows, "number");
const areWords = (rows: readonly Json[]): rows is string[] => allAre(rows, "string");

function allAre(rows: readonly Json[], type: "number" | "string"): boolean {
  for (let at = 0; at < rows.length; at++) if (typeof rows[at] !== type) return false;
  return true;
}

function areWhole(rows: readonly number[]): boolean {
  for (let at = 0; at < rows.length; at++) if (!isWhole(rows[at]!)) return false;
  return true;
}

/** Differences fold to whole numbers: 0, -1, 1, -2 … are 0, 1, 2, 3 … Null where they are no shorter than the numbers. */
function stepsOf(rows: readonly number[], count: number): number[] | null {
  if (count < 2 || rows.length % count !== 0) return null;
  const lag = rows.length / count;
  const steps: number[] = [];
  for (let at = 0; at < rows.length; at++) {
    if (rows[at]! > LARGEST_STEP) return null;
    const step = rows[at]! - (at < lag ? 0 : rows[at - lag]!);
    steps.push(step < 0 ? -2 * step - 1 : 2 * step);
  }
  return lengthOf(steps) < lengthOf(rows) ? steps : null;
}

const LARGEST_STEP = 2 ** 51;

/** Bytes as varints. */
function lengthOf(numbers: readonly number[]): number {
  let bytes = 0;
  for (let at = 0; at < numbers.length; at++) {
    const each = numbers[at]!;
    bytes += 1 + Number(each > 0x7f) + Number(each > 0x3fff) + Number(each > 0x1fffff) + Number(each > 0xfffffff);
  }
  return bytes;
}

class Packer {
  readonly #out = new ByteWriter();
  readonly #words = new Places(WORD_PLACES);
  readonly #shapes = new Places(SHAPE_PLACES);
  /** Number columns that are written, for those that repeat one. */
  readonly #columns: (readonly number[])[] = [];

  #rows = 0;

  pack(rows: readonly Json[]): Uint8Array<ArrayBuffer> {
    this.#rows = rows.length;
    this.#out.varint(rows.length);
    this.#column(rows);
    return this.#out.finish();
  }

  #column(rows: readonly Json[]): void {
    const [first] = rows;
    if (first === undefined) return;
    if (isConstant(rows)) this.#list(COLUMN.constant, [first], (each) => this.#value(each));
    else if (areNumbers(rows)) this.#numbers(rows);
    else if (areWords(rows)) this.#list(COLUMN.words, rows, (each) => this.#word(each));
    else if (rows.every((each) => Array.isArray(each))) this.#lists(rows);
    else if (rows.every((each) => isObject(each))) this.#objects(rows);
    else if (rows.includes(null)) this.#without(COLUMN.nullable, rows, null);
    else this.#list(COLUMN.mixed, rows, (each) => this.#value(each));
  }

  #numbers(rows: readonly number[]): void {
    for (let back = 0; back < Math.min(BACK_MAX, this.#columns.length); back++) {
      if (!isSame(this.#columns[this.#columns.length - 1 - back]!, rows)) continue;
      this.#out.byte(COLUMN.repeat);
      this.#out.byte(back);
      return;
    }
    this.#columns.push(rows);
    const isAllWhole = areWhole(rows);
    const steps = isAllWhole ? stepsOf(rows, this.#rows) : null;
    if (steps !== null) this.#varints(COLUMN.steps, steps);
    else if (isAllWhole) this.#varints(COLUMN.whole, rows);
    else if (rows.every((each) => isTenths(each))) this.#list(COLUMN.tenths, rows, (each) => this.#out.varint(Math.round(each * 10)));
    else this.#list(COLUMN.doubles, rows, (each) => this.#out.double(each));
  }

  #varints(kind: number, rows: readonly number[]): void {
    this.#out.byte(kind);
    this.#out.varints(rows);
  }

  #list<T>(kind: number, rows: readonly T[], write: (each: T) => void): void {
    this.#out.byte(kind);
    for (const each of rows) write(each);
  }

  #objects(rows: readonly Row[]): void {
    const keys = keysOf(rows);
    this.#out.byte(COLUMN.objects);
    this.#shape(keys);
    for (const key of keys) {
      const values: Json[] = [];
      for (const row of rows) if (Object.hasOwn(row, key) && row[key] !== undefined) values.push(row[key]);
      if (values.length === rows.length) this.#column(values);
      else
        this.#without(
          COLUMN.optional,
          rows.map((row) => (Object.hasOwn(row, key) ? row[key] : undefined)),
          undefined,
        );
    }
  }

  #lists(rows: readonly Json[][]): void {
    this.#out.byte(COLUMN.lists);
    this.#column(rows.map(({ length }) => length));
    const elements: Json[] = [];
    for (const row of rows) for (const each of row) elements.push(each);
    this.#column(elements);
  }

  /** A bit a row for what is left out, then the others as one column. */
  #without<T extends null | undefined>(kind: number, rows: readonly (Json | T)[], what: T): void {
    this.#out.byte(kind);
    for (let at = 0; at < rows.length; at += 8)
      this.#out.byte(rows.slice(at, at + 8).reduce<number>((bits, each, bit) => bits | (each === what ? 1 << bit : 0), 0));
    this.#column(rows.filter((each): each is Exclude<Json | T, T> & Json => each !== what));
  }

  #value(value: Json): void {
    const out = this.#out;
    if (value === null) out.byte(VALUE.null);
    else if (typeof value === "boolean") out.byte(value ? VALUE.true : VALUE.false);
    else if (typeof value === "string") {
      out.byte(VALUE.word);
      this.#word(value);
    } else if (typeof value === "number") {
      out.byte(isWhole(value) ? VALUE.whole : VALUE.double);
      if (isWhole(value)) out.varint(value);
      else out.double(value);
    } else if (Array.isArray(value)) {
      out.byte(VALUE.list);
      out.varint(value.length);
      this.#column(value);
    } else {
      const keys = keysOf([value]);
      out.byte(VALUE.object);
      this.#shape(keys);
      for (const key of keys) this.#value(value[key] as Json);
    }
  }

  #word(word: string): void {
    this.#reference(this.#words, word, () => this.#out.text(word));
  }

  #shape(keys: readonly string[]): void {
    this.#reference(this.#shapes, JSON.stringify(keys), () => {
      this.#out.varint(keys.length);
      for (const key of keys) this.#word(key);
    });
  }

  /** 0 and the thing itself where it is new, else its place among those that are known. */
  #reference(places: Places, what: string, write: () => void): void {
    const at = places.find(what);
    this.#out.varint(at === undefined ? 0 : at + 1);
    if (at !== undefined) return;
    write();
    places.add(what);
  }
}

/** Where each known thing stands, and after them those that these bytes bring. */
class Places {
  readonly #known: ReadonlyMap<string, number>;
  readonly #brought = new Map<string, number>();

  constructor(known: ReadonlyMap<string, number>) {
    this.#known = known;
  }

  find(what: string): number | undefined {
    return this.#known.get(what) ?? this.#brought.get(what);
  }

  add(what: string): void {
    this.#brought.set(what, this.#known.size + this.#brought.size);
  }
}
