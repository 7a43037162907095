import type { WINDOWS_CHECKS, WINDOWS_RULES } from "../../domain/checklist/catalogue/windows.ts";
import type { ChecksGroupText } from "../checks.ts";
import { numberOf, subjectOf, textOf } from "../checks-figures.ts";
import { figure, sentence } from "../sentence.ts";
import { count, named, observedPercent, percent, plural, portOf, range, within } from "./checks-phrases.ts";

export const windowsChecks: ChecksGroupText<(typeof WINDOWS_CHECKS)[number], (typeof WINDOWS_RULES)[number]> = {
  title: {
    "win-excl": "Excluded port ranges",
    "win-bound": "Ports bound and never connected",
    "win-reuse": "Auto-reuse and TIME_WAIT on Windows",
  },
  looksAt: {
    "win-excl": "How much of the dynamic range Windows keeps back in blocks, and which services those keep from starting.",
    "win-bound": "Sockets in BOUND, by process, against the dynamic range.",
    "win-reuse": "The auto-reuse port range and TcpTimedWaitDelay, and whether sharing ports would help.",
  },
  passed: {
    "win-excl": "Excluded blocks leave the dynamic range nearly whole, and no known service’s port is in one.",
    "win-bound": "No process keeps bound ports in numbers.",
    "win-reuse": "Ports are not scarce enough for auto-reuse to matter.",
  },
  rules: {
    "excluded-share": (e) =>
      sentence`${plural(numberOf(e, "blocks"), "excluded block takes", "excluded blocks take")} ${observedPercent(e)} of the ${textOf(e, "protocol") ?? ""} range ${subjectOf(e)}: ${named(e, "left")} ports are left.`,
    "excluded-refused": (e) =>
      sentence`bind() to port ${portOf(e, "port")} was refused (10013) because Windows keeps it in the excluded block ${subjectOf(e)}; no other program listens on it.`,
    "excluded-service": (e) =>
      sentence`Port ${portOf(e, "port")} (${textOf(e, "service") ?? ""}) lies in the excluded block ${subjectOf(e)}, which no administrator set: the service could not listen there, and the blocks move at every restart.`,
    "excluded-is": (e) =>
      numberOf(e, "taken") === 0
        ? sentence`No excluded block lies in the ${textOf(e, "protocol") ?? ""} range ${subjectOf(e)}.`
        : sentence`${plural(numberOf(e, "blocks"), "excluded block takes", "excluded blocks take")} ${percent(e.observed)} of the ${textOf(e, "protocol") ?? ""} range ${subjectOf(e)}.`,

    "bound-pool-share": (e) =>
      sentence`${named(e, "total")} ports are bound and not connected: ${observedPercent(e)} of the ${named(e, "capacity")} that Windows can give.`,
    "bound-process": (e) =>
      sentence`${subjectOf(e)} (PID ${portOf(e, "pid")}) holds ${plural(e.observed, "port", "ports")} that it bound and never connected: sockets that it does not close.`,
    "bound-is": (e) => sentence`Most bound and unconnected ports: ${subjectOf(e)} (PID ${portOf(e, "pid")}), ${count(e.observed)}.`,

    "auto-reuse-would-help": (e) =>
      sentence`TCP${within(e)} uses ${named(e, "used")} of ${named(e, "capacity")} ports (${observedPercent(e)}) and no auto-reuse range is set, so no port serves two destinations. It does not help where all connections go to one server.`,
    "auto-reuse-is": (e) =>
      numberOf(e, "isOff") === 1
        ? sentence`No auto-reuse port range is configured: each connection takes a port of its own.`
        : sentence`The auto-reuse range is ${range(e, "reuse")}: sockets that ask for it share ports between destinations.`,
    "timed-wait-is": (e) =>
      numberOf(e, "isDefault") === 1
        ? sentence`TcpTimedWaitDelay is not set. Microsoft’s own pages name 2 and 4 minutes as the default.`
        : sentence`TcpTimedWaitDelay is ${figure(String(e.observed))} seconds.`,
  },
};
