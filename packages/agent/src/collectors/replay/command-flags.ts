import { SOCKET_KINDS, type SocketKind } from "../listing/socket-listing.ts";

/** Which sockets a command shows: classes of TCP (`6 listening`) and families of UDP. */
export interface Coverage {
  tcp: ReadonlySet<TcpClass>;
  udp: ReadonlySet<4 | 6>;
  /** Only lines that a filter let through are there. */
  isFiltered: boolean;
}

export type TcpClass = `${4 | 6} ${SocketKind}`;

/** Programs behind a pipe that leave lines out. */
const FILTERS = ["findstr", "find", "grep", "egrep", "select-string", "where", "where-object", "head", "tail", "awk", "measure"];

interface Shown {
  kinds: readonly SocketKind[];
  families?: readonly (4 | 6)[];
  tcp?: boolean;
  udp?: boolean;
  isFiltered?: boolean;
}

function coverage({ kinds, families = [4, 6], tcp = true, udp = true, isFiltered = false }: Shown): Coverage {
  return {
    tcp: new Set(tcp ? families.flatMap((family) => kinds.map((kind): TcpClass => `${family} ${kind}`)) : []),
    udp: new Set(udp ? families : []),
    isFiltered,
  };
}

/** A command's words without regard to case, and its single letters with it: on the BSDs -A is another flag than -a. */
export class CommandWords {
  readonly words: readonly string[];
  readonly #letters: ReadonlySet<string>;

  constructor(words: readonly string[]) {
    this.words = words.map((word) => word.toLowerCase());
    const pipe = this.words.findIndex((word) => FILTERS.includes(word));
    const own = pipe < 0 ? words : words.slice(0, pipe);
    // `-tan`, and `tan` where the hyphen was lost; words such as `tcp` and `inet` are values.
    const isFlag = (word: string, at: number) =>
      /^-[a-z0-9]+$/i.test(word) || (at === 0 && /^[a-z]{1,7}$/.test(word) && !VALUES.includes(word));
    const flags = own.slice(1).filter(isFlag);
    this.#letters = new Set(flags.flatMap((word) => [...word.replace("-", "")]));
  }

  has(letter: string): boolean {
    return this.#letters.has(letter);
  }

  hasAnyCase(letter: string): boolean {
    return this.has(letter) || this.has(letter.toUpperCase());
  }

  says(...words: string[]): boolean {
    return words.some((word) => this.words.includes(word));
  }

  get isFiltered(): boolean {
    return this.words.some((word) => FILTERS.includes(word)) || this.says("state", "sport", "dport");
  }

  /** IPv4, IPv6 or both, by -4 and -6, `inet` and `inet6`. */
  get families(): readonly (4 | 6)[] {
    const [v4, v6] = [
      this.says("-4", "inet", "--inet", "-i4") || this.has("4"),
      this.says("-6", "inet6", "--inet6", "-i6") || this.has("6"),
    ];
    return v4 === v6 ? [4, 6] : v4 ? [4] : [6];
  }
}

const VALUES = ["tcp", "udp", "tcpv6", "udpv6", "inet", "inet6", "more", "sort", "out"];
const ALL_BUT_BOUND: readonly SocketKind[] = ["listening", "connected", "timeWait"];

export function windowsNetstatCoverage(flags: CommandWords): Coverage {
  const [tcp4, tcp6, udp4, udp6] = ["tcp", "tcpv6", "udp", "udpv6"].map((word) => flags.says(word));
  const isAnyNamed = tcp4 || tcp6 || udp4 || udp6;
  const kinds: SocketKind[] = [
    "connected",
    "timeWait",
    ...(flags.hasAnyCase("a") ? (["listening"] as const) : []),
    ...(flags.hasAnyCase("q") ? (["bound"] as const) : []),
  ];
  const shown = (v4: boolean, v6: boolean): (4 | 6)[] => [...(v4 ? [4 as const] : []), ...(v6 ? [6 as const] : [])];
  const tcp = isAnyNamed ? shown(tcp4!, tcp6!) : [4 as const, 6 as const];
  const udp = isAnyNamed ? shown(udp4!, udp6!) : [4 as const, 6 as const];
  return {
    tcp: coverage({ kinds, families: tcp }).tcp,
    udp: new Set(flags.hasAnyCase("a") ? udp : []),
    isFiltered: flags.isFiltered,
  };
}

