import type { SeriesPoint } from "@berth/shared/contract/reads.ts";
import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { figuresOf } from "../../ui/figures.ts";
import { printable } from "../../ui/printable.ts";
import { textOf } from "../../ui/text.ts";

/** What stands at one point of the history: time, then each figure that is known. */
export function pointSentence(language: Language, timeZone: string, point: SeriesPoint): string {
  const words = textOf(language).history;
  const figures = figuresOf(language);
  const time = new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(new Date(point.at));
  const { tightestUsedRatio, tightestDestination, bindPoolUsedRatio, udpUsedRatio, closesPerSecond } = point;
  const towards = tightestDestination ? ` → ${printable(formatEndpoint(tightestDestination.address, tightestDestination.port))}` : "";
  const known = [
    tightestUsedRatio !== null && `${words.tightest} ${figures.percent(tightestUsedRatio)}${towards}`,
    bindPoolUsedRatio !== null && `${words.bindPool} ${figures.percent(bindPoolUsedRatio)}`,
    udpUsedRatio !== null && `${words.udp} ${figures.percent(udpUsedRatio)}`,
    closesPerSecond !== null && `${words.closesPerSecond} ${figures.rate(closesPerSecond)}`,
  ].filter((part) => part !== false);
  return [time, ...(known.length > 0 ? known : [words.silent])].join(" · ");
}
