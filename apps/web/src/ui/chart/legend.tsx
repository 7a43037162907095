import type { ColourName } from "../theme-colours.ts";
import type { ChartSeries, Shape } from "./chart-data.ts";
import styles from "./legend.module.css";

interface LegendProps {
  series: readonly Pick<ChartSeries, "label" | "colour" | "shape">[];
  /** What is drawn across the chart besides. */
  lines?: { label: string; colour: ColourName };
}

/** What is what in a chart: each series in its colour and its shape. */
export function Legend({ series, lines }: LegendProps) {
  return (
    <ul className={styles.legend}>
      {series.map(({ label, colour, shape }) => (
        <Entry key={label} label={label} colour={colour} shape={shape} />
      ))}
      {lines && <Entry label={lines.label} colour={lines.colour} shape="dashed" />}
    </ul>
  );
}

const Entry = ({ label, colour, shape }: { label: string; colour: ColourName; shape: Shape }) => (
  <li>
    <span className={`${styles.swatch} ${styles[colour]} ${styles[shape]}`} />
    {label}
  </li>
);
