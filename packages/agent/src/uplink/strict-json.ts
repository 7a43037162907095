/** Strict readers of small JSON: a field is what it should be, or a SyntaxError names it. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export function parseRecord(text: string): JsonRecord {
  return asRecord(JSON.parse(text), "the answer");
}

export function asRecord(value: unknown, name: string): JsonRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new SyntaxError(`${name} is not an object`);
  return value as JsonRecord;
}

export function stringField(record: JsonRecord, name: string, pattern: RegExp): string {
  const value = record[name];
  if (typeof value !== "string" || !pattern.test(value)) throw new SyntaxError(`${name} is not what it should be`);
  return value;
}

/** An integer of at least `min` and at most `max`. */
export function integerField(record: JsonRecord, name: string, min: number, max: number): number {
  const value = record[name];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < min || value > max)
    throw new SyntaxError(`${name} is not an integer from ${min} to ${max}`);
  return value;
}

export function booleanField(record: JsonRecord, name: string): boolean {
  const value = record[name];
  if (typeof value !== "boolean") throw new SyntaxError(`${name} is not true or false`);
  return value;
}
