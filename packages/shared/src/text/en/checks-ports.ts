import type { PORTS_CHECKS, PORTS_RULES } from "../../domain/checklist/catalogue/ports.ts";
import type { ChecksGroupText } from "../checks.ts";
import { portsRules } from "./checks-rules.ts";

export const portsChecks: ChecksGroupText<(typeof PORTS_CHECKS)[number], (typeof PORTS_RULES)[number]> = {
  title: {
    "eph-dest": "Ports to the worst destination",
    "eph-host": "Ports shared by all destinations",
    "tw-dest": "TIME_WAIT per destination",
    closewait: "Sockets left in CLOSE_WAIT",
    "listen-in-range": "Listeners in the ephemeral range",
    "range-sane": "The ephemeral range",
    "ct-use": "Conntrack table",
    "tw-reuse": "TIME_WAIT reuse",
  },
  looksAt: {
    "eph-dest": "How much of its capacity each source and destination pair has used.",
    "eph-host": "The bind-first pool of each source, UDP, and distinct local ports in all.",
    "tw-dest": "How many ports of one tuple wait out their 60 seconds and cannot be taken over.",
    closewait: "Connections that the peer has closed and the application has not, over the last 30 minutes.",
    "listen-in-range": "Services whose port the kernel may give to a client connection.",
    "range-sane": "Size, parity and overlaps of ip_local_port_range, less the reserved ports.",
    "ct-use": "Entries of nf_conntrack against nf_conntrack_max.",
    "tw-reuse": "tcp_tw_reuse, tcp_timestamps, and whether reuse would help here.",
  },
  passed: {
    "eph-dest": "Every tuple has ports to spare.",
    "eph-host": "The shared pools have ports to spare.",
    "tw-dest": "TIME_WAIT takes no large share of any tuple’s ports.",
    closewait: "No tuple keeps sockets in CLOSE_WAIT.",
    "listen-in-range": "No lasting service listens on an unreserved port of the range.",
    "range-sane": "The range is large enough, even in size and clear of listeners.",
    "ct-use": "The conntrack table has room.",
    "tw-reuse": "The reuse settings do not contradict each other.",
  },
  rules: portsRules,
};
