import { isKernelAtLeast } from "../../checklist/kernel-version.ts";
import type { ConfiguredSetting } from "../../host/configuration.ts";
import { say, unreadPart } from "../say.ts";
import { defineCause, excluded, possible, undecided, type Weighing } from "../weighing.ts";

/** Gone since Linux 4.12 (commit 4396e46187ca). */
const REMOVED_IN = "4.12";

/**
 * tcp_tw_recycle drops SYNs of clients behind one translated address whose clocks differ. Where it works, entries in
 * TIME_WAIT last no longer than a few round trips: many of them to one destination speak against it.
 */
export const harmfulSysctl = defineCause({
  id: "harmful-sysctl",
  platforms: ["linux"],
  explains: ["snat-outside-host"],

  weigh(signs): Weighing {
    const { configured, host, namespaces } = signs.current;
    const isOld = host.kernel === "" || !isKernelAtLeast(host.kernel, ...REMOVED);
    const setting = (configured ?? []).find((each) => each.key.endsWith("tcp_tw_recycle") && isOn(each));
    const running = namespaces.flatMap(({ settings }) => settings.tcpTwRecycle ?? []);
    const isRunning = running.includes(1) || setting?.runtime === "1";
    // What only a file says is the running system's where its kernel still has the setting.
    const isActive = isRunning || (setting !== undefined && running.length === 0 && isOld);
    if (!isActive)
      return configured === undefined && running.length === 0 && isOld
        ? undecided(unreadPart(signs.current, "configured"))
        : excluded(say("cause-no-recycle"));
    const churn = signs.churn;
    const line = setting?.line ?? null;
    const evidence = say("cause-recycle", {
      subject: KEY,
      figures: { value: "1", file: setting?.file ?? "", line: line === null ? "" : String(line) },
    });
    return possible(churn && churn.strength !== "hint" ? "hint" : isRunning ? "strong" : "likely", 0, [evidence]);
  },
});

const KEY = "net.ipv4.tcp_tw_recycle";
const REMOVED = REMOVED_IN.split(".").map(Number) as [number, number];

/** The running system decides where it says anything. */
const isOn = ({ value, runtime, isOverridden }: ConfiguredSetting): boolean => (runtime ?? (isOverridden ? "" : value)).trim() === "1";
