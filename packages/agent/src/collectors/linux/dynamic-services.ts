import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { DynamicPortService } from "@berth/shared/domain/host/services.ts";
import type { CollectorPorts } from "../collector-ports.ts";
import { gap } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { FTP_SERVERS } from "./ftp-passive.ts";
import { parseEpmd, parseProcessList, parseRpcinfo } from "./service-listings.ts";

/** Services come and go with releases: looking through all processes once a minute is enough. */
const EVERY_MS = 60_000;
const LIMITS = { timeoutMs: 2_000, maxBytes: 256 * 1024 };
/** The wire's limit. */
const SERVICES_MAX = 50;
const PORTMAPPED = ["rpcbind", "rpc.statd", "rpc.mountd", "portmap"];

type Found = { services: DynamicPortService[] | undefined; gaps: Gap[] };

/** Servers of this host that take a port at start: looked for by their processes, and asked through their own commands. */
export class DynamicServices {
  readonly #ports: Pick<CollectorPorts, "files" | "runCommand">;
  #last: (Found & { atMs: number }) | null = null;

  constructor(ports: Pick<CollectorPorts, "files" | "runCommand">) {
    this.#ports = ports;
  }

  /** What could not be asked is added to `gaps`; undefined where nothing can be said at all. */
  read(atMs: number, gaps: Gap[]): DynamicPortService[] | undefined {
    if (this.#last === null || Math.abs(atMs - this.#last.atMs) >= EVERY_MS) this.#last = { ...this.#look(), atMs };
    gaps.push(...this.#last.gaps);
    return this.#last.services;
  }

  #look(): Found {
    const { files } = this.#ports;
    const gaps: Gap[] = [];
    let running: Running;
    try {
      running = processesOf(files);
    } catch {
      return { services: undefined, gaps: [gap("services", "denied", null, "/proc cannot be listed")] };
    }
    const services = [
      ...running.java.flatMap(parseProcessList),
      ...(running.names.has("epmd") ? this.#ask("epmd", ["-names"], parseEpmd, gaps) : []),
      ...(PORTMAPPED.some((name) => running.names.has(name)) ? this.#ask("rpcinfo", ["-p"], parseRpcinfo, gaps) : []),
      ...Object.keys(FTP_SERVERS)
        .filter((name) => running.names.has(name))
        .flatMap((name) => ftpServer(files, name)),
    ];
    // With something that could not be asked, an empty list would say that there is nothing.
    return { services: services.length === 0 && gaps.length > 0 ? undefined : services.slice(0, SERVICES_MAX), gaps };
  }

  #ask(program: string, args: readonly string[], parse: (text: string) => DynamicPortService[], gaps: Gap[]): DynamicPortService[] {
    const answer = this.#ports.runCommand(program, args, LIMITS);
    if ("reason" in answer) {
      gaps.push(gap("services", answer.reason, null, `${program} ${args.join(" ")}: ${answer.hint}`));
      return [];
    }
    if (answer.exitCode !== 0)
      gaps.push(gap("services", "unsupported", null, `${program} ${args.join(" ")} ended with ${answer.exitCode}`));
    return answer.exitCode === 0 ? parse(answer.stdout) : [];
  }
}

interface Running {
  names: ReadonlySet<string>;
  /** Command lines of Java, as ps prints them: user, pid, then the words. */
  java: string[];
}

/** The processes of the agent's own network namespace, as far as /proc tells; those of others have ports of their own. */
function processesOf(files: HostFiles): Running {
  const own = namespaceOf(files, "self");
  const names = new Set<string>();
  const java: string[] = [];
  for (const pid of files.list("/proc").filter((name) => /^\d+$/.test(name))) {
    const name = textOf(files, `/proc/${pid}/comm`)?.trim();
    const isWanted = name === "java" || name === "epmd" || PORTMAPPED.includes(name ?? "") || Object.hasOwn(FTP_SERVERS, name ?? "");
    if (name === undefined || !isWanted) continue;
    const theirs = namespaceOf(files, pid);
    if (own !== null && theirs !== null && own !== theirs) continue;
    names.add(name);
    if (name === "java") java.push(`- ${pid} ${(textOf(files, `/proc/${pid}/cmdline`) ?? "").replaceAll("\0", " ")}`);
  }
  return { names, java };
}

function namespaceOf(files: HostFiles, pid: string): string | null {
  try {
    return files.readLink(`/proc/${pid}/ns/net`);
  } catch {
    return null;
  }
}

function textOf(files: HostFiles, path: string): string | null {
  try {
    return files.readText(path);
  } catch {
    return null;
  }
}

function ftpServer(files: HostFiles, name: string): DynamicPortService[] {
  const { files: paths, parse } = FTP_SERVERS[name]!;
  const found = paths.map((path) => ({ path, text: textOf(files, path) })).find(({ text }) => text !== null);
  // A server whose settings cannot be read may have any.
  if (!found) return [];
  const configured = parse(found.text!);
  return [
    {
      service: "ftp-passive",
      instance: name,
      port: null,
      configured,
      configuredBy: found.path,
      isContradictory: false,
      isExposed: true,
    },
  ];
}
