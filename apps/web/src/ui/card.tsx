import { useId } from "react";
import styles from "./card.module.css";

/** One level of card: a title, what it measures, and the part itself. */
export function Card({
  title,
  meta,
  aside,
  children,
}: {
  title: string;
  meta?: React.ReactNode;
  aside?: React.ReactNode;
  children: React.ReactNode;
}) {
  const id = useId();
  return (
    <section className={styles.card} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        {meta && <span className={styles.meta}>{meta}</span>}
        {aside && <span className={styles.aside}>{aside}</span>}
      </div>
      {children}
    </section>
  );
}
