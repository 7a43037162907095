/** Ways a page is looked at: every pair of language, theme and width is among them. */
export const LOOKS = [
  { language: "en", colorScheme: "light", width: 1440 },
  { language: "en", colorScheme: "dark", width: 390 },
  { language: "ja", colorScheme: "dark", width: 1440 },
  { language: "ja", colorScheme: "light", width: 390 },
] as const;
