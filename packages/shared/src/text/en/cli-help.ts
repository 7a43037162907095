import type { CliText } from "../cli.ts";

const LANG = `  --lang en|ja          language; without it LC_ALL, LC_MESSAGES, LANG decide
  --help                this page`;

const PASSIVE = `  --passive             guess who took a port from the sockets; without it
                        the kernel is asked, with no packet sent`;

const LOGS = `  --logs FILE           a log to read beside the journal; may be repeated`;

const DECLARATIONS = `  --egress KIND[:N]     how traffic leaves: none, aws-nat-gateway:2 (addresses),
                        azure-load-balancer:60 (machines), azure-app-service,
                        azure-nat-gateway:1, gcp-cloud-nat:64 (ports)
  --nacl PORTS          what a network ACL lets in: 1024-65535`;

const STATE_DIR = `  --state-dir DIR       the agent's folder; without it BERTH_STATE_DIR, else
                        /var/lib/berth-agent for root, else
                        $XDG_STATE_HOME/berth-agent or
                        ~/.local/state/berth-agent`;

const REPLAY = `  --replay DIR          judge another host from files named after the commands
                        that printed them; docs/collect-a-bundle.md lists them
  --os linux|windows|darwin|freebsd
                        whose they are, where the files do not tell`;

export const cliHelp: CliText["help"] = {
  overview: `berth-agent: how many ephemeral ports this host still has, for whom, to where

Usage: berth-agent COMMAND [FLAGS]

  check       judge this host now: verdict, tuples, checklist
  top         the first minute of an outage, live on a terminal
  what-if     work a change out before it is made; rank the remedies
  lint        what a sysctl file or netsh script would do here
  headroom    how many more connections it can open to one destination
  snapshot    print exactly what would be sent to a server
  doctor      what it cannot see here, and what would let it
  enrol       trade an enrolment token for this host's own credential
  run         take a snapshot every few seconds and send it
  version     print the version

${LANG}

berth-agent COMMAND --help tells more. check, headroom and snapshot send
nothing and need no server. Exit 64: the command line was wrong.
`,
  commands: {
    check: `berth-agent check: judge this host now. Sends nothing, needs no server.

Usage: berth-agent check [--json] [--explain ID] [--strict] [--passive]
                         [--logs FILE]… [--egress KIND] [--nacl PORTS]
                         [--color WHEN]

  --json                one JSON object instead of the page
  --explain ID          a check or a cause: its figures now, its rules, what to
                        do, when not, how to verify
  --strict              what could not be checked counts: exit 3
  --color auto|always|never
                        auto colours a terminal, unless NO_COLOR is set
${PASSIVE}
${LOGS}
${DECLARATIONS}
${REPLAY}
${LANG}

Exit: 2 a check fails · 1 one warns · 3 the range or the use of ports could
not be read · 0 none of these · 64 the command line was wrong

The bar shows used ÷ capacity with lines at 50, 60 and 80 %. Past 50 % of a
tuple connect() slows down; past 60 % a check warns, past 80 % it fails.

--json prints at least this, in this order; later versions may add fields:
  version      1
  verdict      {status, checkId, sentence, evidence}
  cause        why, in one id of a closed list; not-port-exhaustion; unknown
  evidence     [{sentence, rule, subject, observed, limit, unit, figures}]
  rivals       [{cause, standing, evidence[]}], likeliest first; standing is
               possible, unknown or excluded
  remedies     what to do, the best first
  exitCode     what this command exits with
  capturedAtMs epoch milliseconds by this host's clock
  checks       [{id, founding, status, sentence, evidence[], notes[],
               causes[], why}]
  tuples       [{namespaceId, namespace, source, destination, capacity, used,
               usedRatio, headroom{low,high,best,unlimited},
               closesPerSecond}], tightest first
  pools        [{namespaceId, namespace, source, capacity, used, usedRatio,
               headroom, boundInactive}], tightest first
  gaps         [{part, reason, namespaceId, hint}]
  replay       only with --replay: {unknownFiles[], unusedFiles[]}
status is pass, warn, fail, unknown or not_applicable; ratios are 0 to 1;
what does not apply is null or empty.
`,
    top: `berth-agent top: the first minute of an outage, live on a terminal

Usage: berth-agent top [--interval SECONDS] [--once] [--json] [--passive]

  --interval SECONDS    1 to 60; without it 1. A look that takes long
                        stretches it: a tenth of the time at most
  --once                one page, and end
  --json                one JSON object a look: {version, capturedAtMs,
                        verdict, cause, failures[], ports[]}
${LANG}

Sends nothing, needs no server. Keys: arrows or j k choose and scroll, Enter
opens, Escape goes back, c checks, r what to do, p pauses, ? explains, q
ends. As root it sees failures as they happen, and whose they are.
`,
    "what-if": `berth-agent what-if: work a change out before anybody makes it

Usage: berth-agent what-if [--set KEY=VALUE]… [--reserve PORTS]… [--pool N]
                           [--sources N] [--destinations N] [--no-port]
                           [--passive] [--json]
       berth-agent what-if      every remedy for this host, the best first
       berth-agent what-if --remedy ID     one of them with every command

  --set KEY=VALUE       net.ipv4.ip_local_port_range="15000 64999",
                        net.ipv4.ip_local_reserved_ports, tcp_tw_reuse,
                        tcp_tw_reuse_delay, tcp_timestamps or
                        tcp_max_tw_buckets of net.ipv4; may be repeated
  --reserve PORTS       30000-32767,50051, beside what is reserved already
  --pool N              requests that one connection carries
  --sources N           source addresses that share the load
  --destinations N      addresses or ports of the other side that share it
  --no-port             programs bind with IP_BIND_ADDRESS_NO_PORT
  --remedy ID           one remedy whole: conditions, effect, commands for
                        every tool, the way back, how to verify
  --json                one JSON object instead of the page
${PASSIVE}
${REPLAY}
${LANG}

Several at once are worked out together, for the network namespace that the
command runs in. Nothing is changed. What has no effect on ports or does harm
is refused with the reason, which is an answer too: exit 0.

--json prints at least this; later versions may add fields:
  version, verdict{sentence}, namespaceId, os, basis (sockets: to the port;
  counts: within bounds), changes[], isGradual, before, after{range,
  reserved, capacity}, tuples[{source, destination, before, after}],
  otherTuples, pools[], collisions[], refused[], cautions[],
  instructions[{tool, target, apply, undo}]
or, without changes: version, cause, namespaceId, remedies[{id, title,
  standing, step, why, refusal, conditions[], changes[], effect,
  collisions[], risk, whatIf, instructions[], verify}], folklore[]
or, with --remedy: version, cause, namespaceId, remedy (null: not here)

Exit: 0 answered · 3 the range or the sockets could not be read · 64 a value
cannot be
`,
    lint: `berth-agent lint: what a sysctl file or netsh script would do to this host

Usage: berth-agent lint FILE [--json] [--replay DIR] [--os OS]

  FILE                  a sysctl file or a netsh script; - for standard input
  --json                one JSON object: {version, file, exitCode, capacity,
                        findings[{line, key, value, severity, sentence,
                        instead}], notes[]}
  --replay DIR          judge it for the host whose files are in DIR
  --os OS               linux, windows, darwin or freebsd, if they do not tell
${LANG}

Changes nothing. Settings that do not bear on ports are not looked at.

Exit: 2 a line harms, collides or is refused · 1 one is useless or needs care
· 0 neither · 64 the file or a flag was unusable
`,
    headroom: `berth-agent headroom: how many more connections this host can open now

Usage: berth-agent headroom tcp://ADDRESS:PORT [--from ADDRESS] [--json]
       berth-agent headroom udp://[IPV6]:PORT
       berth-agent headroom --bind --from ADDRESS
       berth-agent headroom --queries -

  --from ADDRESS        connect from there without taking the port at bind()
  --bind                ask for bind(ADDRESS, 0), with no destination
  --json                the answer as one line of JSON
  --queries -           read one JSON question a line, answer each in order
${PASSIVE}
${REPLAY}
${LANG}

low and high enclose the truth, best is the likeliest. method says how they
were found: exact (the kernel was asked about every port whose owner the
sockets do not show), sampled (about some of them, drawn at random: best is
an estimate) or passive (about none; methodReason says why).

A name is resolved, and every address answered. A question for --queries:
  {"id":"q1","operation":"connect","protocol":"tcp","family":4,
   "source":null,"destination":{"address":"127.0.0.1","port":9000}}
on one line. operation is connect or bind, protocol tcp or udp, family 4 or
6. Optional: noPort, reuseAddress, v6only (false); range, device (null).

Exit: 0 every answer is a number · 3 one is unknown · 64 a question or flag
was unusable
`,
    snapshot: `berth-agent snapshot: print exactly what would be sent to a server

Usage: berth-agent snapshot [--compact] [--passive] [--logs FILE]…
                            [--state-dir DIR]

  --compact             one line, as it travels; a pipe gets this anyway
${PASSIVE}
${LOGS}
${STATE_DIR}
${REPLAY}
${LANG}

Sends nothing. The labels of an enrolment are included where there is one.
`,
    doctor: `berth-agent doctor: what it cannot see here, and what would let it

Usage: berth-agent doctor [--json]

  --json                one JSON object: {version, exitCode, sights[{part,
                        state, gaps[{reason, hint}], lets}]}
${LANG}

Sends nothing. state is seen, partly, unseen, or absent: this host does not
have the thing.

Exit: 0 everything can be seen · 3 something cannot
`,
    enrol: `berth-agent enrol: trade a token for this host's own credential

Usage: berth-agent enrol --server URL --token-file FILE [--label KEY=VALUE]...

  --server URL          such as https://berth.example
  --token-file FILE     a file with the token in it, or - for standard input;
                        a token never stands on a command line
  --label KEY=VALUE     shown with the host; may be repeated
${STATE_DIR}
${LANG}

Writes agent.json (mode 0600) in the agent's folder. With a credential that
works it changes nothing and says so.

Exit: 0 enrolled, now or before · 1 not · 64 the command line was wrong
`,
    run: `berth-agent run: take a snapshot every few seconds and send it

Usage: berth-agent run [--once] [--passive] [--egress KIND] [--nacl PORTS]
                       [--state-dir DIR]

  --once                one snapshot, delivered with all that waits, then end
${PASSIVE}
${DECLARATIONS}
${STATE_DIR}
${LANG}

While the server is away, snapshots wait in the agent's folder: 8,640 of them
and 50 MB at most, the oldest go first. They are delivered in order, once.
The interval, 5 to 300 seconds, comes from the server; 10 at first. While
nothing is wrong and nobody watches, several snapshots share a request. The log
goes to standard error. SIGINT and SIGTERM end it within two seconds.

Exit: 0 stopped as asked, or --once delivered all · 1 not
`,
    version: `berth-agent version: print the version and what runs it

Usage: berth-agent version

${LANG}
`,
  },
};
