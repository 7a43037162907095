import styles from "./disclosure.module.css";

/** More of the same, on request; wide content scrolls inside. `label` names it where a page has several of one summary. */
export function Disclosure({ summary, label = summary, children }: { summary: string; label?: string; children: React.ReactNode }) {
  return (
    <details className={styles.disclosure}>
      <summary>{summary}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.body} tabIndex={0} aria-label={label}>
        {children}
      </section>
    </details>
  );
}
