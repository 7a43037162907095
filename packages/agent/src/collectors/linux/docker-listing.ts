import { printableText } from "@berth/shared/domain/evidence/printable-text.ts";
import type { PublishedPort } from "@berth/shared/domain/host/orchestration.ts";
import { PORT_MAX } from "@berth/shared/domain/network/port-interval.ts";
import { linesOf } from "../listing/socket-listing.ts";

/** The wire's caps. */
const PUBLISHED_MAX = 500;
const CONTAINER_LENGTH_MAX = 128;

const FORWARD = /(?:(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]*\]|:::?):?)?\b(\d{1,5})(?:-(\d{1,5}))?->\d{1,5}(?:-\d{1,5})?\/(tcp|udp)/gi;

/**
 * `docker ps` or `podman ps`: `0.0.0.0:8080->80/tcp, [::]:8080->80/tcp` and ranges of them; the container's name is the
 * last word of its line. One entry for each port, whatever addresses it stands on.
 */
export function parseContainerList(text: string, runtime: string): PublishedPort[] {
  const found = new Map<string, PublishedPort>();
  for (const { text: row } of linesOf(text)) {
    const container = printableText(row.trim().split(/\s+/).at(-1) ?? "", CONTAINER_LENGTH_MAX) || null;
    for (const [, address, lowText, highText, protocolText] of row.matchAll(FORWARD)) {
      const protocol = protocolText!.toLowerCase() as "tcp" | "udp";
      const [low, high] = [Number(lowText), Math.min(PORT_MAX, Number(highText ?? lowText))];
      for (let port = Math.max(1, low); port <= high && found.size < PUBLISHED_MAX; port++) {
        const key = `${container} ${protocol} ${port}`;
        if (!found.has(key)) found.set(key, { runtime, container, protocol, address: address?.replace(/[[\]]/g, "") || "0.0.0.0", port });
      }
    }
  }
  return [...found.values()].map((each) => ({ ...each, address: each.address.startsWith(":") ? "::" : each.address }));
}
