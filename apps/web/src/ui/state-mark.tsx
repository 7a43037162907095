import type { HostState } from "@berth/shared/text/web.ts";
import styles from "./state-mark.module.css";

const SHAPES: Record<HostState, React.ReactNode> = {
  fail: <path d="M8 1.6 15 14H1zM8 6v4M8 11.6v.9" />,
  warn: <path d="M8 1.2 14.8 8 8 14.8 1.2 8zM8 5v3.6M8 10.3v.9" />,
  pass: <path d="M3.2 8.4 6.6 11.8 13 4.6" />,
  unknown: <path d="M5.6 6.2a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.1.8-1.1 1.6M8 12v.9" />,
};

/** A state as a shape of its own: triangle, diamond, tick, question mark. The word belongs beside it, or in `label`. */
export function StateMark({ state, label, size = 14 }: { state: HostState; label?: string; size?: number }) {
  return (
    <svg
      className={`${styles.mark} ${styles[state]}`}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      role={label ? "img" : undefined}
      aria-hidden={label ? undefined : true}
      aria-label={label}
    >
      {SHAPES[state]}
    </svg>
  );
}
