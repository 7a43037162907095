"use client";

import { usePathname } from "next/navigation";
import { languageOfPath } from "../../features/preferences/choose-language.ts";
import { Notice } from "../../ui/notice.tsx";
import { textOf } from "../../ui/text.ts";

/** A fault of the dashboard itself; what the API may answer is handled where it is asked. */
export default function PageFault({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const { trouble } = textOf(languageOfPath(usePathname()) ?? "en");
  return (
    <Notice title={trouble.page.title}>
      <p>{trouble.page.detail}</p>
      {error.digest && <p className="meta">{trouble.reference(error.digest)}</p>}
      <button type="button" className="button" onClick={reset}>
        {trouble.retry}
      </button>
    </Notice>
  );
}
