import type { SampleHost } from "./sample-snapshot.ts";

type HostAt = Omit<SampleHost, "capturedAtMs">;

const redis = { destination: "10.4.7.21", port: 6379 };
const payments = { destination: "10.9.0.14", port: 443 };
const ordersDb = { destination: "10.4.2.8", port: 5432 };
const search = { destination: "2001:db8:4::9", port: 9200, source: "2001:db8:3::17" };

/** One host per verdict, and one whose name is an attack. */
export const SAMPLE_FLEET = {
  fail: {
    hostname: "api-prod-17",
    poolUsed: 11_570,
    tuples: [
      {
        ...redis,
        established: 214,
        timeWait: 25_906,
        blocked: 3,
        closesPerSecond: [402, 410, 425, 431, 436, 438],
        process: "checkout-worker",
      },
      { ...payments, established: 310, timeWait: 3_590, blocked: 3, closesPerSecond: [58, 61, 60, 62, 61, 61], process: "checkout-worker" },
      { ...ordersDb, established: 96, timeWait: 706, blocked: 3, closesPerSecond: [12, 12, 11, 12, 13, 12], process: "orders-api" },
      {
        ...search,
        established: 12,
        timeWait: 40,
        closeWait: 61,
        blocked: 3,
        closesPerSecond: [0, 1, 0, 1, 0.4, 0.6],
        process: "search-sync",
      },
    ],
    containers: [
      {
        name: "redis-exporter",
        tuples: [{ ...redis, source: "172.17.0.4", established: 2, timeWait: 118, unsettled: 4, closesPerSecond: [2, 2, 2, 2, 2, 2] }],
      },
      {
        name: "nightly-export",
        tuples: [
          {
            ...ordersDb,
            source: "172.17.0.9",
            established: 900,
            timeWait: 14_350,
            unsettled: 160,
            closesPerSecond: [210, 230, 244, 240, 238, 241],
          },
        ],
      },
    ],
  },
  warn: {
    hostname: "checkout-04",
    tuples: [
      {
        ...payments,
        established: 6_900,
        timeWait: 13_200,
        blocked: 2,
        unsettled: 240,
        closesPerSecond: [214, 220, 219, 221, 222, 220],
        process: "checkout-worker",
      },
    ],
  },
  calm: {
    hostname: "search-41",
    tuples: [
      { ...search, established: 520, timeWait: 4_100, closesPerSecond: [66, 70, 68, 71, 69, 70], process: "search-sync" },
      { ...ordersDb, established: 40, timeWait: 60, closesPerSecond: [1, 1, 1, 1, 1, 1], process: "search-sync" },
    ],
  },
  unknown: {
    hostname: "batch-07",
    gaps: [
      { part: "tcp", reason: "denied", namespaceId: "4026531840", hint: "run the agent with CAP_NET_ADMIN, or as root, to read INET_DIAG" },
      { part: "udp", reason: "denied", namespaceId: "4026531840", hint: "run the agent with CAP_NET_ADMIN, or as root, to read INET_DIAG" },
    ],
  },
  hostile: {
    hostname: '<img src=x onerror="document.title=1">\u202egnp.exe',
    tuples: [{ ...ordersDb, established: 3, process: "</td><script>document.title=2</script>" }],
  },
} satisfies Record<string, HostAt>;
