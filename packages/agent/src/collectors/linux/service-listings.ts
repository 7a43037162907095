import { printableText } from "@berth/shared/domain/evidence/printable-text.ts";
import type { DynamicPortService, DynamicService } from "@berth/shared/domain/host/services.ts";
import { PORT_MAX } from "@berth/shared/domain/network/port-interval.ts";
import { linesOf } from "../listing/socket-listing.ts";

/** RPC programs of NFSv3 that take a new port at every start, unless told one (nlockmgr is lockd). */
const RPC_PROGRAMS: Record<string, DynamicService> = {
  100024: "nfs-statd",
  100005: "nfs-mountd",
  100021: "nfs-lockd",
};

/** Of a node's name; whoever registers it may call it anything. */
const INSTANCE_LENGTH_MAX = 64;

const dynamic = (service: DynamicService, port: number | null, instance: string | null = null): DynamicPortService => ({
  service,
  instance,
  port,
  configured: null,
  configuredBy: null,
  isContradictory: false,
  isExposed: true,
});

const portOf = (text: string | undefined): number | null => {
  const port = Number(text ?? Number.NaN);
  return Number.isInteger(port) && port > 0 && port <= PORT_MAX ? port : null;
};

/** `rpcinfo -p`: program number, version, protocol, port; the name at the end is not looked at. One entry for each port. */
export function parseRpcinfo(text: string): DynamicPortService[] {
  const found = new Map<string, DynamicPortService>();
  for (const { text: row } of linesOf(text)) {
    const match = /^\s*(\d{6,10})\s+\d+\s+(tcp|udp)6?\s+(\d{1,5})\b/.exec(row);
    const service = match && RPC_PROGRAMS[match[1]!];
    const port = portOf(match?.[3]);
    if (service && port !== null) found.set(`${service} ${match[2]} ${port}`, dynamic(service, port));
  }
  return [...found.values()];
}

/** `epmd -names`: `name rabbit at port 25672`. */
export const parseEpmd = (text: string): DynamicPortService[] =>
  [...text.matchAll(/^\s*name\s+(\S{1,64})\s+at\s+port\s+(\d{1,5})\s*$/gm)].map(([, name, port]) =>
    dynamic("erlang-distribution", portOf(port), printableText(name!, INSTANCE_LENGTH_MAX)),
  );

/**
 * Java processes that open JMX to other hosts, by their command lines: the RMI server's port is random unless
 * `jmxremote.rmi.port` fixes it.
 */
export function parseProcessList(text: string): DynamicPortService[] {
  return linesOf(text).flatMap(({ text: row }): DynamicPortService[] => {
    const registry = /-Dcom\.sun\.management\.jmxremote\.port=(\d{1,5})\b/.exec(row);
    if (!registry) return [];
    const fixed = portOf(/-Dcom\.sun\.management\.jmxremote\.rmi\.port=(\d{1,5})\b/.exec(row)?.[1]);
    const pid = /^\s*(?:\S+\s+)?(\d{1,10})\s/.exec(row)?.[1];
    return [
      {
        ...dynamic("java-rmi", fixed, pid === undefined ? "java" : `java ${pid}`),
        configured: fixed === null ? null : { low: fixed, high: fixed },
        configuredBy: fixed === null ? `jmxremote.port=${registry[1]}` : `jmxremote.rmi.port=${fixed}`,
      },
    ];
  });
}
