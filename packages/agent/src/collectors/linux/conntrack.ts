import type { Conntrack } from "@berth/shared/domain/host/snapshot.ts";
import { errorCode } from "../gap-from-error.ts";
import type { HostFiles } from "../host-files.ts";
import { parseSetting } from "./network-settings.ts";

const FOLDER = "/proc/sys/net/netfilter/nf_conntrack_";
const ENTRIES_MAX = 0xffffffff;

/** Connection tracking of the network namespace that this thread is in. Throws ENOENT where the kernel does no tracking. */
export function readConntrack(files: HostFiles): Conntrack {
  const read = (name: string) => parseSetting(files.readText(FOLDER + name), ENTRIES_MAX);
  return { count: read("count"), max: read("max"), buckets: readOptional(() => read("buckets")) };
}

/** The table's size is the host's affair: in other namespaces the file may be missing or barred. */
function readOptional(read: () => number): number | null {
  try {
    return read();
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return null;
  }
}
