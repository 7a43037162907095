import http from "node:http";
import type { AddressInfo } from "node:net";
import { type CustomTypesConfig, Pool, type PoolClient } from "pg";

interface Statement {
  query: string;
  params?: unknown[];
}

interface StandIn {
  /** Takes what Neon's `/sql` takes. */
  sqlUrl: string;
  /** Requests since the start. */
  requests(): number;
  close(): Promise<void>;
}

/** The driver parses values itself, so they travel as PostgreSQL's own text. */
const AS_TEXT = { getTypeParser: () => (value: string) => value } as unknown as CustomTypesConfig;

/**
 * Speaks the HTTP protocol of @neondatabase/serverless (single statements and batches, in array mode as drizzle uses it)
 * in front of an ordinary PostgreSQL.
 */
export async function startNeonStandIn(databaseUrl: string): Promise<StandIn> {
  const pool = new Pool({ connectionString: databaseUrl, max: 8 });
  pool.on("error", () => {});
  let requests = 0;
  const server = http.createServer(async (request, response) => {
    requests += 1;
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const client = await pool.connect();
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Statement | { queries: Statement[] };
      const isArrayMode = request.headers["neon-array-mode"] === "true";
      send(200, "queries" in body ? { results: await runBatch(client, body.queries, isArrayMode) } : await run(client, body, isArrayMode));
    } catch (error) {
      await client.query("rollback");
      const { message, code, detail, severity } = error as Record<string, unknown>;
      send(400, { message, code, detail, severity });
    } finally {
      client.release();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    sqlUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sql`,
    requests: () => requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
    },
  };
}

async function runBatch(client: PoolClient, statements: Statement[], isArrayMode: boolean) {
  await client.query("begin");
  const results = [];
  for (const statement of statements) results.push(await run(client, statement, isArrayMode));
  await client.query("commit");
  return results;
}

async function run(client: PoolClient, { query, params = [] }: Statement, isArrayMode: boolean) {
  const config = { text: query, values: params, types: AS_TEXT };
  const { command, rowCount, rows, fields } = await (isArrayMode ? client.query({ ...config, rowMode: "array" }) : client.query(config));
  return {
    command,
    rowCount,
    rows,
    rowAsArray: isArrayMode,
    fields: fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
  };
}
