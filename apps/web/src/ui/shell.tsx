import styles from "./shell.module.css";

interface ShellProps {
  skipLabel: string;
  navigationLabel: string;
  links: { href: string; label: string }[];
  /** Language, theme, time zone. */
  preferences: React.ReactNode;
  children: React.ReactNode;
}

/** The frame of every page: a rail on the left, on phones at the bottom. It lists only pages that exist. */
export function Shell({ skipLabel, navigationLabel, links, preferences, children }: ShellProps) {
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {skipLabel}
      </a>
      <header className={styles.rail}>
        <span className={styles.mark}>
          <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
            <path d="M3 7h18M6 7v6m4-6v9m4-9v6m4-6v9M3 19c2 0 2-1.2 4.5-1.2S10 19 12 19s2-1.2 4.5-1.2S19 19 21 19" />
          </svg>
          Berth
        </span>
        <nav aria-label={navigationLabel}>
          {links.map(({ href, label }) => (
            <a key={href} href={href}>
              {label}
            </a>
          ))}
        </nav>
        <div className={styles.preferences}>{preferences}</div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
