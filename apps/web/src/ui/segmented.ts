import styles from "./segmented.module.css";

/** A row of choices of which one is on: links with aria-current, or buttons with aria-pressed. */
export const segmented = styles.segmented ?? "";
