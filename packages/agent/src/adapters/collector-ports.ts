import { hostname } from "node:os";
import process from "node:process";
import type { CollectorPorts } from "../collectors/collector-ports.ts";
import type { NetlinkSocket } from "../collectors/netlink-socket.ts";
import { hearCommand, runCommand } from "./commands.ts";
import { hostFiles, readTail } from "./files.ts";
import { findBucketReset } from "./native/bucket-reset.ts";
import { openDryRun } from "./native/dry-run.ts";
import { namespaceDoor } from "./native/enter-namespace.ts";
import { inheritedSockDiagFd } from "./native/inherited-descriptor.ts";
import { loadLibc } from "./native/libc.ts";
import { inheritedNetlink, NETLINK_SOCK_DIAG, openNetlink } from "./native/netlink.ts";
import { readRulesetGeneration } from "./native/ruleset-generation.ts";
import { openFailureTrace } from "./tracefs/open-failure-trace.ts";

/** This machine, with all that this Node and this user can reach of it. */
export function machinePorts(environment: Readonly<Record<string, string | undefined>>): CollectorPorts {
  const libc = loadLibc();
  const door = libc && namespaceDoor(libc);
  return {
    files: hostFiles,
    openSockDiag: libc && (() => openNetlink(libc, NETLINK_SOCK_DIAG)),
    inheritedSockDiag: libc ? null : inheritedSockDiag(environment),
    enterNamespace: door?.enter ?? null,
    runCommand,
    readRulesetGeneration: () => libc && readRulesetGeneration(libc),
    hearCommand,
    readTail,
    openFailureTrace: () => openFailureTrace(runCommand),
    openDryRun: libc && (() => openDryRun(libc)),
    findBucketReset: () => (libc && door ? findBucketReset(libc, door.inNew) : null),
    hostname,
    nowMs: Date.now,
    monotonicMs: () => performance.now(),
    cpuMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    rssBytes: () => process.memoryUsage.rss(),
    close: () => door?.close(),
  };
}

function inheritedSockDiag(environment: Readonly<Record<string, string | undefined>>): NetlinkSocket | null {
  const fd = inheritedSockDiagFd(environment, process.pid, hostFiles);
  return fd === null ? null : inheritedNetlink(fd);
}
