import type { Instruction } from "./instruction.ts";

/**
 * How to bind a source address without taking a port: IP_BIND_ADDRESS_NO_PORT (IPPROTO_IP 24, Linux 4.2). curl sets it since
 * 7.75, nginx for proxy_bind since 1.11.4, HAProxy for a `source` without a port.
 */
const SNIPPETS: readonly { runtimes: readonly string[]; code: string }[] = [
  {
    runtimes: ["envoy"],
    code: `upstream_bind_config:
  source_address: { address: 10.0.3.17, port_value: 0 }
  socket_options:
    - { level: 0, name: 24, int_value: 1, state: STATE_PREBIND }`,
  },
  { runtimes: ["haproxy"], code: "server s1 10.4.7.21:6379 source 10.0.3.17" },
  { runtimes: ["nginx"], code: "proxy_bind 10.0.3.17;" },
  {
    runtimes: ["squid"],
    code: "# squid binds first where tcp_outgoing_address is set: leave it out, or use a release that sets the option",
  },
  { runtimes: ["python"], code: `s.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT\ns.bind(("10.0.3.17", 0))` },
  {
    runtimes: ["go"],
    code: `d := net.Dialer{LocalAddr: &net.TCPAddr{IP: ip}, Control: func(_, _ string, c syscall.RawConn) error {
	return c.Control(func(fd uintptr) { syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IP, 24, 1) })
}}`,
  },
  { runtimes: ["c", "c++"], code: "int on = 1;\nsetsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on); /* before bind() */" },
];

/** For the runtime where it is known, else every one. */
export function bindWithoutPortSnippets(runtime: string | null): Instruction[] {
  const fitting = SNIPPETS.filter(({ runtimes }) => runtime !== null && runtimes.includes(runtime.toLowerCase()));
  return (fitting.length > 0 ? fitting : SNIPPETS).map(({ runtimes, code }) => ({
    tool: "code",
    target: runtimes[0]!,
    apply: code,
    undo: null,
  }));
}
