import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { NetworkSettings } from "@berth/shared/domain/host/settings.ts";
import type { NamespaceKind, SocketSource } from "@berth/shared/domain/host/snapshot.ts";
import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import type { SettledOwners } from "@berth/shared/domain/ports/settled-owners.ts";
import type { SocketTable } from "@berth/shared/domain/ports/socket-table.ts";

/**
 * Everything one look at one network namespace brought, before it is reduced.
 *
 * The two tables belong to the collector and are filled anew for every namespace: a reading is valid until the next one.
 */
export interface NamespaceReading {
  /** The inode of the namespace, in decimal. */
  id: string;
  kind: NamespaceKind;
  name: string | null;
  source: SocketSource;
  range: PortInterval | null;
  /** The whole reserved list; null where unreadable. */
  reserved: PortInterval[] | null;
  settings: NetworkSettings;
  /** null where the sockets could not be read completely; `gaps` says why. */
  tcp: SocketTable | null;
  udp: SocketTable | null;
  /**
   * At most so many bound TCP sockets can be missing from `tcp`: what the source cannot show. 0 where bound-inactive
   * sockets were read; null where no bound is known.
   */
  hiddenSocketsMax: number | null;
  /** Connections opened while the sockets were read, each of which `tcp` may lack; missing where there were none. */
  openedDuringDump?: number | undefined;
  /** What the kernel said of the ports whose owner `tcp` leaves open; undefined where that was not looked into. */
  settled?: SettledOwners | undefined;
  gaps: Gap[];
}
