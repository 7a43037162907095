import type { Destination } from "@berth/shared/domain/host/snapshot.ts";
import { type Random, seededRandom } from "@berth/shared/testing/seeded-random.ts";
import { rolloutDelayMs } from "./deploys.ts";
import { drawDestinations } from "./destinations.ts";
import { BUCKET_MS, DAY_MS, HOUR_MS } from "./durations.ts";
import { hashOf, unitOf } from "./hash-noise.ts";
import { type ConfigurationHistory, drawConfiguration } from "./host-configuration.ts";
import { COMPANIONS, type Program, SERVICES, ZONES } from "./services.ts";

/** What does not change about a host of the fleet. */
export interface SimulatedHost {
  index: number;
  /** All draws about the host come from it. */
  seed: number;
  hostname: string;
  labels: { service: string; zone: string; role: string };
  serviceIndex: number;
  zoneIndex: number;
  source: string;
  configuration: ConfigurationHistory;
  /** The busiest first. */
  tuples: SimulatedTuple[];
  /** Tuples beyond those that a snapshot has room for, of one connection each. */
  otherTuples: number;
  programs: Program[];
  /** Sockets that listen inside the range. */
  listeners: { port: number; program: number }[];
  /** Ports of UDP sockets on a day of mean load. */
  udpPorts: number;
  /** How far the load strays within minutes, and within the hour: a share of it. */
  sway: { fast: number; slow: number };
  leak: Leak | null;
  rolloutDelayMs: number;
  /** It starts anew every so often. */
  boot: { everyMs: number; phaseMs: number };
}

export interface SimulatedTuple {
  destination: Destination;
  /** Ports at mean load. */
  ports: number;
  /** Share of the ports whose connections have been closed: TIME_WAIT. */
  waiting: number;
  /** How far it follows the host's own noise: -0.5 to 0.5. */
  followsFast: number;
  followsSlow: number;
  /** Index of who holds it. */
  program: number;
}

/** Connections that are never closed, until the program starts anew. */
export interface Leak {
  tuple: number;
  kind: "established" | "closeWait";
  /** From one start of the program to the next. */
  everyMs: number;
  phaseMs: number;
  /** At the end of the worst round. */
  portsMax: number;
}

const TUPLES_MIN = 4;
export const TUPLES_MAX = 20;

/** Ports of a quiet host's busiest destination, the middle of all, and how far hosts differ: a deviation of the logarithm. */
const MEDIAN_PORTS = 480;
const LOAD_DEVIATION = 1.15;
/** No host carries more for long: it would have been seen to. */
const PORTS_MAX = 14_000;
const LEAKY_SHARE = 0.06;

export function drawHost(seed: number, index: number, hostname: (service: string, zone: string) => string): SimulatedHost {
  const hostSeed = hashOf(seed, index, 1);
  const random = seededRandom(hostSeed);
  const serviceIndex = serviceOf(unitOf(hostSeed, 2, 0));
  const service = SERVICES[serviceIndex]!;
  const zoneIndex = hashOf(hostSeed, 3, 0) % ZONES.length;
  const zone = ZONES[zoneIndex]!.name;
  const programs = drawPrograms(random, service.main);
  const configuration = drawConfiguration(random);
  const tuples = drawTuples(random, serviceIndex, programs.length);
  return {
    index,
    seed: hostSeed,
    hostname: hostname(service.name, zone),
    labels: { service: service.name, zone, role: service.role },
    serviceIndex,
    zoneIndex,
    source: `10.${16 + zoneIndex}.${(index >> 8) & 255}.${index & 255}`,
    configuration,
    tuples,
    otherTuples: tuples.length === TUPLES_MAX ? Math.floor(random.between(1, 40)) : 0,
    programs,
    listeners: random.chance(0.02) ? [{ port: 50_051, program: 0 }] : [],
    udpPorts: Math.min(3_000, Math.max(2, Math.round(14 * Math.exp(1.1 * random.normal())))),
    sway: { fast: random.between(0.02, 0.1), slow: random.between(0.03, 0.15) },
    leak: drawLeak(random, tuples.length),
    rolloutDelayMs: rolloutDelayMs(seed, index),
    boot: { everyMs: Math.round(random.between(15, 90)) * DAY_MS, phaseMs: Math.floor(random.between(0, 90)) * DAY_MS + 3 * HOUR_MS },
  };
}

const WEIGHTS = SERVICES.reduce((sum, { weight }) => sum + weight, 0);

/** `unit` is 0 to 1. */
function serviceOf(unit: number): number {
  let left = unit * WEIGHTS;
  return SERVICES.findIndex(({ weight }) => {
    left -= weight;
    return left < 0;
  });
}

function drawPrograms(random: Random, main: Program): Program[] {
  const count = Math.floor(random.between(2, COMPANIONS.length + 1));
  return [main, ...COMPANIONS.slice(0, count)];
}

/** 4 to 20 of them, about 8 on a host in the middle; every further one is smaller than the first. */
function drawTuples(random: Random, serviceIndex: number, programs: number): SimulatedTuple[] {
  const count = Math.min(TUPLES_MAX, TUPLES_MIN + Math.floor(4.2 * Math.exp(0.6 * random.normal())));
  const service = SERVICES[serviceIndex]!;
  const busiest = Math.min(PORTS_MAX, MEDIAN_PORTS * service.load * Math.exp(LOAD_DEVIATION * random.normal()));
  return drawDestinations(random, serviceIndex, count).map((destination, rank) => {
    const share = rank === 0 ? 1 : random.between(0.15, 0.7) / (1 + rank * 0.4);
    return {
      destination,
      ports: Math.max(1, busiest * share),
      waiting: random.chance(service.churn) ? random.between(0.6, 0.95) : random.between(0, 0.06),
      followsFast: random.between(-0.5, 0.5),
      followsSlow: random.between(-0.5, 0.5),
      program: random.chance(0.8) ? 0 : Math.floor(random.between(0, programs)),
    };
  });
}

function drawLeak(random: Random, tuples: number): Leak | null {
  if (!random.chance(LEAKY_SHARE)) return null;
  const everyMs = Math.round(Math.exp(random.between(Math.log(5), Math.log(150)))) * HOUR_MS;
  return {
    tuple: Math.floor(random.between(1, tuples)),
    kind: random.chance(0.5) ? "closeWait" : "established",
    everyMs,
    phaseMs: Math.floor(random.between(0, everyMs / BUCKET_MS)) * BUCKET_MS,
    portsMax: Math.round(random.between(2_000, 24_000)),
  };
}
