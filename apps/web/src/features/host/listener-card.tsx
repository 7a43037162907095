import type { Listener } from "@berth/shared/domain/host/snapshot.ts";
import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Card } from "../../ui/card.tsx";
import { printable } from "../../ui/printable.ts";
import table from "../../ui/table.module.css";
import { textOf } from "../../ui/text.ts";
import { Unknown } from "../../ui/unknown.tsx";

interface ListenerCardProps {
  language: Language;
  listeners: readonly Listener[];
  /** Why it is not known which ports are of the range; null: it is known. */
  rangeUnread: string | null;
  /** Why the list leaves UDP out; null: it does not. */
  udpUnread: string | null;
}

/** Sockets that wait for peers on a port of the range. An empty list says so only where all of it was read. */
export function ListenerCard({ language, listeners, rangeUnread, udpUnread }: ListenerCardProps) {
  const words = textOf(language).host.listeners;
  if (rangeUnread !== null) {
    return (
      <Card title={words.title} meta={words.meta}>
        <Unknown language={language} reason={rangeUnread} isSpelledOut />
      </Card>
    );
  }
  return (
    <Card title={words.title} meta={words.meta}>
      {listeners.length === 0 && udpUnread === null && <p className="meta">{words.none}</p>}
      {listeners.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{words.address}</th>
              <th scope="col">{words.process}</th>
            </tr>
          </thead>
          <tbody>
            {listeners.map(({ protocol, address, port, process, isReserved }) => (
              <tr key={`${protocol} ${address} ${port}`}>
                <th scope="row" className="mono">
                  {protocol} {printable(formatEndpoint(address, port))}
                </th>
                <td>
                  <bdi>{process === null ? "–" : printable(process)}</bdi>
                  <small>{isReserved ? words.reserved : words.notReserved}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {udpUnread !== null && (
        <p className="meta">
          <Unknown language={language} reason={udpUnread} isSpelledOut />
        </p>
      )}
    </Card>
  );
}
