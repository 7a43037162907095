import type { Language } from "@berth/shared/text/language.ts";
import { figuresOf } from "../../ui/figures.ts";
import { UsageBar } from "../../ui/usage-bar.tsx";
import styles from "./measured-use.module.css";

interface MeasuredUseProps {
  language: Language;
  used: number;
  capacity: number;
  between: { low: number; high: number } | undefined;
  label: string;
}

/** The bar and its percentage side by side. */
export function MeasuredUse({ language, used, capacity, between, label }: MeasuredUseProps) {
  const ratio = capacity === 0 ? 1 : used / capacity;
  const percent = figuresOf(language).percent(ratio);
  return (
    <span className={styles.use}>
      <UsageBar ratio={ratio} between={between} label={`${label}: ${percent}`} />
      <span className={styles.percent} aria-hidden="true">
        {percent}
      </span>
    </span>
  );
}
