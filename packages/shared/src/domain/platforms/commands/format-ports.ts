import { normalizeIntervals, type PortInterval } from "../../network/port-interval.ts";

/** `8080,9148-9150`, as the kernel takes a list of ports; empty for none. */
export const formatPorts = (ports: readonly PortInterval[]): string =>
  normalizeIntervals(ports)
    .map(({ low, high }) => (low === high ? String(low) : `${low}-${high}`))
    .join(",");
