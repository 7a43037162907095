import { bindsFirst } from "../../checklist/binds-first.ts";
import { isInternalAddress } from "../../checklist/internal-address.ts";
import { isKernelAtLeast } from "../../checklist/kernel-version.ts";
import { parseAddress } from "../../network/address.ts";
import { reuseDelayMs } from "../../ports/time-wait.ts";
import { condition } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";
import { settingsOfChanges } from "../settings-of-changes.ts";

const REUSE = { kind: "tw-reuse", mode: 1 } as const;

/** A new connection may take over a TIME_WAIT entry of its own tuple after a second instead of a minute. */
export const twReuse = defineRemedy({
  id: "tw-reuse",
  step: "tw-reuse",
  platforms: ["linux"],
  causes: ["short-connections-one-destination", "benchmark-one-destination"],

  propose: ({ namespace, tuple, present, snapshot, known }) => {
    if (!tuple || !present) return null;
    const { settings } = present;
    const { address } = tuple.destination;
    const [local, remote] = [parseAddress(tuple.source), parseAddress(address)];
    const isReused = local && remote ? reuseDelayMs(settings, local, remote, false) !== null : false;
    const waiting = tuple.timeWait - tuple.reusableTimeWait;
    const isOwnNetwork = isInternalAddress(address) || tuple.source === address;
    return {
      conditions: [
        condition("not-set-already", settings.tcpTwReuse === null ? null : !isReused, { mode: settings.tcpTwReuse ?? "" }),
        condition("mostly-time-wait", isReused || waiting > tuple.used / 2, { timeWait: waiting, used: tuple.used }),
        condition("timestamps-on", settings.tcpTimestamps === null ? null : settings.tcpTimestamps !== 0),
        condition("kernel-without-recycle", isKernelAtLeast(snapshot.host.kernel, 4, 12)),
        condition("destination-internal", isOwnNetwork ? true : null, { destination: address }),
        condition("binds-not-first", !bindsFirst(namespace)),
      ],
      changes: [REUSE],
      risk: { level: "medium", why: "peers-mix-timestamps" },
      settings: settingsOfChanges("linux", present, [REUSE], known),
    };
  },
});
