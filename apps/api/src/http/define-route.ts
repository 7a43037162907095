import { Problem } from "@berth/shared/contract/agents.ts";
import { type RouteConfig, type RouteConfigToEnv, type RouteHandler, z } from "@hono/zod-openapi";
import type { Env } from "hono";
import { PROBLEMS, type ProblemCode, type StatusOf } from "../errors.ts";

export const json = <S extends z.ZodType>(schema: S, description: string) => ({ description, content: { "application/json": { schema } } });

export const jsonBody = <S extends z.ZodType>(schema: S) => ({ required: true, content: { "application/json": { schema } } });

/** Named in the description, so that it stands there once. */
const NamedProblem = z.object(Problem.shape).openapi("Problem");

interface ProblemResponse {
  description: string;
  content: { "application/problem+json": { schema: typeof NamedProblem } };
}

/** The refusals a route documents, by their codes. */
export function problems<const C extends readonly ProblemCode[]>(...codes: C): { [S in StatusOf<C[number]>]: ProblemResponse } {
  const responses: Record<number, ProblemResponse> = {};
  for (const code of codes) {
    const { status, title } = PROBLEMS[code];
    const before = responses[status] ? `${responses[status].description}; ` : "";
    responses[status] = { description: `${before}${code}: ${title}`, content: { "application/problem+json": { schema: NamedProblem } } };
  }
  return responses as { [S in StatusOf<C[number]>]: ProblemResponse };
}

/** A route and what answers it, kept together: the whole contract on one screen. */
export const defineRouteFor =
  <E extends Env>() =>
  <R extends RouteConfig>(definition: { route: R; handler: RouteHandler<R, RouteConfigToEnv<R> & E> }) =>
    definition;
