import type { FolkloreFinding, FolkloreId } from "../domain/remedies/folklore.ts";
import { remediesFolklore as en } from "./en/remedies-folklore.ts";
import { remediesFolklore as ja } from "./ja/remedies-folklore.ts";
import type { Language } from "./language.ts";

/** Why a piece of folklore is refused. */
export interface RemediesFolkloreText {
  /** One or two sentences: what it really does, and what that costs. */
  reason: Record<FolkloreId, (finding: FolkloreFinding) => string>;
  /** What would help instead, or how to put it right. */
  instead: Record<FolkloreId, string>;
}

const TABLES: Record<Language, RemediesFolkloreText> = { en, ja };

export const folkloreReason = (language: Language, finding: FolkloreFinding): string => TABLES[language].reason[finding.id](finding);

export const folkloreInstead = (language: Language, { id }: FolkloreFinding): string => TABLES[language].instead[id];
