import type { PassiveReason, UnknownReason } from "../../domain/ports/headroom.ts";
import type { CliHeadroomText } from "../cli-headroom.ts";

const number = (value: number) => value.toLocaleString("en-US");

const REASON: Record<UnknownReason, string> = {
  denied: "reading the sockets or the range needs more rights; run as root",
  "no-route": "this host has no route, address or device for it",
  malformed: "the kernel's answer could not be read",
  timeout: "the kernel did not answer in time",
  unsupported: "this kernel or this Node.js cannot tell",
};

const WHY_PASSIVE: Record<PassiveReason, string> = {
  declined: "as asked for with --passive",
  "no-native": "this Node.js has no node:ffi; the exact method needs Node.js 26.1",
  "fast-open-off": "net.ipv4.tcp_fastopen has bit 0 off here",
  "fast-open-paused": "the kernel has paused TCP Fast Open for now",
  "no-port-range": "the exact method needs Linux 6.3",
  "no-loopback": "this network namespace has no loopback address",
  denied: "a security module or a BPF program forbids the question",
  outside: "the network namespace can only be read from outside",
  listing: "they are what commands printed; no kernel can be asked",
  unsupported: "this kernel does not answer the question",
};

/** Who owns a port is known; whether an entry that is about to go, or may be taken over, still counts is not. */
const STAYS_WIDE = "exact but for ports about to come back, opened meanwhile, or to be taken over if timestamps were used";

export const cliHeadroom: CliHeadroomText = {
  counted: (asked, { best, low, high, used, capacity }) => ({
    headline: `${asked}: ${number(best)} more${low === high ? "" : ` (${number(low)}–${number(high)})`}`,
    use: `${number(used)} of ${number(capacity)} ports used`,
  }),
  unlimited: (asked) => `${asked}: no limit by ports`,
  unknown: (asked, reason) => `${asked}: unknown — ${REASON[reason]}`,
  method: (method, { open, asked, reason, isWide }) => {
    const why = reason === null ? "" : `: ${WHY_PASSIVE[reason]}`;
    switch (method) {
      case "exact":
        return `${isWide ? STAYS_WIDE : "exact"}: ${
          open === 0
            ? "the sockets leave no port’s owner open"
            : `the kernel was asked about every port with an unknown owner (${number(open)})`
        }`;
      case "sampled":
        return `sampled: the kernel was asked about ${number(asked)} of ${number(open)} ports with an unknown owner${why}`;
      case "passive":
        return `passive: from the sockets alone${why}`;
    }
  },
  bind: (address) => `bind(${address}, 0)`,
  fromHere: "here",
  unresolved: (name, reason) => `${name} could not be resolved (${reason}). Check the name, or give an address.`,
  inputTooLarge: (megabytes) => `More than ${megabytes} MB of questions at once. Ask in parts.`,
};
