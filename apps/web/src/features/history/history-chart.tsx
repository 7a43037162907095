"use client";

import type { SeriesPoint } from "@berth/shared/contract/reads.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { useEffect, useMemo, useRef, useState } from "react";
import type uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { textOf } from "../../ui/text.ts";
import { coloursAt, onThemeChange } from "../../ui/theme-colours.ts";
import { useTimeZone } from "../../ui/time-zone.ts";
import { chartOptions } from "./chart-options.ts";
import styles from "./history-chart.module.css";
import { pointSentence } from "./point-sentence.ts";

interface HistoryChartProps {
  language: Language;
  points: readonly SeriesPoint[];
}

const columnsOf = (points: readonly SeriesPoint[]): uPlot.AlignedData => [
  points.map(({ at }) => Date.parse(at) / 1000),
  points.map(({ tightestUsedRatio }) => tightestUsedRatio),
  points.map(({ bindPoolUsedRatio }) => bindPoolUsedRatio),
  points.map(({ udpUsedRatio }) => udpUsedRatio),
];

const KEYS: Record<string, (index: number, last: number) => number> = {
  ArrowLeft: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  PageUp: (index) => index - 10,
  PageDown: (index) => index + 10,
  Home: () => 0,
  End: (_, last) => last,
};

/** The host's last hours. A pointer or the arrow keys move through time; the sentence below says what stands there. */
export function HistoryChart({ language, points }: HistoryChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const [index, setIndex] = useState<number | null>(null);
  const timeZone = useTimeZone();
  const words = textOf(language).history;
  const columns = useMemo(() => columnsOf(points), [points]);
  const newest = useRef(columns);

  useEffect(() => {
    newest.current = columns;
    chart.current?.setData(columns);
  }, [columns]);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let isGone = false;
    const build = async () => {
      const { default: Chart } = await import("uplot");
      if (isGone) return;
      chart.current?.destroy();
      const { tightest, bindPool, udp } = textOf(language).history;
      const options = chartOptions({
        width: element.clientWidth,
        height: element.clientHeight,
        timeZone,
        locale: language,
        labels: { tightest, bindPool, udp },
        colours: coloursAt(element),
        toZone: Chart.tzDate,
        onPoint: setIndex,
      });
      chart.current = new Chart(options, newest.current, element);
    };
    void build();
    const size = new ResizeObserver(() => chart.current?.setSize({ width: element.clientWidth, height: element.clientHeight }));
    size.observe(element);
    const stop = onThemeChange(build);
    return () => {
      isGone = true;
      size.disconnect();
      stop();
      chart.current?.destroy();
      chart.current = null;
    };
  }, [language, timeZone]);

  const last = points.length - 1;
  const newestKnown = points.findLastIndex(({ tightestUsedRatio }) => tightestUsedRatio !== null);
  const current = index ?? (newestKnown < 0 ? last : newestKnown);
  const moveTo = (wanted: number) => {
    const at = Math.min(last, Math.max(0, wanted));
    const seconds = columns[0][at];
    if (seconds !== undefined) chart.current?.setCursor({ left: chart.current.valToPos(seconds, "x"), top: 0 });
  };
  const point = points[current];
  const said = point ? pointSentence(language, timeZone, point) : words.empty;
  return (
    <>
      <div
        className={styles.chart}
        ref={place}
        role="slider"
        tabIndex={0}
        aria-label={`${words.chartLabel}. ${words.keys}`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={Math.max(0, current)}
        aria-valuetext={said}
        onKeyDown={(event) => {
          const move = KEYS[event.key];
          if (!move) return;
          event.preventDefault();
          moveTo(move(current, last));
        }}
      />
      <p className={styles.point}>{said}</p>
    </>
  );
}
