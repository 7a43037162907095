import type { Headroom } from "@berth/shared/domain/ports/headroom.ts";
import type { Language } from "@berth/shared/text/language.ts";

/** Number formats of one language: thousands separated, one decimal where a figure is small. */
export interface Figures {
  count(value: number): string;
  /** `ratio` 0 to 1, as a percentage; what is not 0 never reads "0 %", what is not full never "100 %". */
  percent(ratio: number): string;
  /** Events per second: whole from 10 on, one decimal below. */
  rate(perSecond: number): string;
  /** A ratio that may be over 1: two decimals below 10, one from there. */
  times(ratio: number): string;
  /** "2,097", or "1,950–2,097" where the snapshot alone cannot settle it. */
  headroom(headroom: Headroom, unlimited: string): string;
  bytes(bytes: number): string;
}

const MEBIBYTE = 1_048_576;

/** ISO 31-0 sets a space before the sign; Japanese does not. */
const PERCENT_SIGN: Record<Language, string> = { en: " %", ja: "%" };

export function figuresOf(language: Language): Figures {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const tenth = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const hundredth = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const sign = PERCENT_SIGN[language];
  const count = (value: number) => whole.format(value);
  return {
    count,
    percent: (ratio) => {
      const percent = ratio * 100;
      if (percent > 0 && percent < 0.1) return `< ${tenth.format(0.1)}${sign}`;
      if (percent < 100 && percent > 99.9) return `> ${tenth.format(99.9)}${sign}`;
      return `${percent === 0 || percent === 100 ? whole.format(percent) : tenth.format(percent)}${sign}`;
    },
    rate: (perSecond) => (perSecond === 0 || perSecond >= 10 ? whole.format(perSecond) : tenth.format(Math.max(0.1, perSecond))),
    times: (ratio) => (ratio < 10 ? hundredth : tenth).format(ratio),
    headroom: (headroom, unlimited) => {
      if (headroom.unlimited) return unlimited;
      return headroom.low === headroom.high ? count(headroom.low) : `${count(headroom.low)}–${count(headroom.high)}`;
    },
    bytes: (bytes) => `${whole.format(bytes / MEBIBYTE)} MiB`,
  };
}
