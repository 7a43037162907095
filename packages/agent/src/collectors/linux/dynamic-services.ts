import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { DynamicPortService } from "@berth/shared/domain/host/services.ts";
import type { CollectorPorts } from "../collector-ports.ts";
import { gap } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { FTP_SERVERS } from "./ftp-passive.ts";
import { parseEpmd, parseProcessList, parseRpcinfo } from "./service-listings.ts";

/** Services come and go with releases: looking through all processes once a minute is enough. */
const EVERY_MS = 60_000;
const MAX_BYTES = 256 * 1024;
/** The wire's limit. */
const SERVICES_MAX = 50;
/** Anyone may call a process so, as often as they like, and give it megabytes of words. */
const JAVA_MAX = 500;
const COMMAND_LINE_BYTES = 16 * 1024;
/** Of all that is asked together: nothing else is done meanwhile. */
const ASKING_MS = 2_000;
const PORTMAPPED = ["rpcbind", "rpc.statd", "rpc.mountd", "portmap"];

type DynamicServicePorts = Pick<CollectorPorts, "files" | "runCommand" | "monotonicMs">;

type Found = { services: DynamicPortService[] | undefined; gaps: Gap[] };

/** Servers of this host that take a port at start: looked for by their processes, and asked through their own commands. */
export class DynamicServices {
  readonly #ports: DynamicServicePorts;
  #last: (Found & { atMs: number }) | null = null;

  constructor(ports: DynamicServicePorts) {
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
    if (running.javaLeft > 0)
      gaps.push(gap("services", "truncated", null, `${running.javaLeft} more processes of Java were not looked at`));
    const untilMs = this.#ports.monotonicMs() + ASKING_MS;
    const services = [
      ...running.java,
      ...(running.names.has("epmd") ? this.#ask("epmd", ["-names"], parseEpmd, gaps, untilMs) : []),
      ...(PORTMAPPED.some((name) => running.names.has(name)) ? this.#ask("rpcinfo", ["-p"], parseRpcinfo, gaps, untilMs) : []),
      ...Object.keys(FTP_SERVERS)
        .filter((name) => running.names.has(name))
        .flatMap((name) => ftpServer(files, name)),
    ];
    const left = services.length - SERVICES_MAX;
    if (left > 0) gaps.push(gap("services", "truncated", null, `${left} more services are not listed`));
    // With something that could not be asked, an empty list would say that there is nothing.
    return { services: services.length === 0 && gaps.length > 0 ? undefined : services.slice(0, SERVICES_MAX), gaps };
  }

  #ask(
    program: string,
    args: readonly string[],
    parse: (text: string) => DynamicPortService[],
    gaps: Gap[],
    untilMs: number,
  ): DynamicPortService[] {
    const timeoutMs = Math.ceil(Math.max(1, untilMs - this.#ports.monotonicMs()));
    const answer = this.#ports.runCommand(program, args, { timeoutMs, maxBytes: MAX_BYTES });
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
  java: DynamicPortService[];
  javaLeft: number;
}

/** The processes of the agent's own network namespace, as far as /proc tells; those of others have ports of their own. */
function processesOf(files: HostFiles): Running {
  const own = namespaceOf(files, "self");
  const names = new Set<string>();
  const java: DynamicPortService[] = [];
  let javas = 0;
  for (const pid of files.list("/proc").filter((name) => /^\d+$/.test(name))) {
    const name = textOf(files, `/proc/${pid}/comm`)?.trim();
    const isWanted = name === "java" || name === "epmd" || PORTMAPPED.includes(name ?? "") || Object.hasOwn(FTP_SERVERS, name ?? "");
    if (name === undefined || !isWanted) continue;
    const theirs = namespaceOf(files, pid);
    if (own !== null && theirs !== null && own !== theirs) continue;
    names.add(name);
    if (name === "java" && javas++ < JAVA_MAX) java.push(...javaServices(files, pid));
  }
  return { names, java, javaLeft: Math.max(0, javas - JAVA_MAX) };
}

/** Its command line, as ps prints it: user, pid, then the words. */
function javaServices(files: HostFiles, pid: string): DynamicPortService[] {
  try {
    const words = files.readStart(`/proc/${pid}/cmdline`, COMMAND_LINE_BYTES).replaceAll(/[\0\r\n]/g, " ");
    return parseProcessList(`- ${pid} ${words}`);
  } catch {
    return [];
  }
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
