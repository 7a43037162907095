/**
 * What nearly every packed sample says, so that it is named by a number. Bytes that are stored refer to these places:
 * append, and never change what is there.
 */
export const KNOWN_SHAPES: readonly (readonly string[])[] = [
  ["version", "sequence", "capturedAtMs", "windowMs", "counters", "conntrack", "failures", "gaps", "agent", "namespaces"],
  // biome-ignore format: one shape, one line
  ["version", "sequence", "capturedAtMs", "windowMs", "counters", "conntrack", "failures", "pressure", "allowances", "gaps", "agent", "uptimeMs", "namespaces"],
  // biome-ignore format: one shape, one line
  ["version", "sequence", "capturedAtMs", "windowMs", "counters", "conntrack", "failures", "isTraced", "pressure", "allowances", "gaps", "agent", "uptimeMs", "namespaces"],
  // biome-ignore format: one shape, one line
  ["version", "sequence", "capturedAtMs", "windowMs", "counters", "conntrack", "failures", "isTraced", "logs", "pressure", "allowances", "gaps", "agent", "uptimeMs", "namespaces"],
  // biome-ignore format: one shape, one line
  ["id", "capacity", "tcpStates", "tcpPortsInRange", "udp", "pools", "tuples", "otherTuples", "processes", "serverTimeWait", "strip", "listeners"],
  // biome-ignore format: one shape, one line
  ["id", "capacity", "tcpStates", "tcpPortsInRange", "udp", "pools", "tuples", "otherTuples", "processes", "attributed", "serverTimeWait", "strip", "listeners"],
  // biome-ignore format: one shape, one line
  ["id", "capacity", "tcpStates", "tcpPortsInRange", "udp", "pools", "tuples", "otherTuples", "processes", "attributed", "serverTimeWait", "strip", "settled", "listeners"],
  ["v4", "v6"],
  ["established", "synSent", "synRecv", "finWait1", "finWait2", "timeWait", "close", "closeWait", "lastAck", "listen", "closing"],
  ["sockets", "portsInRange", "autobind"],
  ["unlimited", "low", "high", "best"],
  ["count", "entries", "worstUsedRatio", "coverage"],
  ["sockets", "known"],
  ["portsPerCell", "evenCells", "cells", "source", "destination"],
  ["method", "open", "asked", "bucketResets"],
  ["source", "capacity", "used", "boundInactive", "headroom"],
  // biome-ignore format: one shape, one line
  ["protocol", "source", "destination", "capacity", "held", "blocked", "used", "established", "timeWait", "reusableTimeWait", "closeWait", "synSent", "finWait", "closesPerSecond", "releases", "headroom", "holders"],
  // biome-ignore format: one shape, one line
  ["protocol", "source", "destination", "capacity", "held", "blocked", "used", "established", "timeWait", "reusableTimeWait", "closeWait", "synSent", "finWait", "closesPerSecond", "releases", "headroom", "holders", "opensPerSecond"],
  // biome-ignore format: one shape, one line
  ["protocol", "source", "destination", "capacity", "held", "blocked", "used", "established", "timeWait", "reusableTimeWait", "closeWait", "synSent", "finWait", "closesPerSecond", "releases", "headroom", "holders", "opensPerSecond", "medianLifeMs"],
  ["address", "port"],
  ["process", "share", "basis"],
  ["process", "share", "basis", "unit"],
  ["pid", "name", "unit", "established", "closeWait", "other", "oldestCloseWaitMs"],
  ["pid", "name", "unit", "established", "closeWait", "other", "oldestCloseWaitMs", "tcpPortsInRange", "descriptors"],
  // biome-ignore format: one shape, one line
  ["pid", "name", "unit", "established", "closeWait", "other", "oldestCloseWaitMs", "tcpPortsInRange", "udpPortsInRange", "boundInactive", "descriptors", "runtime", "startedMs"],
  ["used", "limit"],
  ["activeOpens", "passiveOpens", "attemptFails", "outResets", "timeWaitRecycled", "timeWaitOverflow", "listenDrops"],
  // biome-ignore format: one shape, one line
  ["activeOpens", "passiveOpens", "attemptFails", "outResets", "timeWaitRecycled", "timeWaitOverflow", "listenDrops", "synRetransmits", "abortsOnMemory"],
  ["count", "max", "buckets"],
  ["count", "max", "buckets", "dropTotals", "timeouts"],
  ["count", "max", "buckets", "drops", "dropTotals", "timeouts"],
  ["dropped", "earlyDropped", "insertFailed"],
  ["established", "timeWait"],
  ["orphans", "maxOrphans", "memoryPages", "memoryLimits"],
  ["low", "pressure", "max"],
  ["rssBytes", "cpuMs", "spooled", "dropped"],
  ["part", "reason", "namespaceId", "hint"],
  ["protocol", "address", "port", "process", "isReserved"],
  ["atMs", "firstMs", "errno", "operation", "protocol", "source", "destination", "process", "count", "pid", "unit", "namespaceId"],
];

/** The keys of those shapes, keys that come and go, and values that nearly every host says. */
export const KNOWN_WORDS: readonly string[] = [
  ...new Set([
    ...KNOWN_SHAPES.flat(),
    ...["hasTimeWaitAges", "hiddenSocketsMax", "windows", "logs"],
    ...["tcp", "udp", "live", "inferred", "connect", "bind", "exact", "sampled", "passive", "0.0.0.0", "::", "127.0.0.1"],
    ...["denied", "absent", "node", "java", "python", "nginx", "go"],
  ]),
];
