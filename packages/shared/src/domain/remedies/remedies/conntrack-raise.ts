import { condition } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** A full table drops new connections, whatever ports are left. About 300 bytes an entry. */
export const conntrackRaise = defineRemedy({
  id: "conntrack-raise",
  step: "repair",
  platforms: ["linux"],
  causes: ["conntrack-full"],

  propose: ({ snapshot: { conntrack, kubernetes } }) => {
    if (!conntrack || conntrack.max === 0) return null;
    const max = String(2 * conntrack.max);
    const buckets = conntrack.buckets === null ? null : String(conntrack.buckets);
    return {
      conditions: [condition("not-kube-proxy", kubernetes === undefined ? null : !kubernetes?.hasKubeProxy)],
      changes: [],
      risk: { level: "medium", why: "memory-needed" },
      settings: [
        { kind: "sysctl", key: "net.netfilter.nf_conntrack_max", value: max, present: String(conntrack.max) },
        { kind: "sysctl", key: "net.netfilter.nf_conntrack_buckets", value: max, present: buckets },
      ],
    };
  },
});
