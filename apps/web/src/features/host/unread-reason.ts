import type { Gap, GapPart } from "@berth/shared/domain/host/gap.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { textOf } from "../../ui/text.ts";

interface Unread {
  language: Language;
  gaps: readonly Gap[];
  namespaceId: string;
  /** What would have told, likeliest to be missing first. */
  parts: readonly GapPart[];
}

/** Why something of a namespace is not known, by the gap that the agent named; in general words where it named none. */
export function unreadReason({ language, gaps, namespaceId, parts }: Unread): string {
  const ours = gaps.filter((gap) => gap.namespaceId === null || gap.namespaceId === namespaceId);
  const [gap] = parts.flatMap((part) => ours.filter((each) => each.part === part));
  if (gap) return checksText(language).gap(gap.part, gap.reason);
  const { strip, tuples } = textOf(language).host;
  if (parts[0] === "processes") return checksText(language).gap("processes", "unsupported");
  return parts[0] === "range" ? strip.rangeUnknown : tuples.unreadable;
}
