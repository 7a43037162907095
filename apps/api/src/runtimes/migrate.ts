/** Deploy step, and the operator's way back in: migrates the database of DATABASE_URL and prints a sign-in link for its owner. */
import { openPostgres } from "../db/connect/postgres.ts";
import { issueSignInToken } from "../services/access/issue-tokens.ts";
import { prepareDatabase } from "./prepare-database.ts";

const { DATABASE_URL, PUBLIC_URL } = process.env;
if (!DATABASE_URL || !PUBLIC_URL) {
  process.stderr.write("Set DATABASE_URL (postgres://…, the owner of the schema, not a pooler) and PUBLIC_URL (https://…).\n");
  process.exit(64);
}
const db = openPostgres(DATABASE_URL, () => {});
try {
  const owner = await prepareDatabase(db);
  process.stdout.write(`${PUBLIC_URL.replace(/\/$/, "")}/start/${await issueSignInToken(owner, Date.now())}\n`);
} finally {
  await db.close();
}
