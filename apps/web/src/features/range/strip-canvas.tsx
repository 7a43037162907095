"use client";

import type { PortStrip } from "@berth/shared/domain/host/port-strip.ts";
import type { PortInterval } from "@berth/shared/domain/network/port-interval.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { useEffect, useMemo, useRef, useState } from "react";
import { textOf } from "../../ui/text.ts";
import { coloursAt, onThemeChange } from "../../ui/theme-colours.ts";
import { drawHalf } from "./draw-strip.ts";
import styles from "./strip-canvas.module.css";
import { type StripCell, stripHalves } from "./strip-cells.ts";
import { stripLayout } from "./strip-layout.ts";

interface StripCanvasProps {
  language: Language;
  strip: PortStrip;
  range: PortInterval;
  alternative: string;
}

/** Between the halves, in CSS pixels. */
const SEAM = 6;

/** Every few ports of the range a dot: churn, leaks and walls can be seen without reading. Pointing at one names its ports. */
export function StripCanvas({ language, strip, range, alternative }: StripCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointed, setPointed] = useState<StripCell | null>(null);
  const { low, high } = range;
  const halves = useMemo(() => stripHalves(strip, { low, high }), [strip, low, high]);
  const words = textOf(language).host.strip;

  useEffect(() => {
    const element = canvas.current;
    const place = element?.parentElement;
    const pen = element?.getContext("2d");
    if (!element || !place || !pen) return;
    const draw = () => {
      const { clientWidth: width, clientHeight: height } = element;
      element.width = width * devicePixelRatio;
      element.height = height * devicePixelRatio;
      pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      const colours = coloursAt(place);
      const half = (height - SEAM) / 2;
      drawHalf(pen, halves.even, { top: 0, width, height: half }, colours);
      drawHalf(pen, halves.odd, { top: half + SEAM, width, height: half }, colours);
    };
    const size = new ResizeObserver(draw);
    size.observe(element);
    const stop = onThemeChange(draw);
    return () => {
      size.disconnect();
      stop();
    };
  }, [halves]);

  const point = (event: React.PointerEvent<HTMLCanvasElement>) => {
    const { clientWidth: width, clientHeight: height } = event.currentTarget;
    const { offsetX, offsetY } = event.nativeEvent;
    const half = (height - SEAM) / 2;
    const isOdd = offsetY > half + SEAM;
    const cells = isOdd ? halves.odd : halves.even;
    const y = isOdd ? offsetY - half - SEAM : offsetY;
    const { rows, columns } = stripLayout(cells.length, width, half);
    const index = Math.floor((offsetX / width) * columns) * rows + Math.floor((y / half) * rows);
    setPointed(y < half ? (cells[index] ?? null) : null);
  };

  return (
    <figure className={styles.figure}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        role="img"
        aria-label={alternative}
        onPointerMove={point}
        onPointerLeave={() => setPointed(null)}
      />
      <div className={styles.ports} aria-hidden="true">
        <span>{low}</span>
        <span className={styles.pointed}>
          {pointed && words.cell(pointed.low, pointed.high, pointed.taken, pointed.ports, words.kind[pointed.kind])}
        </span>
        <span>{high}</span>
      </div>
    </figure>
  );
}
