import { sql } from "drizzle-orm";

/** Columns of a function's answer, by name. bigint travels as text. */
export const number = (name: string) => sql<number>`${sql.identifier(name)}`.mapWith(Number);
export const maybeNumber = (name: string) =>
  sql<number | null>`${sql.identifier(name)}`.mapWith((value) => (value === null ? null : Number(value)));
export const column = <T>(name: string) => sql<T>`${sql.identifier(name)}`;
