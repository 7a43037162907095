"use client";

import { useRouter } from "next/navigation";
import { startTransition, useEffect, useState } from "react";
import { isAnswering } from "../../api/is-answering.ts";
import styles from "./live-refresh.module.css";

interface LiveRefreshProps {
  everyMs: number;
  silent: { title: string; detail: string };
}

/**
 * Draws the page anew from the server while it is visible; scroll, focus and what is typed stay. It asks first whether
 * Berth answers: where it does not, the page keeps its last figures and says so.
 */
export function LiveRefresh({ everyMs, silent }: LiveRefreshProps) {
  const router = useRouter();
  const [isSilent, setIsSilent] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      if (!document.hidden) {
        const answers = await isAnswering(stop.signal);
        if (stop.signal.aborted) return;
        setIsSilent(!answers);
        if (answers) startTransition(() => router.refresh());
      }
      timer = setTimeout(look, everyMs);
    };
    const lookNow = () => {
      if (document.hidden) return;
      clearTimeout(timer);
      void look();
    };
    timer = setTimeout(look, everyMs);
    document.addEventListener("visibilitychange", lookNow, { signal: stop.signal });
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [everyMs, router]);
  return (
    <div className={styles.place} role="status">
      {isSilent && (
        <p className={styles.note}>
          <strong>{silent.title}</strong> {silent.detail}
        </p>
      )}
    </div>
  );
}
