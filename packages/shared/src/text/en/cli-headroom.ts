import type { UnknownReason } from "../../domain/ports/headroom.ts";
import type { CliHeadroomText } from "../cli-headroom.ts";

const number = (value: number) => value.toLocaleString("en-US");

const REASON: Record<UnknownReason, string> = {
  denied: "reading the sockets or the range needs more rights; run as root",
  "no-route": "this host has no route, address or device for it",
  malformed: "the kernel's answer could not be read",
  timeout: "the kernel did not answer in time",
  unsupported: "this kernel or this Node.js cannot tell",
};

export const cliHeadroom: CliHeadroomText = {
  counted: (asked, { best, low, high, used, capacity }) => ({
    headline: `${asked}: ${number(best)} more${low === high ? "" : ` (${number(low)}–${number(high)})`}`,
    use: `${number(used)} of ${number(capacity)} ports used`,
  }),
  unlimited: (asked) => `${asked}: no limit by ports`,
  unknown: (asked, reason) => `${asked}: unknown — ${REASON[reason]}`,
  bind: (address) => `bind(${address}, 0)`,
  fromHere: "here",
  unresolved: (name, reason) => `${name} could not be resolved (${reason}). Check the name, or give an address.`,
  inputTooLarge: (megabytes) => `More than ${megabytes} MB of questions at once. Ask in parts.`,
};
