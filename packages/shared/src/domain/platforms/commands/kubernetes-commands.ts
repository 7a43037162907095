import type { SettingChange } from "../../remedies/remedy.ts";
import type { Instruction } from "./instruction.ts";
import { inShell, needsShell, readFirst, sysctlsOf, undone } from "./sysctl-settings.ts";

/** Sysctls that a pod may set without the node's leave (Kubernetes, "Using sysctls in a Kubernetes Cluster"). */
const SAFE = new Set(["net.ipv4.ip_local_port_range", "net.ipv4.ip_local_reserved_ports", "net.ipv4.ip_unprivileged_port_start"]);
/** Sysctls of a network namespace, which an init container with privileges sets for its pod. */
const NAMESPACED = /^net\.ipv4\./;

export function kubernetesInstructions(settings: readonly SettingChange[]): Instruction[] {
  const sysctls = sysctlsOf(settings).filter(({ key }) => NAMESPACED.test(key));
  const safe = sysctls.filter(({ key }) => SAFE.has(key));
  const found: Instruction[] = [];
  if (safe.length > 0 && safe.length === sysctls.length && !needsShell(safe)) {
    const back = undone(safe);
    found.push({ tool: "kubernetes-pod", target: "spec", apply: securityContext(safe), undo: back && securityContext(back) });
  }
  if (sysctls.length > 0) {
    // A pod that starts without the container has its old list.
    const back = needsShell(sysctls) ? null : undone(sysctls);
    found.push({ tool: "kubernetes-init", target: "spec", apply: initContainer(sysctls), undo: back && initContainer(back) });
  }
  return found;
}

const securityContext = (sysctls: ReturnType<typeof sysctlsOf>): string =>
  ["securityContext:", "  sysctls:", ...sysctls.flatMap(({ key, value }) => [`    - name: ${key}`, `      value: "${value}"`])].join("\n");

const initContainer = (sysctls: ReturnType<typeof sysctlsOf>): string =>
  [
    "initContainers:",
    "  - name: ephemeral-ports",
    "    image: busybox:1.37",
    "    securityContext:",
    "      privileged: true",
    "    command:",
    "      - sh",
    "      - -ec",
    "      - |",
    ...[...readFirst(sysctls), ...inShell(sysctls).map(({ key, value }) => `sysctl -w ${key}="${value}"`)].map((line) => `        ${line}`),
  ].join("\n");
