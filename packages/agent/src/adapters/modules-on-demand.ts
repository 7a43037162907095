import { createRequire } from "node:module";

/**
 * Parts of Node that cost memory as soon as they are loaded, brought in by the command that needs them. `import "node:http"`
 * alone costs 20 MB, because it evaluates every export and with them fetch and WebSocket; require() does not.
 */
const load = createRequire(import.meta.url);

export const httpModule = (): typeof import("node:http") => load("node:http");
export const httpsModule = (): typeof import("node:https") => load("node:https");
export const cryptoModule = (): typeof import("node:crypto") => load("node:crypto");
export const childProcessModule = (): typeof import("node:child_process") => load("node:child_process");
