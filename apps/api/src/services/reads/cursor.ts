import { ApiProblem } from "../../errors.ts";
import { base64url } from "../access/secret.ts";

const SHAPE = /^([A-Za-z0-9_-]{1,1000})\.([A-Za-z0-9_-]{22})$/;
const MAC_BYTES = 16;

/**
 * A position in a list as opaque text, signed for one list of one organization (`scope`), so that only a cursor this
 * server issued for it is taken.
 */
export async function writeCursor(key: string, scope: string, position: readonly number[]): Promise<string> {
  const payload = base64url(new TextEncoder().encode(JSON.stringify(position)));
  return `${payload}.${await sign(key, scope, payload)}`;
}

/** Throws invalid-cursor for anything else. */
export async function readCursor(key: string, scope: string, cursor: string): Promise<number[]> {
  const [, payload, mac] = SHAPE.exec(cursor) ?? [];
  if (payload === undefined || mac === undefined || !isEqual(mac, await sign(key, scope, payload)))
    throw new ApiProblem("invalid-cursor", "Take the cursor from the page before, and keep the other parameters as they were.");
  return JSON.parse(new TextDecoder().decode(bytesOf(payload))) as number[];
}

async function sign(key: string, scope: string, payload: string): Promise<string> {
  const encoder = new TextEncoder();
  const hmac = await crypto.subtle.importKey("raw", encoder.encode(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", hmac, encoder.encode(`${scope}\0${payload}`));
  return base64url(new Uint8Array(mac).slice(0, MAC_BYTES));
}

const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));

/** Takes as long wherever the first difference is. */
function isEqual(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}
