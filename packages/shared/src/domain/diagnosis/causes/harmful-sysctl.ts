import { isKernelAtLeast } from "../../checklist/kernel-version.ts";
import type { ConfiguredSetting } from "../../host/configuration.ts";
import { findChurn } from "../churn-signs.ts";
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
    const { configured, host } = signs.current;
    const setting = (configured ?? []).find((each) => each.key.endsWith("tcp_tw_recycle") && isOn(each));
    if (!setting) {
      const isGone = host.kernel !== "" && isKernelAtLeast(host.kernel, ...REMOVED);
      return configured === undefined && !isGone ? undecided(unreadPart(signs.current, "configured")) : excluded(say("cause-no-recycle"));
    }
    if (setting.runtime === null && isKernelAtLeast(host.kernel, ...REMOVED)) return excluded(say("cause-no-recycle"));
    const churn = findChurn(signs);
    const evidence = say("cause-recycle", {
      subject: setting.key,
      figures: { value: setting.runtime ?? setting.value, file: setting.file, line: setting.line === null ? "" : String(setting.line) },
    });
    return possible(churn && churn.strength !== "hint" ? "hint" : setting.runtime === "1" ? "strong" : "likely", 0, [evidence]);
  },
});

const REMOVED = REMOVED_IN.split(".").map(Number) as [number, number];

/** The running system decides where it says anything. */
const isOn = ({ value, runtime, isOverridden }: ConfiguredSetting): boolean => (runtime ?? (isOverridden ? "" : value)).trim() === "1";
