"use client";

import "@fontsource-variable/noto-sans-jp/index.css";

/** Draws nothing; it stands for the font faces that come with this module. */
export const JapaneseFaces = () => null;
