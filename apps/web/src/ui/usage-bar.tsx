import styles from "./usage-bar.module.css";

/** Past half, connect() has run out of even ports; 60 and 80 % are the thresholds of the founding checklist. */
export const LINES = [0.5, 0.6, 0.8] as const;

const at = (ratio: number) => `${(Math.min(1, Math.max(0, ratio)) * 100).toFixed(2)}%`;

const toneOf = (ratio: number) => (ratio > 0.8 ? styles.fail : ratio > 0.6 ? styles.warn : "");

interface UsageBarProps {
  /** Used ÷ capacity, 0 to 1; null where it is not known: hatched, never empty. */
  ratio: number | null;
  /** The interval of the same ratio, where the snapshot cannot settle it. */
  between?: { low: number; high: number };
  label: string;
}

/** Used of capacity with the 50, 60 and 80 % lines cut into it; the one bar of every table and card. */
export function UsageBar({ ratio, between, label }: UsageBarProps) {
  if (ratio === null) return <span className={`${styles.bar} ${styles.unknown}`} role="img" aria-label={label} />;
  return (
    <svg className={`${styles.bar} ${toneOf(ratio)}`} role="img" aria-label={label}>
      <rect className={styles.fill} width={at(ratio)} height="100%" />
      {between && between.high > between.low && (
        <rect className={styles.between} x={at(between.low)} width={at(between.high - between.low)} height="100%" />
      )}
      {LINES.map((line) => (
        <line key={line} className={line < ratio ? styles.lineOnFill : styles.line} x1={at(line)} x2={at(line)} y1="0" y2="100%" />
      ))}
    </svg>
  );
}

/** The three lines' figures, for the head of a column of bars. */
export function UsageScale() {
  return (
    <svg className={styles.scale} width="100%" height="12" aria-hidden="true">
      {LINES.map((line) => (
        <text key={line} x={at(line)} y="10" textAnchor="middle">
          {line * 100}
        </text>
      ))}
    </svg>
  );
}
