import { addressFamily } from "./causes/address-family.ts";
import { benchmark } from "./causes/benchmark-one-destination.ts";
import { bindBeforeConnect } from "./causes/bind-before-connect.ts";
import { conntrackFull } from "./causes/conntrack-full.ts";
import { excludedRange } from "./causes/excluded-range.ts";
import { fileDescriptors } from "./causes/file-descriptors.ts";
import { fixedSourcePort } from "./causes/fixed-source-port.ts";
import { harmfulSysctl } from "./causes/harmful-sysctl.ts";
import { kernelPortSearch } from "./causes/kernel-port-search.ts";
import { leakBound } from "./causes/leak-bound.ts";
import { leakCloseWait } from "./causes/leak-close-wait.ts";
import { leakEstablished } from "./causes/leak-established.ts";
import { listenerInRange } from "./causes/listener-in-range.ts";
import { longLived } from "./causes/long-lived-connections.ts";
import { freebsdBehaviour } from "./causes/os-behaviour-freebsd.ts";
import { macosClock } from "./causes/os-bug-macos-tcp-now.ts";
import { poolMisconfigured } from "./causes/pool-misconfigured.ts";
import { rangeSize } from "./causes/range-size.ts";
import { serverSideTimeWait } from "./causes/server-side-time-wait.ts";
import { shortConnections } from "./causes/short-connections-one-destination.ts";
import { snatOutsideHost } from "./causes/snat-outside-host.ts";
import { timeWaitBucketLimit } from "./causes/time-wait-bucket-limit.ts";
import { udpLeak } from "./causes/udp-leak.ts";
import type { CauseRule } from "./weighing.ts";

/** In the order of the list in cause.ts, which is the order of rivals of equal standing. */
export const ALL_CAUSES: readonly CauseRule[] = [
  shortConnections,
  benchmark,
  poolMisconfigured,
  bindBeforeConnect,
  leakCloseWait,
  leakBound,
  leakEstablished,
  udpLeak,
  listenerInRange,
  excludedRange,
  rangeSize,
  longLived,
  serverSideTimeWait,
  conntrackFull,
  snatOutsideHost,
  addressFamily,
  fileDescriptors,
  kernelPortSearch,
  timeWaitBucketLimit,
  macosClock,
  freebsdBehaviour,
  harmfulSysctl,
  fixedSourcePort,
];
