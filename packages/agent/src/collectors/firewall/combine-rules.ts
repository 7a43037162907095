import type { Chain } from "@berth/shared/domain/firewall/ruleset.ts";
import type { IptablesDump } from "./parse-iptables-save.ts";
import type { NftTable } from "./parse-nft.ts";

export interface FamilyDump {
  family: 4 | 6;
  dump: IptablesDump;
}

/** nftables' words for the families of iptables and ip6tables. */
export const NFT_FAMILY = { 4: "ip", 6: "ip6" } as const;

/** Tables that iptables-save told although they are kept in nftables, as `ip filter`. */
export const toldByIptables = (dumps: readonly FamilyDump[]): ReadonlySet<string> =>
  new Set(dumps.flatMap(({ family, dump }) => (dump.isNft ? dump.tables.map(({ name }) => `${NFT_FAMILY[family]} ${name}`) : [])));

/** All chains, those of each table once: of a table of iptables' own that is kept in nftables, iptables-save knows more than nft. */
export function combineRules(tables: readonly NftTable[], dumps: readonly FamilyDump[]): Chain[] {
  const told = toldByIptables(dumps);
  const others = tables.filter(({ family, name }) => !told.has(`${family} ${name}`));
  return [...others, ...dumps.flatMap(({ dump }) => dump.tables)].flatMap(({ chains }) => chains);
}
