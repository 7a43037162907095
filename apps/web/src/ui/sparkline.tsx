import styles from "./sparkline.module.css";

interface SparklineProps {
  /** Null: not known, which leaves a gap. */
  values: readonly (number | null)[];
  label: string;
  /** Bars for counts per window, a filled step line for many narrow ones. */
  width?: number;
}

const HEIGHT = 16;

/** A few windows of one figure, scaled to their own maximum; zeros keep a hairline, so that nothing looks left out. */
export function Sparkline({ values, label, width = 42 }: SparklineProps) {
  const max = Math.max(...values.map((value) => value ?? 0), Number.MIN_VALUE);
  const pitch = width / values.length;
  const gap = pitch > 4 ? 1.5 : 0;
  return (
    <svg className={styles.spark} width={width} height={HEIGHT} role="img" aria-label={label}>
      {values.map((value, index) => {
        if (value === null) return null;
        const height = Math.max(1, (value / max) * HEIGHT);
        return (
          <rect
            key={index}
            className={value === 0 ? styles.zero : undefined}
            x={index * pitch}
            y={HEIGHT - height}
            width={pitch - gap}
            height={height}
          />
        );
      })}
    </svg>
  );
}
