import { strengthRank, type Weighing } from "./weighing.ts";

/** The strongest of several ways to the same cause, of equals the one with most ports; null where none is possible. */
export function bestOf(weighed: readonly Weighing[]): Weighing | null {
  const candidates = weighed.filter((each) => each.standing === "possible");
  const [best] = candidates.toSorted((a, b) => strengthRank(b.strength) - strengthRank(a.strength) || b.ports - a.ports);
  return best ?? null;
}
