export interface AllowanceTerms {
  /** CPU milliseconds that gather for each millisecond of time. */
  share: number;
  /** Most that can be saved up, and what there is at the start. */
  burstMs: number;
}

/** CPU that a costly reading may use: it gathers over time, and a reading that took more is paid off later. */
export class CpuAllowance {
  readonly #terms: AllowanceTerms;
  #leftMs: number;
  #atMs: number | null = null;

  constructor(terms: AllowanceTerms) {
    this.#terms = terms;
    this.#leftMs = terms.burstMs;
  }

  leftMs(nowMs: number): number {
    const { share, burstMs } = this.#terms;
    this.#leftMs = Math.min(burstMs, this.#leftMs + (nowMs - (this.#atMs ?? nowMs)) * share);
    this.#atMs = nowMs;
    return this.#leftMs;
  }

  spend(cpuMs: number): void {
    this.#leftMs -= cpuMs;
  }
}
