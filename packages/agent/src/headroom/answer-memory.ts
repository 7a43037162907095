import { SETTLED } from "@berth/shared/domain/ports/settled-owners.ts";
import type { SocketTable } from "@berth/shared/domain/ports/socket-table.ts";

/** The answers about one namespace: ports in ascending order, who was on each, and what the kernel said. */
interface Remembered {
  ports: Uint16Array;
  tenants: Uint32Array;
  answers: Uint8Array;
}

/**
 * Answers of earlier rounds, good while the very same sockets are on a port: one more or one less, or one that went into
 * TIME_WAIT, and the port is asked about anew. Only where a bucket has no memory of its own may answers be kept.
 */
export class AnswerMemory {
  #last = new Map<string, Remembered>();
  #current = new Map<string, Remembered>();
  readonly #tenants = new Uint32Array(65_536);

  /** Starts a round; a namespace that the round before did not meet is forgotten. */
  begin(): void {
    this.#last = this.#current;
    this.#current = new Map();
  }

  /** Writes what still stands into `owners` (SETTLED values) and answers the open ports that are left. */
  recall(namespaceId: string, table: SocketTable, open: Uint16Array, owners: Uint8Array): Uint16Array {
    this.#countTenants(table);
    const known = this.#last.get(namespaceId);
    if (!known) return open;
    let at = 0;
    return open.filter((port) => {
      while (at < known.ports.length && known.ports[at]! < port) at++;
      if (known.ports[at] !== port || known.tenants[at] !== this.#tenants[port]) return true;
      owners[port] = known.answers[at]!;
      return false;
    });
  }

  /** Remembers the answers for the table of the `recall` before. */
  keep(namespaceId: string, open: Uint16Array, owners: Uint8Array): void {
    const ports = open.filter((port) => owners[port] !== SETTLED.notAsked);
    this.#current.set(namespaceId, {
      ports,
      tenants: Uint32Array.from(ports, (port) => this.#tenants[port]!),
      answers: Uint8Array.from(ports, (port) => owners[port]!),
    });
  }

  /** A number for the set of sockets on each port: the same set, the same number. */
  #countTenants(table: SocketTable): void {
    const tenants = this.#tenants;
    const { length, port, group, inode } = table;
    tenants.fill(0);
    const hashes = Int32Array.from({ length: table.groupCount }, (_, each) => table.groupHash(each));
    for (let row = 0; row < length; row++)
      tenants[port[row]!]! += Math.imul(hashes[group[row]!]! ^ Math.imul(inode[row]!, 0xc2b2ae3d), 0x9e3779b1) | 1;
  }
}
