import type { NamespaceView } from "@berth/shared/contract/reads.ts";
import type { Gap } from "@berth/shared/domain/host/gap.ts";
import { TCP_STATES } from "@berth/shared/domain/network/tcp-state.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Card } from "../../ui/card.tsx";
import { figuresOf } from "../../ui/figures.ts";
import table from "../../ui/table.module.css";
import { textOf } from "../../ui/text.ts";
import { Unknown } from "../../ui/unknown.tsx";

interface SocketStatesProps {
  language: Language;
  namespace: NamespaceView;
  gaps: readonly Gap[];
  isStale: boolean;
}

/** Sockets by TCP state and family. Zeros are said; what /proc/net cannot show is a question mark. */
export function SocketStates({ language, namespace, gaps, isStale }: SocketStatesProps) {
  const text = textOf(language).host;
  const words = text.states;
  const figures = figuresOf(language);
  const { tcpStates, tcpPortsInRange, serverTimeWait } = namespace;
  if (tcpStates === null) {
    const gap = gaps.find(({ part }) => part === "tcp");
    return (
      <Card title={words.title} meta={words.meta}>
        <Unknown language={language} reason={gap ? checksText(language).gap(gap.part, gap.reason) : text.tuples.unreadable} isSpelledOut />
      </Card>
    );
  }
  const figure = (state: (typeof TCP_STATES)[number], family: "v4" | "v6") =>
    state === "close" && namespace.source === "proc" ? (
      <Unknown language={language} reason={text.pools.cannotSee} />
    ) : (
      figures.count(tcpStates[family][state])
    );
  return (
    <Card title={words.title} meta={words.meta}>
      <div className={isStale ? "is-stale" : undefined}>
        <table className={`${table.table} ${table.compact}`}>
          <thead>
            <tr>
              <th scope="col">{words.state}</th>
              <th scope="col" className={table.figure}>
                {words.v4}
              </th>
              <th scope="col" className={table.figure}>
                {words.v6}
              </th>
            </tr>
          </thead>
          <tbody>
            {TCP_STATES.map((state) => (
              <tr key={state} className={tcpStates.v4[state] + tcpStates.v6[state] === 0 ? table.quiet : undefined}>
                <th scope="row" className="mono">
                  {words.name[state]}
                </th>
                <td className={table.figure}>{figure(state, "v4")}</td>
                <td className={table.figure}>{figure(state, "v6")}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {tcpPortsInRange !== null && <p className="meta">{words.portsInRange(figures.count(tcpPortsInRange))}</p>}
        {serverTimeWait !== null && <p className="meta">{words.serverTimeWait(figures.count(serverTimeWait))}</p>}
      </div>
    </Card>
  );
}
