import type { Listener } from "@berth/shared/domain/host/snapshot.ts";
import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Card } from "../../ui/card.tsx";
import { printable } from "../../ui/printable.ts";
import table from "../../ui/table.module.css";
import { textOf } from "../../ui/text.ts";

/** Sockets that wait for peers on a port of the range. */
export function ListenerCard({ language, listeners }: { language: Language; listeners: readonly Listener[] }) {
  const words = textOf(language).host.listeners;
  return (
    <Card title={words.title} meta={words.meta}>
      {listeners.length === 0 ? (
        <p className="meta">{words.none}</p>
      ) : (
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
    </Card>
  );
}
