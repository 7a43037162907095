import { bindsFirst } from "../checklist/binds-first.ts";
import type { NamespaceSnapshot } from "../host/snapshot.ts";

/** Whether sockets are known to bind before they connect here. Where bound ones cannot be seen there may be some: that names no cause. */
export const isSeenToBind = (namespace: NamespaceSnapshot): boolean =>
  bindsFirst({ ...namespace, pools: namespace.pools.filter(({ boundInactive }) => boundInactive !== null) });

/** Whether that is more than the pattern of the ports: idle bound sockets, or ports that are blocked in any case. */
export const isProvenToBind = (namespace: NamespaceSnapshot): boolean =>
  namespace.pools.some(({ boundInactive }) => boundInactive !== null && boundInactive > 0) ||
  bindsFirst({
    ...namespace,
    pools: [],
    tuples: namespace.tuples.filter(({ headroom }) => !headroom.unlimited && headroom.low === headroom.high),
  });
