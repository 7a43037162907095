import type { FleetHost } from "@berth/shared/contract/reads.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { figuresOf } from "../../ui/figures.ts";
import { printable } from "../../ui/printable.ts";
import { textOf } from "../../ui/text.ts";
import { stateOf } from "./host-state.ts";
import styles from "./quay.module.css";

/** Six depths of blue are told apart; more would only look smooth. */
const DEPTHS = 6;

const depthOf = (ratio: number) => Math.min(DEPTHS - 1, Math.floor(ratio * DEPTHS));

/** One square berth per host: a dot warns, a ring fails, hatching is unknown. The table says the same in words, so this is for eyes only. */
export function Quay({ language, hosts }: { language: Language; hosts: readonly FleetHost[] }) {
  const text = textOf(language);
  const figures = figuresOf(language);
  const { quay } = text.fleet;
  return (
    <div className={styles.quay} aria-hidden="true">
      <div className={styles.cells}>
        {hosts.map((host) => {
          const state = stateOf(host);
          const ratio = host.tightest?.usedRatio ?? 0;
          const use = host.tightest ? ` · ${figures.percent(ratio)}` : "";
          return (
            <a
              key={host.id}
              tabIndex={-1}
              href={`/${language}/hosts/${host.id}`}
              className={`${styles.cell} ${styles[state]} ${styles[`depth${depthOf(ratio)}`]}`}
              title={`${printable(host.hostname)} · ${checksText(language).status[state]}${use}`}
            >
              <span className="visually-hidden">{printable(host.hostname)}</span>
            </a>
          );
        })}
      </div>
      <ul className={styles.legend}>
        {(["pass", "warn", "fail", "unknown"] as const).map((state) => (
          <li key={state}>
            <span className={`${styles.cell} ${styles[state]} ${styles.depth2}`} /> {quay.legend[state]}
          </li>
        ))}
      </ul>
    </div>
  );
}
