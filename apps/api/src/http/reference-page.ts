import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { html, raw } from "hono/html";
import { PROBLEMS } from "../errors.ts";

type Document = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;
interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  security?: Record<string, unknown>[];
  parameters?: { name: string; in: string }[];
  responses?: Record<string, { description?: string }>;
}

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:0 auto;padding:1.5rem}
code{font:0.9em ui-monospace,monospace}section{border-top:1px solid #8886;padding:0.5rem 0 1rem}h2{font-size:1.05rem}dt{font-weight:600}dd{margin:0 0 0.25rem}
dl.responses{display:grid;grid-template-columns:4rem 1fr}:target{outline:2px solid;outline-offset:4px}`;

/** Loads nothing, from here or elsewhere, and runs nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The OpenAPI document as a page for people. */
export function referencePage(c: Context, document: Document) {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] ? [{ method, path, operation: item[method] as Operation }] : [])),
  );
  return page(
    c,
    document.info.title,
    html`<h1>${document.info.title} API</h1>
      <p>${document.info.description} The description for machines: <a href="/v1/openapi.json">OpenAPI 3.1</a>.</p>
      ${operations.map(operationSection)}
      <h1>Problems</h1>
      ${Object.entries(PROBLEMS).map(
        ([code, { status, title }]) => html`<p><a href="/docs/problems/${code}"><code>${code}</code></a> ${status}: ${title}.</p>`,
      )}`,
  );
}

/** What a problem's `type` points at. */
export const problemPage = (c: Context, code: keyof typeof PROBLEMS) =>
  page(
    c,
    code,
    html`<h1>${PROBLEMS[code].title}</h1><p><code>${code}</code>, status ${PROBLEMS[code].status}. <a href="/docs">All problems</a></p>`,
  );

function operationSection({ method, path, operation }: { method: string; path: string; operation: Operation }) {
  const { operationId, summary, description, parameters = [], responses = {}, security = [] } = operation;
  return html`<section id="${operationId}">
    <h2><code>${method.toUpperCase()} ${path}</code></h2>
    <p><strong>${summary}.</strong> ${description ?? ""}</p>
    <p>Needs: ${security.flatMap(Object.keys).join(", ") || "nothing"}.${parameters.map((each) => html` <code>${each.name}</code> (${each.in})`)}</p>
    <dl class="responses">
      ${Object.entries(responses).map(([status, response]) => html`<dt>${status}</dt><dd>${response.description ?? ""}</dd>`)}
    </dl>
  </section>`;
}

function page(c: Context, title: string, body: ReturnType<typeof html>) {
  c.header("Content-Security-Policy", POLICY);
  return c.html(html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>${body}</body>
    </html>`);
}
