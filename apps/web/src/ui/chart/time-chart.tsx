"use client";

import type { Language } from "@berth/shared/text/language.ts";
import { useEffect, useMemo, useRef, useState } from "react";
import type uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { textOf } from "../text.ts";
import { coloursAt, onThemeChange } from "../theme-colours.ts";
import { useTimeZone } from "../time-zone.ts";
import type { ChartData } from "./chart-data.ts";
import { chartOptions, columnsOf } from "./chart-options.ts";
import { pointSentence } from "./point-sentence.ts";
import { localeOf, momentFormat } from "./time-axis.ts";
import styles from "./time-chart.module.css";

interface TimeChartProps {
  language: Language;
  label: string;
  data: ChartData;
  isSmall?: boolean;
  /** Charts of one name move their cursors together. */
  together?: string;
}

const KEYS: Record<string, (index: number, last: number) => number> = {
  ArrowLeft: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  PageUp: (index) => index - 10,
  PageDown: (index) => index + 10,
  Home: () => 0,
  End: (_, last) => last,
};

/** Figures over time. A pointer or the arrow keys move through it; the sentence below says what stands there. Another set of series wants another `key`. */
export function TimeChart({ language, label, data, isSmall = false, together }: TimeChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const [index, setIndex] = useState<number | null>(null);
  const timeZone = useTimeZone();
  const columns = useMemo(() => columnsOf(data), [data]);
  const newest = useRef({ data, columns });

  useEffect(() => {
    newest.current = { data, columns };
    chart.current?.setData(columns);
  }, [data, columns]);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let isGone = false;
    const build = async () => {
      const { default: library } = await import("uplot");
      if (isGone) return;
      chart.current?.destroy();
      const options = chartOptions({
        width: element.clientWidth,
        height: element.clientHeight,
        timeZone,
        locale: localeOf(language),
        colours: coloursAt(element),
        data: () => newest.current.data,
        library,
        together,
        onPoint: setIndex,
      });
      chart.current = new library(options, newest.current.columns, element);
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
  }, [language, timeZone, together]);

  const { atMs, series } = data;
  const last = atMs.length - 1;
  const newestKnown = atMs.findLastIndex((_, at) => series.some(({ values }) => values[at] != null));
  const current = Math.min(last, index ?? (newestKnown < 0 ? last : newestKnown));
  const moveTo = (wanted: number) => {
    const seconds = columns[0][Math.min(last, Math.max(0, wanted))];
    if (seconds !== undefined) chart.current?.setCursor({ left: chart.current.valToPos(seconds, "x"), top: 0 });
  };
  const moment = momentFormat(localeOf(language), timeZone, (atMs.at(-1) ?? 0) - (atMs.at(-2) ?? 0));
  const said = pointSentence(language, data, current, moment(atMs[current] ?? 0));
  return (
    <>
      <div
        className={`${styles.chart} ${isSmall ? styles.small : ""}`}
        ref={place}
        role="slider"
        tabIndex={0}
        aria-label={`${label}. ${textOf(language).chart.keys}`}
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
