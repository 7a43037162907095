import type { Language } from "@berth/shared/text/language.ts";
import type { Answer } from "../../api/answer.ts";
import { Notice } from "../../ui/notice.tsx";
import { textOf } from "../../ui/text.ts";
import { LiveRefresh } from "../live/live-refresh.tsx";

type Trouble = Extract<Answer<never>, { kind: "unreachable" | "failed" }>;

/** The API is down or failed: what to do, and the page goes on by itself when it answers again. */
export function ApiTrouble({ language, trouble }: { language: Language; trouble: Trouble }) {
  const text = textOf(language);
  const words = text.trouble[trouble.kind];
  return (
    <Notice title={words.title}>
      <p>{trouble.kind === "failed" ? text.trouble.failed.detail(trouble.status) : text.trouble.unreachable.detail}</p>
      {trouble.kind === "failed" && trouble.requestId && <p className="meta">{text.trouble.reference(trouble.requestId)}</p>}
      <form>
        <button type="submit" className="button">
          {text.trouble.retry}
        </button>
      </form>
      <LiveRefresh everyMs={3000} silent={text.noAnswer} />
    </Notice>
  );
}
