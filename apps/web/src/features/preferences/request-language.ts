import type { Language } from "@berth/shared/text/language.ts";
import { isLanguage, LANGUAGES } from "@berth/shared/text/language.ts";
import { headers } from "next/headers";
import { LANGUAGE_HEADER } from "./request-headers.ts";

/** The language of the address, for the pages that Next gives no parameters: not found, not signed in. */
export async function requestLanguage(): Promise<Language> {
  const language = (await headers()).get(LANGUAGE_HEADER);
  return isLanguage(language) ? language : LANGUAGES[0];
}
