import styles from "./disclosure.module.css";

/** More of the same, on request; wide content scrolls inside. */
export function Disclosure({ summary, children }: { summary: string; children: React.ReactNode }) {
  return (
    <details className={styles.disclosure}>
      <summary>{summary}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.body} tabIndex={0} aria-label={summary}>
        {children}
      </section>
    </details>
  );
}
