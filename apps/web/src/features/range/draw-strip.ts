import type { StripKind } from "@berth/shared/domain/host/port-strip.ts";
import type { ColourName, Colours } from "../../ui/theme-colours.ts";
import type { StripCell } from "./strip-cells.ts";
import { stripLayout } from "./strip-layout.ts";

const COLOUR_OF: Record<StripKind, ColourName> = {
  free: "sunken",
  reserved: "line-strong",
  timeWaitOld: "wait-old",
  timeWaitMid: "wait",
  timeWaitNew: "held",
  live: "accent",
  blocked: "blocked",
};

interface Box {
  top: number;
  width: number;
  height: number;
}

/** One half of the range: ports grow to the right, column by column; the fuller a cell, the larger its dot. */
export function drawHalf(pen: CanvasRenderingContext2D, cells: readonly StripCell[], box: Box, colours: Colours): void {
  const { rows, columns } = stripLayout(cells.length, box.width, box.height);
  const pitchX = box.width / columns;
  const pitchY = box.height / rows;
  const gap = Math.min(1, pitchX / 5);
  cells.forEach((cell, index) => {
    const x = Math.floor(index / rows) * pitchX;
    const y = box.top + (index % rows) * pitchY;
    const width = pitchX - gap;
    const height = pitchY - gap;
    pen.fillStyle = colours.sunken;
    pen.fillRect(x, y, width, height);
    if (cell.kind === "reserved") {
      hatch(pen, x, y, width, height, colours["line-strong"]);
      return;
    }
    if (cell.taken === 0) return;
    const size = 0.45 + 0.55 * cell.share;
    pen.fillStyle = colours[COLOUR_OF[cell.kind]];
    pen.fillRect(x + (width * (1 - size)) / 2, y + (height * (1 - size)) / 2, width * size, height * size);
  });
}

function hatch(pen: CanvasRenderingContext2D, x: number, y: number, width: number, height: number, colour: string): void {
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  for (let offset = -height; offset < width; offset += 3) {
    pen.moveTo(x + offset, y + height);
    pen.lineTo(x + offset + height, y);
  }
  pen.stroke();
  pen.restore();
}
