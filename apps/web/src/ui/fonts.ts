import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";

/** Classes that define --font-geist-sans and --font-geist-mono; the files come from the package. */
export const fontClasses = `${GeistSans.variable} ${GeistMono.variable}`;
