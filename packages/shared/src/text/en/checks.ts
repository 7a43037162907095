import type { ChecksText } from "../checks.ts";
import { clusterChecks } from "./checks-cluster.ts";
import { exhaustionChecks } from "./checks-exhaustion.ts";
import { firewallChecks } from "./checks-firewall.ts";
import { gap } from "./checks-gaps.ts";
import { hostChecks } from "./checks-host.ts";
import { portsChecks } from "./checks-ports.ts";
import { engineRules } from "./checks-rules.ts";
import { servicesChecks } from "./checks-services.ts";
import { windowsChecks } from "./checks-windows.ts";
import { diagnosisRules } from "./diagnosis-rules.ts";

export const checks: ChecksText = {
  status: { pass: "OK", warn: "Warning", fail: "Critical", unknown: "Unknown", not_applicable: "Not applicable" },
  founding: {
    1: "The ephemeral range",
    2: "Use of the range",
    3: "TIME_WAIT",
    4: "Firewalls and return traffic",
    5: "Connection pooling",
    6: "Failures that happened",
    7: "Settings and their changes",
  },
  title: {
    ...portsChecks.title,
    ...exhaustionChecks.title,
    ...firewallChecks.title,
    ...hostChecks.title,
    ...clusterChecks.title,
    ...windowsChecks.title,
    ...servicesChecks.title,
  },
  looksAt: {
    ...portsChecks.looksAt,
    ...exhaustionChecks.looksAt,
    ...firewallChecks.looksAt,
    ...hostChecks.looksAt,
    ...clusterChecks.looksAt,
    ...windowsChecks.looksAt,
    ...servicesChecks.looksAt,
  },
  passed: {
    ...portsChecks.passed,
    ...exhaustionChecks.passed,
    ...firewallChecks.passed,
    ...hostChecks.passed,
    ...clusterChecks.passed,
    ...windowsChecks.passed,
    ...servicesChecks.passed,
  },
  rules: {
    ...portsChecks.rules,
    ...exhaustionChecks.rules,
    ...firewallChecks.rules,
    ...hostChecks.rules,
    ...clusterChecks.rules,
    ...windowsChecks.rules,
    ...servicesChecks.rules,
    ...engineRules,
    ...diagnosisRules,
  },
  needs: {
    "second-snapshot": "Drops show between two snapshots.",
    "opens-seen": "TIME_WAIT tells no rate here: new connections show between two snapshots.",
    "two-minutes": "Whether they last shows after two minutes.",
    "five-minutes": "A leak shows only over time: at least five minutes of history are needed.",
    "ten-minutes": "Whether a listener lasts shows after ten minutes of history.",
    "five-samples": "A forecast needs at least five snapshots.",
    "half-an-hour": "Whether it grows shows after half an hour of history.",
    declaration: "A host cannot see this: say how its traffic leaves the network.",
  },
  notApplicable: {
    platform: "Not on this operating system.",
    "conntrack-not-loaded": "Connection tracking is not loaded on this host.",
    "no-packet-filter": "No packet filter is loaded on this host.",
    "no-nat": "It was declared that no NAT stands between this host and the internet.",
    "no-kubernetes": "This host is no Kubernetes node.",
    "no-containers": "No container runtime publishes ports here.",
    "no-sidecar": "No sidecar proxy runs on this host.",
    "no-allowances": "No interface of this host has such counters.",
    "no-such-service": "No such service runs on this host.",
  },
  gap,
  unknown: "It could not be judged.",
};
