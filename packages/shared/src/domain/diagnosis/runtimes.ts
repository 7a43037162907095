import type { ProcessUse } from "../host/snapshot.ts";
import type { Refusal } from "./refusals.ts";

/**
 * Runtimes whose HTTP client keeps connections unless it is told or made not to: Go's DefaultTransport (two idle ones a
 * host), Java's clients, .NET's HttpClient. Many short connections from them mean a pool that is too small, not shared or
 * not given its connections back.
 */
export const POOLS_BY_DEFAULT: readonly string[] = ["go", "java", "dotnet"];

/** Go's pool belongs to the transport: churn without one live connection is a pool that is thrown away each time. */
export const POOLS_IN_CLIENT: readonly string[] = ["go"];

/** Programs that pass on what they accept, and so may hold very many connections with good reason. */
const FORWARDERS =
  /^(?:nginx|openresty|haproxy|envoy|traefik|caddy|squid|apache2?|httpd|pgbouncer|linkerd|emqx|mosquitto|vernemq|twemproxy)$/;

/** Load generators that keep connections between requests or are used for rounds of them. */
const LOAD_GENERATORS =
  /^(?:wrk2?|ab|hey|k6|vegeta|bombardier|oha|autocannon|h2load|siege|jmeter|gatling|locust|tsung|artillery|httperf|weighttp|fortio|iperf3?|netperf|neper|tcpkali|cassowary|emqtt[-_]bench|mqtt-bench|memtier[-_]benchmark|sysbench|pgbench|ycsb)$/;

/** Written in Go and known by name, for where an agent could not tell. */
const GO_PROGRAMS =
  /^(?:prometheus|traefik|caddy|consul|vault|nomad|telegraf|dockerd|containerd|etcd|kubelet|kube-apiserver|grafana(?:-server)?|influxd|minio|loki|promtail|rudder-server|sync_gateway|gitea|hugo)$/;

const BY_NAME: readonly [RegExp, string][] = [
  [/^go$/, "go"],
  [GO_PROGRAMS, "go"],
  [/^(?:java|jsvc)$/, "java"],
  [/^dotnet$/, "dotnet"],
  [/^(?:python|pypy|gunicorn|uwsgi|celery)/, "python"],
  [/^(?:node|nodejs|bun|deno)$/, "node"],
  [/^php/, "php"],
  [/^(?:ruby|puma|unicorn|sidekiq)/, "ruby"],
  [/^nginx|^openresty/, "nginx"],
  [/^haproxy/, "haproxy"],
  [/^envoy/, "envoy"],
];

/** How a runtime words its errors. */
const BY_LINE: readonly [RegExp, string][] = [
  [/\bdial (?:tcp|udp)\b/, "go"],
  [/\bjava\.(?:net|nio)\.|\bBindException\b/, "java"],
  [/\bSystem\.Net\b|\bSocketException\b/, "dotnet"],
  [/\bwhile connecting to upstream\b/, "nginx"],
  [/\bcommBind\b/, "squid"],
  [/\bPredis\b|\bSQLSTATE\[|\bphp\b/i, "php"],
  [/\bOSError: \[Errno|\bNewConnectionError\b/, "python"],
];

/** `/usr/bin/wrk` and `wrk.exe` are `wrk`. */
const bareName = (process: string): string =>
  process
    .replace(/^.*[\\/]/, "")
    .replace(/\.exe$/i, "")
    .toLowerCase();

/** What a process is written in or is, by what the agent found out, else by its name; null where neither tells. */
export function runtimeOf(process: string | null, processes: readonly ProcessUse[]): string | null {
  if (process === null) return null;
  const found = processes.find(({ name, runtime }) => name === process && runtime !== undefined)?.runtime;
  if (found !== undefined) return found === "php-fpm" ? "php" : found;
  return BY_NAME.find(([pattern]) => pattern.test(bareName(process)))?.[1] ?? null;
}

export const runtimeOfLine = ({ quote }: Refusal): string | null => BY_LINE.find(([pattern]) => pattern.test(quote))?.[1] ?? null;

export const isForwarder = (name: string | null): boolean => name !== null && FORWARDERS.test(bareName(name));
export const isLoadGenerator = (process: string | null): boolean => process !== null && LOAD_GENERATORS.test(bareName(process));

/** Name servers: many UDP ports are their work. */
const RESOLVERS =
  /^(?:named|bind|unbound|dnsmasq|pdns(?:_recursor)?|knot|kresd|coredns|systemd-resolve(?:d)?|node-local-dns|nscd|dnscache|dns)$/;
export const isResolver = (process: string): boolean => RESOLVERS.test(bareName(process));
