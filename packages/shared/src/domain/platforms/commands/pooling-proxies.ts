import type { PoolingSnippet } from "./pooling-snippets.ts";

/** Servers that stand between: their own connections are what counts. */
export const POOLING_PROXIES: readonly PoolingSnippet[] = [
  {
    name: "nginx",
    runtimes: ["nginx"],
    code: `# before 1.29.7, which does this by itself
upstream backend {
  server 10.4.7.21:8080;
  keepalive 64; # for each worker
}
location / {
  proxy_pass http://backend;
  proxy_http_version 1.1;
  proxy_set_header Connection "";
}`,
  },
  {
    name: "nginx, PHP-FPM behind it",
    runtimes: ["nginx", "php-fpm"],
    code: `fastcgi_pass unix:/run/php-fpm.sock;
fastcgi_keep_conn on;`,
  },
  { name: "HAProxy", runtimes: ["haproxy"], code: "http-reuse always # where the backend tolerates it; safe by default" },
  {
    name: "Envoy",
    runtimes: ["envoy", "pilot-agent"],
    code: `# HTTP/2 to the upstream: one connection carries many requests
typed_extension_protocol_options:
  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
    "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    explicit_http_config: { http2_protocol_options: {} }`,
  },
  {
    name: "PgBouncer",
    runtimes: ["pgbouncer", "php", "php-fpm", "ruby"],
    code: `pool_mode = transaction
default_pool_size = 20
server_lifetime = 3600 ; 0 would use each connection once`,
  },
  {
    name: "DNS resolvers",
    runtimes: ["named", "unbound", "systemd-resolve", "dnsmasq"],
    code: `# unbound: keep queries off the ports of services, and ask less often
outgoing-port-avoid: 30000-32767
prefetch: yes`,
  },
];
