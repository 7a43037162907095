import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import { printable } from "./printable.ts";

/** "10.0.3.17 → 10.4.7.21:6379"; long addresses break anywhere rather than push the page wide. */
export function TuplePair({ source, destination }: { source: string; destination: { address: string; port: number } }) {
  return (
    <span className="mono">
      <bdi>{printable(source)}</bdi> → <bdi>{printable(formatEndpoint(destination.address, destination.port))}</bdi>
    </span>
  );
}
