import { type NavLink, NavLinks } from "./nav-links.tsx";
import styles from "./shell.module.css";

interface ShellProps {
  skipLabel: string;
  navigationLabel: string;
  links: NavLink[];
  /** Language and theme. */
  preferences: React.ReactNode;
  /** Names the zone of every time on the page. */
  zone: React.ReactNode;
  children: React.ReactNode;
}

/** The frame of every page: a rail on the left, on phones at the bottom. It lists only pages that exist. */
export function Shell({ skipLabel, navigationLabel, links, preferences, zone, children }: ShellProps) {
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
          <NavLinks links={links} />
        </nav>
        <div className={styles.preferences}>
          {preferences}
          <span className={styles.zone}>{zone}</span>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
        <p className={styles.foot}>{zone}</p>
      </main>
    </div>
  );
}
