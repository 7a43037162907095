import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { BindPool } from "@berth/shared/domain/host/snapshot.ts";
import { type Address, formatAddress, isWildcard } from "@berth/shared/domain/network/address.ts";
import { TCP_STATE_NUMBER } from "@berth/shared/domain/network/tcp-state.ts";
import type { BindHeadroom } from "@berth/shared/domain/ports/bind-headroom.ts";
import type { PortSurvey } from "@berth/shared/domain/ports/port-survey.ts";
import { gap } from "../collectors/gap-from-error.ts";
import type { NamespaceReading } from "../collectors/namespace-reading.ts";

/** Tightest pools that are sent. A host with more addresses is asked by `headroom`. */
const POOLS_MAX = 20;

interface Source {
  address: Address;
  rows: number;
  boundInactive: number;
}

/**
 * The pool of each local address that holds ports of the range: what bind(address, 0) still finds. Addresses with most
 * sockets are looked at; the tightest pool comes first.
 */
export function bindPools(survey: PortSurvey, headroom: BindHeadroom, { id, hiddenSocketsMax }: NamespaceReading, gaps: Gap[]): BindPool[] {
  const seesBoundInactive = hiddenSocketsMax === 0;
  const sources = [...sourcesOf(survey).values()].sort((a, b) => b.rows - a.rows);
  const busiest = sources.slice(0, POOLS_MAX);
  const left = sources.length - busiest.length;
  if (left > 0) gaps.push(gap("pools", "truncated", id, `${left} addresses with fewer sockets were left out`));
  const pools = busiest.map(({ address, boundInactive }): BindPool => {
    const use = headroom.answer({ source: address, v6Only: false, device: 0 }, null);
    return {
      source: formatAddress(address),
      capacity: use.capacity,
      used: use.held + use.blocked,
      boundInactive: seesBoundInactive ? boundInactive : null,
      headroom: use.headroom,
    };
  });
  return pools.sort((a, b) => b.used - a.used || a.source.localeCompare(b.source));
}

function sourcesOf({ table, rows, groupStart }: PortSurvey): Map<string, Source> {
  const sources = new Map<string, Source>();
  for (let group = 0; group < table.groupCount; group++) {
    const [from, to] = [groupStart[group]!, groupStart[group + 1]!];
    const state = table.state[rows[from]!]!;
    const address = table.groupLocal(group);
    // A wildcard listener is no pool of its own: it takes its port from every address.
    if (from === to || (isWildcard(address) && state === TCP_STATE_NUMBER.listen)) continue;
    const key = `${address.family} ${address.words.join()}`;
    const source = sources.get(key) ?? { address, rows: 0, boundInactive: 0 };
    source.rows += to - from;
    for (let at = from; table.groupRemotePort(group) === 0 && at < to; at++)
      if (table.state[rows[at]!] === TCP_STATE_NUMBER.close) source.boundInactive++;
    sources.set(key, source);
  }
  return sources;
}
