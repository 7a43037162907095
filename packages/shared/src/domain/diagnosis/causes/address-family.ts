import { isLoopback, parseAddress } from "../../network/address.ts";
import { unlessListened } from "../quiet.ts";
import type { Refusal } from "../refusals.ts";
import { say, unreadPart } from "../say.ts";
import { linesOf, type Signs } from "../signs.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** So many IPv6 connections show that the family works, and that something else is wrong. */
const WORKS_FROM = 1;

/** The destination is of a family in which the host has no address: EADDRNOTAVAIL, although every port is free. */
export const addressFamily = defineCause({
  id: "address-family",
  platforms: ["linux", "windows", "darwin", "freebsd"],
  explains: [],

  weigh(signs): Weighing {
    const refused = signs.refusals.filter(({ kind }) => kind === "connect-unavailable");
    const sixes = refused.filter((each) => isLogged(each) && ipv6Host(each) !== null);
    const [first] = sixes;
    if (!first) return refused.length > 0 ? excluded(...refused.slice(0, 1).map(({ evidence }) => evidence)) : unlessListened(signs);
    const entries = ipv6Entries(signs);
    if (signs.isAnyRead && entries >= WORKS_FROM) return excluded(say("cause-no-ipv6", { observed: entries, unit: "sockets" }));
    if (!signs.isAnyRead && linesOf(signs, "connect-address-unavailable").length === 0) return undecided(unreadPart(signs.current, "tcp"));
    const isHere = isLoopback(parseAddress(ipv6Host(first) ?? "") ?? { family: 4, words: [0, 0, 0, 0] });
    const evidence = [say("cause-no-ipv6", { subject: first.destination ?? "", observed: entries, unit: "sockets" }), first.evidence];
    if (signs.isAnyRead) return possible("strong", 0, evidence);
    return possible(isHere ? "likely" : "hint", 0, [first.evidence]);
  },
});

/**
 * A failure that was traced happened in the search for a port: the address and the route had been found before
 * (net/ipv6/tcp_ipv6.c, tcp_v6_connect).
 */
const isLogged = ({ signature }: Refusal): boolean => signature !== null;

/** The IPv6 host that a refusal names; null where it names none. */
function ipv6Host({ destination, endpoint, quote }: Refusal): string | null {
  const host = destination === null ? (/\[?(::1)\]?[:\s]/.exec(quote)?.[1] ?? null) : endpoint.host;
  return host !== null && parseAddress(host)?.family === 6 ? host : null;
}

/** IPv6 connections, the waiting ones included, of all destinations. */
const ipv6Entries = ({ current }: Signs): number =>
  current.namespaces.reduce((sum, { tcpStates }) => sum + (tcpStates ? tcpStates.v6.established + tcpStates.v6.timeWait : 0), 0);
