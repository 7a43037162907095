import type { Destination } from "@berth/shared/domain/host/snapshot.ts";
import type { Random } from "@berth/shared/testing/seeded-random.ts";

const DESTINATIONS = 400;
/** Known to every service: the first of all; and of the rest, to each service so many. */
const SHARED = 40;
const OF_A_SERVICE = 30;
const SHARED_CHANCE = 0.45;

const PORTS = [5_432, 6_379, 443, 8_080, 9_092, 3_306, 11_211, 50_051, 9_200, 27_017, 5_672, 8_443] as const;

const ALL: readonly Destination[] = Array.from({ length: DESTINATIONS }, (_, index) => ({
  address: `10.64.${index >> 6}.${10 + (index & 63)}`,
  port: PORTS[(index * 5) % PORTS.length]!,
}));

/** So many different destinations that a host of this service would have: popular ones likelier, by Zipf's law. */
export function drawDestinations(random: Random, serviceIndex: number, count: number): Destination[] {
  const drawn = new Set<number>();
  while (drawn.size < count) {
    const rank = random.chance(SHARED_CHANCE) ? zipf(random, SHARED) : SHARED + serviceIndex * OF_A_SERVICE + zipf(random, OF_A_SERVICE);
    drawn.add(rank);
  }
  return [...drawn].map((index) => ALL[index]!);
}

/** A rank below `count` whose chance falls as 1 ÷ (rank + 1): the inverse of the law's continuous form. */
const zipf = (random: Random, count: number): number => Math.floor((count + 1) ** random.between(0, 1) - 1);
