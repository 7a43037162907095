import { createRoute, type OpenAPIHono, type RouteConfig, type RouteHandler } from "@hono/zod-openapi";
import { Problem } from "@berth/shared/contract/agents.ts";
import type { Env } from "hono";
import type { z } from "zod";
import { PROBLEMS, type ProblemCode, type StatusOf } from "../errors.ts";

export const json = <S extends z.ZodType>(schema: S, description: string) => ({ description, content: { "application/json": { schema } } });

export const jsonBody = <S extends z.ZodType>(schema: S) => ({ required: true, content: { "application/json": { schema } } });

/** The refusals a route documents, by their codes. */
export function problems<const C extends readonly ProblemCode[]>(...codes: C) {
  const responses: Record<number, { description: string; content: { "application/problem+json": { schema: typeof Problem } } }> = {};
  for (const code of codes) {
    const { status, title } = PROBLEMS[code];
    const said = responses[status]?.description;
    responses[status] = { description: `${said ? `${said}; ` : ""}${code}: ${title}`, content: { "application/problem+json": { schema: Problem } } };
  }
  return responses as { [S in StatusOf<C[number]>]: (typeof responses)[number] };
}

export { createRoute };

/** A route and what answers it, kept together: the whole contract on one screen. */
export const defineRoute =
  <E extends Env>() =>
  <R extends RouteConfig>(definition: { route: R; handler: RouteHandler<R, E> }) =>
    definition;

export type { OpenAPIHono };
