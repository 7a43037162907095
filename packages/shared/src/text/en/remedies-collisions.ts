import type { Collision } from "../../domain/remedies/collisions.ts";
import type { RemediesText } from "../remedies.ts";

const number = (value: number) => value.toLocaleString("en-US");
const ports = (intervals: readonly { low: number; high: number }[]): string =>
  intervals.map(({ low, high }) => (low === high ? `${low}` : `${low}–${high}`)).join(", ");

export const remedyCollisions: Pick<RemediesText, "collision" | "severity"> = {
  severity: { blocks: "solve first", warns: "costs something", notes: "to know" },
  collision: (collision: Collision) => {
    switch (collision.kind) {
      case "listener": {
        const { protocol, address, port, process, service } = collision;
        const who = process ?? service;
        return `${who ?? "A listener"}${who ? " listens" : ""} on ${protocol} ${address.includes(":") ? `[${address}]` : address}:${port}, which clients could then be given.`;
      }
      case "node-ports":
        return `NodePorts ${ports([collision.ports])} would be inside${collision.isNode === null ? ", if this is a Kubernetes node" : ""}: no socket holds them, so connect() can take one.`;
      case "published-port":
        return `${collision.container ?? "A container"} publishes ${collision.protocol} port ${collision.port}.`;
      case "configured-service":
        return `${collision.service} is set to use ${ports([collision.ports])}.`;
      case "odd-size":
        return `${number(collision.size)} ports is an odd number: the kernel may never find one end. ${collision.even.low} ${collision.even.high} is even.`;
      case "below-unprivileged":
        return `The kernel refuses a range that begins below ip_unprivileged_port_start (${collision.start}).`;
      case "firewall":
        return `The firewall${collision.chain ? ` (${collision.chain})` : ""} lets no replies to ${ports(collision.ports)} through over IPv${collision.family}.`;
      case "network-acl":
        return `The declared network ACL lets no replies to ${ports(collision.ports)} through.`;
      case "excluded":
        return `${ports(collision.ports)} inside it is excluded, and adds nothing.`;
      case "small":
        return collision.capacity === 0
          ? "No port would be left to give: no program could connect."
          : `Only ${number(collision.capacity)} ports would be left to give.`;
    }
  },
};
