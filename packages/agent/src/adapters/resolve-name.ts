import { lookup } from "node:dns/promises";

/** Every address of a name as connect() would try them, by the system's resolver (nsswitch, /etc/hosts). */
export async function resolveName(name: string): Promise<string[]> {
  const found = await lookup(name, { all: true, verbatim: true });
  return [...new Set(found.map(({ address }) => address))];
}
