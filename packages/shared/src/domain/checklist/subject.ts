import type { NamespaceSnapshot, Tuple } from "../host/snapshot.ts";
import { formatEndpoint } from "../network/address.ts";

/** `10.0.3.17 → 10.4.7.21:6379` */
export const tupleSubject = ({ source, destination }: Pick<Tuple, "source" | "destination">): string =>
  `${source} → ${formatEndpoint(destination.address, destination.port)}`;

/** A namespace that is not the host's own is named beside the subject. */
export const namespaceFigure = ({ kind, name, id }: NamespaceSnapshot): Record<string, string> =>
  kind === "host" ? {} : { namespace: name ?? id };
