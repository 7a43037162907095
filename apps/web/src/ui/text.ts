import { web as en } from "@berth/shared/text/en/web.ts";
import { web as ja } from "@berth/shared/text/ja/web.ts";
import type { Language } from "@berth/shared/text/language.ts";
import type { WebText } from "@berth/shared/text/web.ts";

const TABLES: Record<Language, WebText> = { en, ja };

/** Every sentence of the dashboard in one language. */
export const textOf = (language: Language): WebText => TABLES[language];
