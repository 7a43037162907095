import type uPlot from "uplot";
import type { ColourName, Colours } from "../theme-colours.ts";

/** A line across the chart at one value of the left axis. */
export interface Threshold {
  value: number;
  colour: ColourName;
}

export function drawThresholds({ ctx, bbox, valToPos }: uPlot, lines: readonly Threshold[], colours: Colours): void {
  ctx.save();
  for (const { value, colour } of lines) {
    const y = Math.round(valToPos(value, "y", true)) + 0.5;
    ctx.strokeStyle = colours[colour];
    ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}

/** The hatch of everything unknown, as a pattern of the canvas; `background` lies under it. */
export function hatchPattern(ctx: CanvasRenderingContext2D, { line, background }: { line: string; background: string | null }) {
  const size = Math.round(6 * devicePixelRatio);
  const tile = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = tile.getContext("2d");
  if (!pen) return line;
  if (background) {
    pen.fillStyle = background;
    pen.fillRect(0, 0, size, size);
  }
  pen.strokeStyle = line;
  pen.lineWidth = 0.9 * devicePixelRatio;
  pen.beginPath();
  // Three strokes, so that the corners meet those of the next tile.
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
  }
  pen.stroke();
  return ctx.createPattern(tile, "repeat") ?? line;
}

/** Fills the whole height where nothing is known. */
export function drawSilence(
  { ctx, bbox, valToPos, data }: uPlot,
  stretches: readonly { after: number; before: number }[],
  colours: Colours,
): void {
  if (stretches.length === 0) return;
  ctx.save();
  ctx.globalAlpha = 0.55;
  ctx.fillStyle = hatchPattern(ctx, { line: colours["line-strong"], background: null });
  for (const { after, before } of stretches) {
    const from = valToPos(data[0][after] ?? 0, "x", true);
    const to = valToPos(data[0][before] ?? 0, "x", true);
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
  }
  ctx.restore();
}
