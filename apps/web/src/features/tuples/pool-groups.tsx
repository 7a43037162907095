import type { HostTuples, NamespaceView } from "@berth/shared/contract/reads.ts";
import type { Gap } from "@berth/shared/domain/host/gap.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { figuresOf } from "../../ui/figures.ts";
import { printable } from "../../ui/printable.ts";
import table from "../../ui/table.module.css";
import { textOf } from "../../ui/text.ts";
import { Unknown } from "../../ui/unknown.tsx";
import { unreadReason } from "../host/unread-reason.ts";
import { PoolRow } from "./pool-row.tsx";

interface PoolGroupsProps {
  language: Language;
  namespace: NamespaceView;
  tuples: HostTuples["namespaces"][number];
  gaps: readonly Gap[];
}

/** Under the tuples, in the same columns: the bind-first pools and UDP. */
export function PoolGroups({ language, namespace, tuples, gaps }: PoolGroupsProps) {
  const { pools: words, udp: udpWords } = textOf(language).host;
  const figures = figuresOf(language);
  const { pools, udp } = tuples;
  const unseen = namespace.source === "proc" ? words.cannotSee : "";
  return (
    <>
      <tbody>
        <tr>
          <th scope="rowgroup" colSpan={8} className={`${table.group} ${table.whole}`}>
            <strong>{words.title}</strong> {words.meta}
          </th>
        </tr>
        {pools.length === 0 && <WholeRow>{words.none}</WholeRow>}
        {pools.map((pool) => (
          <PoolRow
            key={pool.source}
            language={language}
            name={<bdi className="mono">{printable(pool.source)}</bdi>}
            detail={
              <>
                {words.boundInactive}:{" "}
                {pool.boundInactive === null ? (
                  <Unknown language={language} reason={unseen} isSpelledOut />
                ) : (
                  figures.count(pool.boundInactive)
                )}
              </>
            }
            capacity={pool.capacity}
            used={pool.used}
            headroom={pool.headroom}
          />
        ))}
      </tbody>
      <tbody>
        <tr>
          <th scope="rowgroup" colSpan={8} className={`${table.group} ${table.whole}`}>
            <strong>{udpWords.title}</strong> {udp && `${udpWords.sockets(udp.sockets, udp.portsInRange)} · `}
            {udpWords.meta}
          </th>
        </tr>
        {udp === null && (
          <WholeRow>
            <Unknown
              language={language}
              reason={unreadReason({ language, gaps, namespaceId: namespace.id, parts: ["udp"] })}
              isSpelledOut
            />
          </WholeRow>
        )}
        {udp &&
          (["v4", "v6"] as const).map((family) => {
            const headroom = udp.autobind[family];
            const used = headroom.unlimited || tuples.capacity === null ? null : Math.max(0, tuples.capacity - headroom.best);
            return (
              <PoolRow
                key={family}
                language={language}
                name={family === "v4" ? "IPv4" : "IPv6"}
                detail={udpWords.autobind}
                capacity={tuples.capacity}
                used={used}
                headroom={headroom}
              />
            );
          })}
      </tbody>
    </>
  );
}

const WholeRow = ({ children }: { children: React.ReactNode }) => (
  <tr>
    <td colSpan={8} className={`meta ${table.whole}`}>
      {children}
    </td>
  </tr>
);
