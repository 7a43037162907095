import { ByteReader } from "./byte-stream.ts";
import { COLUMN, type Json, VALUE } from "./column-format.ts";
import { KNOWN_SHAPES, KNOWN_WORDS } from "./known-words.ts";

/** What `packColumns` was given. Throws where the bytes are not of its making. */
export function unpackColumns(bytes: Uint8Array): Json[] {
  return new Unpacker(bytes).unpack();
}

class Unpacker {
  readonly #in: ByteReader;
  readonly #words = [...KNOWN_WORDS];
  readonly #shapes = [...KNOWN_SHAPES];
  readonly #columns: number[][] = [];

  constructor(bytes: Uint8Array) {
    this.#in = new ByteReader(bytes);
  }

  #rows = 0;

  unpack(): Json[] {
    this.#rows = this.#in.varint();
    const rows = this.#column(this.#rows);
    if (!this.#in.isAtEnd) throw new RangeError("there is more than was packed");
    return rows;
  }

  #column(count: number): Json[] {
    return count === 0 ? [] : this.#ofKind(this.#in.byte(), count);
  }

  #ofKind(kind: number, count: number): Json[] {
    switch (kind) {
      case COLUMN.constant: {
        const value = this.#value();
        return this.#times(count, () => value);
      }
      case COLUMN.repeat: {
        const earlier = this.#columns.at(-1 - this.#in.byte());
        if (earlier?.length !== count) throw new RangeError("a column repeats one that is not there");
        return [...earlier];
      }
      case COLUMN.whole:
        return this.#numbers(count, () => this.#in.varint());
      case COLUMN.tenths:
        return this.#numbers(count, () => this.#in.varint() / 10);
      case COLUMN.steps:
        return this.#steps(count);
      case COLUMN.doubles:
        return this.#numbers(count, () => this.#in.double());
      case COLUMN.words:
        return this.#times(count, () => this.#word());
      case COLUMN.objects:
        return this.#objects(count);
      case COLUMN.lists:
        return this.#lists(count);
      case COLUMN.nullable:
        return this.#without(count, null);
      case COLUMN.optional:
        throw new RangeError("only a key may be left out");
      case COLUMN.mixed:
        return this.#times(count, () => this.#value());
      default:
        throw new RangeError(`there is no column of kind ${kind}`);
    }
  }

  #times<T>(count: number, read: () => T): T[] {
    const rows: T[] = [];
    for (let at = 0; at < count; at++) rows.push(read());
    return rows;
  }

  #numbers(count: number, read: () => number): number[] {
    const rows = this.#times(count, read);
    this.#columns.push(rows);
    return rows;
  }

  #steps(count: number): number[] {
    const lag = count / this.#rows;
    const rows: number[] = [];
    this.#columns.push(rows);
    for (let at = 0; at < count; at++) {
      const folded = this.#in.varint();
      rows.push((folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2) + (at < lag ? 0 : (rows[at - lag] ?? 0)));
    }
    return rows;
  }

  #objects(count: number): Json[] {
    const keys = this.#shape();
    const rows = this.#times(count, (): { [key: string]: Json } => ({}));
    for (const key of keys) for (const [at, value] of this.#field(count).entries()) if (value !== undefined) put(rows[at]!, key, value);
    return rows;
  }

  /** A column in which rows may be without the key. */
  #field(count: number): (Json | undefined)[] {
    if (count === 0) return [];
    const kind = this.#in.byte();
    return kind === COLUMN.optional ? this.#without(count, undefined) : this.#ofKind(kind, count);
  }

  #lists(count: number): Json[] {
    const lengths = this.#column(count) as number[];
    const elements = this.#column(lengths.reduce((sum, length) => sum + length, 0));
    let end = 0;
    return lengths.map((length) => {
      end += length;
      return elements.slice(end - length, end);
    });
  }

  #without<T extends null | undefined>(count: number, what: T): (Json | T)[] {
    const bytes = this.#times(Math.ceil(count / 8), () => this.#in.byte());
    const isOut = this.#times(count, () => false).map((_, at) => ((bytes[at >> 3] ?? 0) & (1 << (at & 7))) !== 0);
    const others = this.#column(isOut.filter((each) => !each).length).values();
    return isOut.map((each) => (each ? what : (others.next().value as Json)));
  }

  #value(): Json {
    switch (this.#in.byte()) {
      case VALUE.null:
        return null;
      case VALUE.false:
        return false;
      case VALUE.true:
        return true;
      case VALUE.whole:
        return this.#in.varint();
      case VALUE.double:
        return this.#in.double();
      case VALUE.word:
        return this.#word();
      case VALUE.list:
        return this.#column(this.#in.varint());
      case VALUE.object: {
        const value: { [key: string]: Json } = {};
        for (const key of this.#shape()) put(value, key, this.#value());
        return value;
      }
      default:
        throw new RangeError("there is no such value");
    }
  }

  #word(): string {
    return this.#reference(this.#words, () => this.#in.text());
  }

  #shape(): readonly string[] {
    return this.#reference(this.#shapes, () => this.#times(this.#in.varint(), () => this.#word()));
  }

  #reference<T>(known: T[], read: () => T): T {
    const at = this.#in.varint();
    if (at > 0) {
      const found = known[at - 1];
      if (found === undefined) throw new RangeError("it refers to what is not there");
      return found;
    }
    const fresh = read();
    known.push(fresh);
    return fresh;
  }
}

/** A plain property also where the key is `__proto__`. */
function put(target: { [key: string]: Json }, key: string, value: Json): void {
  if (key === "__proto__") Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
}
