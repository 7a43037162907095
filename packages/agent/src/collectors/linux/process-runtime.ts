/** Executables whose connection pools and settings are known by name. */
const BY_NAME: readonly [RegExp, string][] = [
  [/^(?:python|pypy)[\d.]*(?:$|-)/, "python"],
  [/^(?:node|nodejs|bun|deno)$/, "node"],
  [/^(?:java|jsvc)$/, "java"],
  [/^dotnet$/, "dotnet"],
  [/^php-fpm[\d.]*$/, "php-fpm"],
  [/^php[\d.]*(?:$|-)/, "php"],
  [/^ruby[\d.]*$/, "ruby"],
  [/^(?:nginx|openresty)$/, "nginx"],
  [/^haproxy$/, "haproxy"],
  [/^(?:cilium-)?envoy$/, "envoy"],
  [/^pilot-agent$/, "pilot-agent"],
  [/^linkerd2?-proxy$/, "linkerd"],
  [/^traefik$/, "traefik"],
  [/^caddy$/, "caddy"],
  [/^squid$/, "squid"],
  [/^(?:apache2|httpd)$/, "apache"],
  [/^pgbouncer$/, "pgbouncer"],
  [/^beam(?:\.smp)?$/, "erlang"],
];

/** What a process is written in or is, by its executable's name, else by its own; null where neither tells. */
export function runtimeOf(executable: string, name: string): string | null {
  for (const candidate of [executable, name]) for (const [pattern, runtime] of BY_NAME) if (pattern.test(candidate)) return runtime;
  return null;
}
