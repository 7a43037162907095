/**
 * Deploy step: migrates the databases of DATABASE_URL, one, or several with spaces between; `--over-websocket` reaches a Neon database where only HTTPS gets out. With
 * `--sign-in-link` also the operator's way in: prints a link for the owner.
 */
import { parseArgs } from "node:util";
import { openNeonSockets } from "../db/connect/neon-sockets.ts";
import { openPostgres } from "../db/connect/postgres.ts";
import { issueSignInToken } from "../services/access/issue-tokens.ts";
import { prepareDatabases } from "./prepare-database.ts";

const { "sign-in-link": isLinkAsked, "over-websocket": isOverWebSocket } = parseArgs({
  options: { "sign-in-link": { type: "boolean" }, "over-websocket": { type: "boolean" } },
}).values;
const { DATABASE_URL, PUBLIC_URL } = process.env;
if (!DATABASE_URL || !PUBLIC_URL) {
  process.stderr.write("Set DATABASE_URL (postgres://…, the owner of the schema, not a pooler) and PUBLIC_URL (https://…).\n");
  process.exit(64);
}
const open = (url: string) => (isOverWebSocket ? openNeonSockets(url, () => {}) : openPostgres(url, () => {}));
const [firstUrl = "", ...furtherUrls] = DATABASE_URL.trim().split(/\s+/);
const databases = [open(firstUrl), ...furtherUrls.map(open)] as const;
try {
  const owner = await prepareDatabases(databases);
  if (isLinkAsked) process.stdout.write(`${PUBLIC_URL.replace(/\/$/, "")}/start/${await issueSignInToken(owner, Date.now())}\n`);
} finally {
  await Promise.all(databases.map((db) => db.close()));
}
