import { bindsFirst } from "../checklist/binds-first.ts";
import type { NamespaceSnapshot } from "../host/snapshot.ts";

/** Whether sockets are known to bind before they connect here. Where bound ones cannot be seen there may be some: that names no cause. */
export const isSeenToBind = (namespace: NamespaceSnapshot): boolean =>
  bindsFirst({ ...namespace, pools: namespace.pools.filter(({ boundInactive }) => boundInactive !== null) });
