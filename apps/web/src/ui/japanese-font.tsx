"use client";

import dynamic from "next/dynamic";

const Faces = dynamic(() => import("./japanese-faces.tsx").then((module) => module.JapaneseFaces));

/** Noto Sans JP in its unicode-range pieces, for Japanese pages only. */
export const JapaneseFont = ({ isNeeded }: { isNeeded: boolean }) => (isNeeded ? <Faces /> : null);
