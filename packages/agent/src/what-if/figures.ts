import type { SimulatedUse } from "@berth/shared/domain/ports/simulate-use.ts";
import type { CliWhatIfText } from "@berth/shared/text/cli-what-if.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { remediesText } from "@berth/shared/text/remedies.ts";

/** The part of a use, of a tuple or a pool, that says where it settles. */
export type Settling = Pick<SimulatedUse, "capacity" | "settles" | "connectionsPerSecond" | "ceilingPerSecond" | "verdict">;

/** Figures of a simulation as one language writes them. */
export class Figures {
  readonly #language: Language;
  readonly #numbers: Intl.NumberFormat;

  constructor(language: Language) {
    this.#language = language;
    this.#numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  }

  count(value: number): string {
    return this.#numbers.format(value);
  }

  rate(perSecond: number): string {
    return new Intl.NumberFormat(this.#language, { maximumFractionDigits: perSecond < 10 ? 1 : 0 }).format(perSecond);
  }

  /** English sets a space before the sign; Japanese does not. */
  share(ports: number, capacity: number): string {
    const percent = new Intl.NumberFormat(this.#language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    return `${percent.format(capacity === 0 ? 100 : (100 * ports) / capacity)}${this.#language === "ja" ? "%" : " %"}`;
  }

  interval({ low, best, high }: { low: number; best: number; high: number }): string {
    return low === high ? this.count(best) : `${this.count(best)} (${this.count(low)}–${this.count(high)})`;
  }

  settledShare({ settles, capacity }: Pick<Settling, "settles" | "capacity">): string {
    return this.share(settles.best, capacity);
  }

  /** Where a use settles, whether that is safe, and what rate it bears. */
  settling(use: Settling, words: CliWhatIfText): string {
    const { settles, connectionsPerSecond, ceilingPerSecond, verdict } = use;
    if (connectionsPerSecond === 0) return words.noRate;
    const ports = settles.low === settles.high ? this.count(settles.best) : `${this.count(settles.low)}–${this.count(settles.high)}`;
    const sentence = words.settles({
      ports,
      share: this.settledShare(use),
      rate: this.rate(connectionsPerSecond),
      ceiling: ceilingPerSecond === null ? null : this.rate(ceilingPerSecond),
    });
    return `${sentence}: ${remediesText(this.#language).verdict[verdict]}`;
  }
}
