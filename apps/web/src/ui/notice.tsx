import styles from "./notice.module.css";

/** A page that has one thing to say and one thing to do. */
export function Notice({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className={styles.notice}>
      <h1>{title}</h1>
      {children}
    </div>
  );
}
