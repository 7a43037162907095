import { conntrackRaise } from "./remedies/conntrack-raise.ts";
import { excludePortWindows } from "./remedies/exclude-port-windows.ts";
import { fixBound } from "./remedies/fix-bound.ts";
import { fixCloseWait } from "./remedies/fix-close-wait.ts";
import { fixEstablished } from "./remedies/fix-established.ts";
import { fixUdp } from "./remedies/fix-udp.ts";
import { moreDestinations } from "./remedies/more-destinations.ts";
import { moreSources } from "./remedies/more-sources.ts";
import { moveListener } from "./remedies/move-listener.ts";
import { natCapacity } from "./remedies/nat-capacity.ts";
import { pauseBetweenRuns } from "./remedies/pause-between-runs.ts";
import { raiseDescriptors } from "./remedies/raise-descriptors.ts";
import { raiseTwBuckets } from "./remedies/raise-tw-buckets.ts";
import { rebootMacos } from "./remedies/reboot-macos.ts";
import { removeHarmfulSetting } from "./remedies/remove-harmful-setting.ts";
import { reservePorts } from "./remedies/reserve-ports.ts";
import { reuseConnections } from "./remedies/reuse-connections.ts";
import { stopBindFirst } from "./remedies/stop-bind-first.ts";
import { twReuse } from "./remedies/tw-reuse.ts";
import { unixSocket } from "./remedies/unix-socket.ts";
import { useOtherFamily } from "./remedies/use-other-family.ts";
import { varySourcePort } from "./remedies/vary-source-port.ts";
import { widenRange } from "./remedies/widen-range.ts";
import { windowsAutoReuse } from "./remedies/windows-auto-reuse.ts";
import type { Remedy } from "./remedy.ts";

/** Every remedy, in the order of the guard rails. */
export const ALL_REMEDIES: readonly Remedy[] = [
  reuseConnections,
  unixSocket,
  pauseBetweenRuns,
  fixCloseWait,
  fixBound,
  fixEstablished,
  fixUdp,
  stopBindFirst,
  varySourcePort,
  removeHarmfulSetting,
  useOtherFamily,
  raiseDescriptors,
  conntrackRaise,
  natCapacity,
  rebootMacos,
  reservePorts,
  moveListener,
  excludePortWindows,
  widenRange,
  twReuse,
  windowsAutoReuse,
  moreDestinations,
  moreSources,
  raiseTwBuckets,
];
