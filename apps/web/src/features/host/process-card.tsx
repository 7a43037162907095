import type { ProcessUse } from "@berth/shared/domain/host/snapshot.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Card } from "../../ui/card.tsx";
import { figuresOf } from "../../ui/figures.ts";
import { printable } from "../../ui/printable.ts";
import table from "../../ui/table.module.css";
import { textOf } from "../../ui/text.ts";
import { Unknown } from "../../ui/unknown.tsx";

interface ProcessCardProps {
  language: Language;
  processes: readonly ProcessUse[];
  /** Why processes were not read, or not all of them; null: they were. */
  unread: string | null;
}

/** Who holds the sockets of this namespace, the most first. */
export function ProcessCard({ language, processes, unread }: ProcessCardProps) {
  const words = textOf(language).host.processes;
  const figures = figuresOf(language);
  return (
    <Card title={words.title} meta={words.meta}>
      {unread !== null && <Unknown language={language} reason={unread} isSpelledOut />}
      {processes.length === 0 ? (
        unread === null && <p className="meta">{words.none}</p>
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{words.process}</th>
              {[words.established, words.closeWait, words.other].map((label) => (
                <th key={label} scope="col" className={table.figure}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {processes.map(({ pid, name, unit, established, closeWait, other }) => (
              <tr key={pid}>
                <th scope="row">
                  <bdi>{printable(name)}</bdi>
                  <small>
                    {words.pid(pid)}
                    {unit && (
                      <>
                        {" · "}
                        <bdi>{printable(unit)}</bdi>
                      </>
                    )}
                  </small>
                </th>
                {[established, closeWait, other].map((count, index) => (
                  <td key={index} className={table.figure}>
                    {figures.count(count)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
