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
    const { ports, tenants, answers } = known;
    const left = new Uint16Array(open.length);
    let [count, at] = [0, 0];
    for (let index = 0; index < open.length; index++) {
      const port = open[index]!;
      while (at < ports.length && ports[at]! < port) at++;
      if (ports[at] === port && tenants[at] === this.#tenants[port]) owners[port] = answers[at]!;
      else left[count++] = port;
    }
    return left.subarray(0, count);
  }

  /** Remembers the answers for the table of the `recall` before. */
  keep(namespaceId: string, open: Uint16Array, owners: Uint8Array): void {
    const ports = new Uint16Array(open.length);
    const tenants = new Uint32Array(open.length);
    const answers = new Uint8Array(open.length);
    let count = 0;
    for (let index = 0; index < open.length; index++) {
      const port = open[index]!;
      if (owners[port] === SETTLED.notAsked) continue;
      ports[count] = port;
      tenants[count] = this.#tenants[port]!;
      answers[count++] = owners[port]!;
    }
    this.#current.set(namespaceId, {
      ports: ports.slice(0, count),
      tenants: tenants.slice(0, count),
      answers: answers.slice(0, count),
    });
  }

  /** A number for the set of sockets on each port: the same set, the same number. */
  #countTenants(table: SocketTable): void {
    const tenants = this.#tenants;
    const { length, port, group, inode } = table;
    tenants.fill(0);
    const hashes = new Int32Array(table.groupCount);
    for (let each = 0; each < hashes.length; each++) hashes[each] = table.groupHash(each);
    for (let row = 0; row < length; row++)
      tenants[port[row]!]! += Math.imul(hashes[group[row]!]! ^ Math.imul(inode[row]!, 0xc2b2ae3d), 0x9e3779b1) | 1;
  }
}
