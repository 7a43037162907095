import { PORT_MAX } from "@berth/shared/domain/network/port-interval.ts";
import { listenersIn } from "../../reduce/listeners.ts";
import type { OwnSockets } from "../collector.ts";
import type { NamespaceReading } from "../namespace-reading.ts";
import { fillTable } from "./fill-table.ts";
import { NameBook } from "./name-book.ts";
import type { SocketsRead } from "./read-sockets.ts";

/** Every socket that a bundle shows, whatever its port; listeners only where its listings show all of them. */
export function ownSocketsOfBundle(reading: NamespaceReading, { sockets, tcp: shown }: SocketsRead): OwnSockets {
  const everyPort = { range: { low: 0, high: PORT_MAX }, reserved: reading.reserved };
  const table = (protocol: "tcp" | "udp") =>
    fillTable(
      sockets.filter((socket) => socket.protocol === protocol),
      everyPort,
      new NameBook(),
    );
  const [tcp, udp] = [reading.tcp && table("tcp"), reading.udp && table("udp")];
  const showsListeners = shown.has("4 listening") && shown.has("6 listening");
  const whole = { ...reading, ...everyPort, tcp, udp };
  const nobody = () => null;
  return { reading, everyPort: tcp, listeners: showsListeners ? listenersIn(whole, [], nobody, Number.POSITIVE_INFINITY) : null };
}
