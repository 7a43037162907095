import { OWNER } from "./port-owner.ts";
import { SETTLED, type SettledOwners } from "./settled-owners.ts";

/** Fewer answers than this leave the guess as it is. */
const ANSWERS_MIN = 20;

/** Spreads neighbouring ports over 0 to 2³² (Knuth's multiplicative hash). */
const spread = (port: number): number => Math.imul(port, 0x9e3779b1) >>> 0;

/**
 * Corrects the guess by what the kernel said of open ports drawn at random (`drawn`). Of the ports that
 * were not asked, as large a share is marked as binders hold of those that were: the ports that the pattern gives to
 * bind() apart from the others. Which ports are marked means nothing; their number does.
 */
export function fitGuessToSample(owner: Uint8Array, { owners, drawn }: Pick<SettledOwners, "owners" | "drawn">): void {
  const sample = { guessed: { asked: 0, binds: 0 }, others: { asked: 0, binds: 0 } };
  const stratumOf = (port: number) => (owner[port]! & OWNER.guessedBind ? sample.guessed : sample.others);
  for (const port of drawn) {
    const stratum = stratumOf(port);
    stratum.asked++;
    if (owners[port] === SETTLED.bindOwned) stratum.binds++;
  }
  const [guessed, others] = [limitOf(sample.guessed), limitOf(sample.others)];
  // The most common of all: nothing is guessed, and nothing else was found to be a binder's.
  if (guessed === null && (others === null || others === 0)) return;
  for (let port = 0; port < 65_536; port++) {
    const bits = owner[port]!;
    if (owners[port] !== SETTLED.notAsked || (bits & (OWNER.any | OWNER.bind)) !== OWNER.any) continue;
    const limit = bits & OWNER.guessedBind ? guessed : others;
    if (limit === null) continue;
    owner[port] = spread(port) < limit ? bits | OWNER.guessedBind : bits & ~OWNER.guessedBind;
  }
}

/** Below it, a port's spread counts it among the binders'; null where too few of its kind were asked. */
const limitOf = ({ asked, binds }: { asked: number; binds: number }): number | null =>
  asked < ANSWERS_MIN ? null : (binds / asked) * 2 ** 32;
