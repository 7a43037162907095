import type { HostTuples, NamespaceView } from "@berth/shared/contract/reads.ts";
import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import { intervalSize } from "@berth/shared/domain/network/port-interval.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { Card } from "../../ui/card.tsx";
import { figuresOf } from "../../ui/figures.ts";
import { printable } from "../../ui/printable.ts";
import { textOf } from "../../ui/text.ts";
import { Unknown } from "../../ui/unknown.tsx";
import styles from "./range-card.module.css";
import { StripCanvas } from "./strip-canvas.tsx";
import { stripHalves, takenShare } from "./strip-cells.ts";
import { stripCounts } from "./strip-counts.ts";

interface RangeCardProps {
  language: Language;
  namespace: NamespaceView;
  tuples: HostTuples["namespaces"][number] | undefined;
  isStale: boolean;
}

/** The ephemeral range as a picture, for the tightest tuple, with its legend in figures. */
export function RangeCard({ language, namespace, tuples, isStale }: RangeCardProps) {
  const {
    strip: words,
    tuples: { unreadable },
  } = textOf(language).host;
  const figures = figuresOf(language);
  const { range, strip, capacity } = namespace;
  if (range === null) {
    return (
      <Card title={words.title}>
        <p className="meta">{words.rangeUnknown}</p>
      </Card>
    );
  }
  const towards = strip?.destination && words.towards(printable(formatEndpoint(strip.destination.address, strip.destination.port)));
  const from = strip?.source && words.from(printable(strip.source));
  const meta = [`${range.low}–${range.high}`, words.ports(figures.count(intervalSize(range))), from, towards].filter(Boolean).join(" · ");
  if (strip === null) {
    return (
      <Card title={words.title} meta={meta}>
        <p className="meta">
          {namespace.tcpStates === null ? <Unknown language={language} reason={unreadable} isSpelledOut /> : words.leftOut}
        </p>
      </Card>
    );
  }
  const halves = stripHalves(strip, range);
  const tuple = tuples?.tuples.find(
    ({ source, destination }) =>
      source === strip.source && destination.address === strip.destination?.address && destination.port === strip.destination.port,
  );
  const counts = stripCounts(halves, range, capacity, tuple);
  const said = (count: number) => (counts.isExact ? figures.count(count) : words.approximately(figures.count(count)));
  const [even, odd] = [figures.percent(takenShare(halves.even)), figures.percent(takenShare(halves.odd))];
  return (
    <Card title={words.title} meta={meta}>
      <div className={isStale ? "is-stale" : undefined}>
        <StripCanvas language={language} strip={strip} range={range} alternative={words.alternative(even, odd)} />
        <ul className={styles.legend}>
          {(["live", "timeWait", "blocked", "reserved", "free"] as const).map((kind) => (
            <li key={kind}>
              <span className={`${styles.swatch} ${styles[kind]}`} aria-hidden="true" />
              {words[kind]} <b className="mono">{kind === "reserved" ? figures.count(counts.reserved) : said(counts[kind])}</b>
            </li>
          ))}
        </ul>
        <p className="meta">
          {words.even(even)} · {words.odd(odd)}
        </p>
      </div>
    </Card>
  );
}
