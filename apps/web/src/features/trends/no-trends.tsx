import type { Language } from "@berth/shared/text/language.ts";
import type { TrendRange } from "@berth/shared/text/web-trends.ts";
import { printable } from "../../ui/printable.ts";
import { textOf } from "../../ui/text.ts";
import styles from "./no-trends.module.css";

interface NoTrendsProps {
  language: Language;
  range: TrendRange;
  group: string | undefined;
  /** No host ever had this label. */
  isUnknownGroup: boolean;
}

/** Nothing to draw: why, what happens next without anybody's doing, and where there is something to see meanwhile. */
export function NoTrends({ language, range, group, isUnknownGroup }: NoTrendsProps) {
  const { empty, unknownGroup } = textOf(language).trends;
  const trends = `/${language}/trends`;
  if (group !== undefined) {
    const words = isUnknownGroup ? unknownGroup : empty.group;
    return (
      <div className={styles.none}>
        <h2>{words.title(printable(group))}</h2>
        <p>{words.detail}</p>
        <a className="button" href={`${trends}?range=${range}`}>
          {words.action}
        </a>
      </div>
    );
  }
  const isHourly = range === "30d" || range === "13mo";
  return (
    <div className={styles.none} role="status">
      <h2>{isHourly ? empty.hours.title : empty.title}</h2>
      <p>{isHourly ? empty.hours.detail : empty.lead}</p>
      {!isHourly && (
        <ol className={styles.steps}>
          {empty.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      <p className={styles.actions}>
        {isHourly && (
          <a className="button" href={`${trends}?range=24h`}>
            {empty.hours.action}
          </a>
        )}
        <a className="button" href={`/${language}`}>
          {empty.fleetAction}
        </a>
      </p>
    </div>
  );
}
