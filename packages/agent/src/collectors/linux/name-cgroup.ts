import type { NamespaceKind } from "@berth/shared/domain/host/snapshot.ts";

/** What a process's control group says about the network namespace that the process lives in. */
export interface CgroupName {
  kind: NamespaceKind;
  name: string | null;
}

/** Kubelet's cgroupfs and systemd drivers: `pod3f…-…` with dashes, or underscores in a slice's name. */
const POD = /kubepods.*?[/-]pod([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}|[0-9a-f]{32})/;

/** Docker, Podman, containerd, CRI-O and nerdctl name a scope or folder after the container's 64-digit id. */
const CONTAINER = /(?:^|\/)(?:[a-z-]*[a-z]-)?([0-9a-f]{64})(?:\.scope)?(?:\/|$)/;
const LXC = /\/lxc(?:\.payload\.|\/)([^/]+)/;
const NSPAWN = /\/machine\.slice\/(?:machine-|systemd-nspawn@)([^/]+?)\.(?:scope|service)/;
/** The innermost: a user's own services lie within user@1000.service. */
const UNIT = /^.*\/([^/\n]+\.service)(?:\/|$)/m;

/** Docker's own short form. */
const CONTAINER_ID_LENGTH = 12;

/** Reads /proc/<pid>/cgroup, version 1 or 2. A group that tells nothing leaves a namespace without a name. */
export function nameCgroup(text: string): CgroupName {
  const paths = text
    .split("\n")
    .map((line) => line.split(":").slice(2).join(":"))
    .join("\n");
  const pod = POD.exec(paths)?.[1];
  if (pod !== undefined) return { kind: "pod", name: pod.replaceAll("_", "-") };
  for (const path of paths.split("\n")) {
    const container = CONTAINER.exec(path)?.[1];
    if (container !== undefined) return { kind: "container", name: container.slice(0, CONTAINER_ID_LENGTH) };
    const machine = LXC.exec(path)?.[1] ?? NSPAWN.exec(path)?.[1];
    if (machine !== undefined) return { kind: "container", name: machine };
  }
  return { kind: "named", name: UNIT.exec(paths)?.[1] ?? null };
}
