import type { ReplaySource } from "@berth/shared/domain/host/snapshot.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import { count, type PageStyle } from "./page-style.ts";

const SHOWN_MAX = 12;

/** Files of a bundle that were not judged, by name. */
export function replaySection(replay: ReplaySource | undefined, style: PageStyle): string[] {
  const { text, paint, columns, language } = style;
  const files = [
    ...(replay?.unknownFiles ?? []).map((name) => text.unknownFile(printable(name))),
    ...(replay?.unusedFiles ?? []).map((name) => text.unusedFile(printable(name))),
  ];
  if (files.length === 0) return [];
  const lines = files.slice(0, SHOWN_MAX).flatMap((file) => {
    const [first = "", ...rest] = wrapText(file, columns - 2, language);
    return [`? ${first}`, ...rest.map((line) => `  ${line}`)];
  });
  const more = files.length > SHOWN_MAX ? [`  ${text.more(count(files.length - SHOWN_MAX, style))}`] : [];
  return [paint.bold(text.title.files), ...[...lines, ...more].map(paint.dim)];
}
