import type { FleetPage } from "@berth/shared/contract/reads.ts";
import { formatEndpoint } from "@berth/shared/domain/network/address.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { figuresOf } from "../../ui/figures.ts";
import { printable } from "../../ui/printable.ts";
import { StateMark } from "../../ui/state-mark.tsx";
import { textOf } from "../../ui/text.ts";
import styles from "./fleet-counts.module.css";
import { stateOf } from "./host-state.ts";

/** The fleet in four figures. A count of zero stays calm: colour appears with the first host it is about. */
export function FleetCounts({ language, fleet }: { language: Language; fleet: FleetPage }) {
  const { counts } = textOf(language).fleet;
  const figures = figuresOf(language);
  const { summary } = fleet;
  const unknown = unknownHosts(summary);
  const worst = fleet.data.find((host) => stateOf(host) === "fail")?.tightest;
  const cells = [
    {
      key: "fail",
      label: counts.fail.label,
      value: summary.fail,
      note: counts.fail.note(
        worst ? printable(formatEndpoint(worst.destination.address, worst.destination.port)) : summary.fail > 0 ? "" : null,
      ),
      state: "fail" as const,
    },
    { key: "warn", label: counts.warn.label, value: summary.warn, note: counts.warn.note, state: "warn" as const },
    { key: "half", label: counts.pastHalf.label, value: summary.pastHalf, note: counts.pastHalf.note, state: null },
    {
      key: "unknown",
      label: counts.unknown.label,
      value: unknown,
      note: counts.unknown.note(summary.stale, summary.never),
      state: "unknown" as const,
    },
  ];
  return (
    <dl className={styles.counts}>
      {cells.map(({ key, label, value, note, state }) => (
        <div key={key} className={value > 0 && state ? styles[state] : undefined}>
          <dt>
            {state && value > 0 && <StateMark state={state} size={12} />} {label}
          </dt>
          <dd className={styles.value}>{figures.count(value)}</dd>
          <dd className={styles.note}>{note}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Hosts of which nothing can be said now: not judged, silent, or never heard. */
export const unknownHosts = (summary: FleetPage["summary"]): number => summary.unknown;
