import { condition } from "../conditions.ts";
import { defineRemedy } from "../remedy.ts";

/** Half of the hash table of a host with some memory. */
const BUCKETS = 262_144;

/** Past the limit the kernel destroys TIME_WAIT entries at once, which lets late segments reach new connections. */
export const raiseTwBuckets = defineRemedy({
  id: "raise-tw-buckets",
  step: "time-wait",
  platforms: ["linux"],
  causes: ["time-wait-bucket-limit"],

  propose: ({ namespace: { settings } }) => {
    const present = settings.tcpMaxTwBuckets;
    const buckets = Math.max(BUCKETS, 2 * (present ?? 0));
    return {
      conditions: [condition("not-set-already", present === null ? null : true, { mode: present ?? "" })],
      changes: [{ kind: "max-tw-buckets", buckets }],
      risk: { level: "low", why: "memory-needed" },
      settings: [
        { kind: "sysctl", key: "net.ipv4.tcp_max_tw_buckets", value: String(buckets), present: present === null ? null : String(present) },
      ],
    };
  },
});