const isListening = (flags: CommandWords): boolean => flags.has("l") || flags.says("--listening");
const isAll = (flags: CommandWords): boolean => flags.has("a") || flags.says("--all");

export function linuxNetstatCoverage(flags: CommandWords): Coverage {
  const kinds: readonly SocketKind[] = isListening(flags) ? ["listening"] : isAll(flags) ? ALL_BUT_BOUND : ["connected", "timeWait"];
  const [tcp, udp] = protocolsOf(flags);
  return coverage({ kinds, tcp, udp: udp && (isListening(flags) || isAll(flags)), families: flags.families, isFiltered: flags.isFiltered });
}

/** Without -a ss leaves out listeners and TIME_WAIT as well (misc/ss.c, SS_CONN). */
export function ssCoverage(flags: CommandWords): Coverage {
  const kinds: readonly SocketKind[] = isListening(flags) ? ["listening"] : isAll(flags) ? ALL_BUT_BOUND : ["connected"];
  const [tcp, udp] = protocolsOf(flags);
  return coverage({ kinds, tcp, udp: udp && (isListening(flags) || isAll(flags)), families: flags.families, isFiltered: flags.isFiltered });
}

export function bsdNetstatCoverage(flags: CommandWords): Coverage {
  const kinds: readonly SocketKind[] = flags.has("a") ? SOCKET_KINDS : ["connected", "timeWait"];
  const [tcp, udp] = namedProtocols(flags);
  return coverage({ kinds, tcp, udp: udp && flags.has("a"), families: flags.families, isFiltered: flags.isFiltered });
}

/** lsof and sockstat show sockets that a process holds. */
export function lsofCoverage(flags: CommandWords): Coverage {
  const named = flags.words.find((word) => /^-?i(?:4|6)?(?:tcp|udp)?/.test(word)) ?? "";
  const families: readonly (4 | 6)[] = /4/.test(named) ? [4] : /6/.test(named) ? [6] : [4, 6];
  const state = flags.words.some((word) => /^-?s(?:tcp|udp):?/.test(word));
  return coverage({
    kinds: ["listening", "connected", "bound"],
    tcp: !/udp/.test(named),
    udp: !/tcp/.test(named),
    families,
    isFiltered: flags.isFiltered || state,
  });
}

export function sockstatCoverage(flags: CommandWords): Coverage {
  const [onlyListening, onlyConnected] = [flags.has("l") && !flags.has("c"), flags.has("c") && !flags.has("l")];
  const kinds: readonly SocketKind[] = onlyListening ? ["listening"] : onlyConnected ? ["connected"] : ["listening", "connected", "bound"];
  const [tcp, udp] = namedProtocols(flags);
  return coverage({ kinds, tcp, udp: udp && !onlyConnected, families: flags.families, isFiltered: flags.isFiltered });
}

const KIND_OF_STATE: Record<string, SocketKind> = { listen: "listening", bound: "bound", timewait: "timeWait" };

/** Get-NetTCPConnection; with -State only that one. */
export function netTcpCoverage(flags: CommandWords): Coverage {
  const at = flags.words.indexOf("-state");
  if (at < 0) return coverage({ kinds: SOCKET_KINDS, udp: false, isFiltered: flags.isFiltered });
  const kind = KIND_OF_STATE[flags.words[at + 1] ?? ""];
  return coverage({
    kinds: kind ? [kind] : [],
    udp: false,
    isFiltered: kind === undefined || flags.words.some((word) => FILTERS.includes(word)),
  });
}

export const ONLY_UDP: Coverage = coverage({ kinds: [], tcp: false });

export const procCoverage = (protocol: "tcp" | "udp", family: 4 | 6): Coverage =>
  coverage({ kinds: ALL_BUT_BOUND, families: [family], tcp: protocol === "tcp", udp: protocol === "udp" });

/** By -t and -u; neither means both. */
export function protocolsOf(flags: CommandWords): [tcp: boolean, udp: boolean] {
  const [tcp, udp] = [flags.has("t") || flags.says("--tcp"), flags.has("u") || flags.says("--udp")];
  return tcp === udp ? [true, true] : [tcp, udp];
}

/** By `-p tcp` or `-P tcp`. */
function namedProtocols(flags: CommandWords): [tcp: boolean, udp: boolean] {
  const [tcp, udp] = [flags.says("tcp"), flags.says("udp")];
  return tcp === udp ? [true, true] : [tcp, udp];
}
