import type { Headroom } from "@berth/shared/domain/ports/headroom.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { figuresOf } from "../../ui/figures.ts";
import table from "../../ui/table.module.css";
import { textOf } from "../../ui/text.ts";
import { usedBetween } from "../../ui/used-between.ts";
import { MeasuredUse } from "./measured-use.tsx";

interface PoolRowProps {
  language: Language;
  name: React.ReactNode;
  detail: React.ReactNode;
  capacity: number | null;
  used: number | null;
  headroom: Headroom;
}

/** A pool without a destination, in the columns of the tuples: bind-first, or UDP autobind. */
export function PoolRow({ language, name, detail, capacity, used, headroom }: PoolRowProps) {
  const text = textOf(language);
  const words = text.host.tuples;
  const figures = figuresOf(language);
  return (
    <tr>
      <th scope="row" className={table.whole}>
        {name}
        <small>{detail}</small>
      </th>
      <td className={table.none} />
      <td className={table.none} />
      <td className={table.figure} data-label={words.used}>
        {used === null ? "–" : figures.count(used)}
      </td>
      <td className={`${table.wide} ${table.whole}`}>
        {used !== null && capacity !== null && (
          <MeasuredUse
            language={language}
            used={used}
            capacity={capacity}
            between={usedBetween(headroom, capacity)}
            label={words.bar(figures.count(capacity))}
          />
        )}
      </td>
      <td className={table.figure} data-label={words.headroom}>
        {figures.headroom(headroom, text.unlimited)}
      </td>
      <td className={table.none} />
      <td className={table.none} />
    </tr>
  );
}
