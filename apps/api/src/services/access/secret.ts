import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** What each kind of secret opens: a session once, the dashboard, an enrolment, a host's pushes. */
export type SecretKind = "signin" | "session" | "enrol" | "host";

const RANDOM_BYTES = 32;
const SHAPE = /^berth_(signin|session|enrol|host_[0-9a-z]{1,26})_[A-Za-z0-9_-]{43}_[0-9a-f]{8}$/;

/** `berth_<kind>[_<host>]_<32 random bytes, base64url>_<CRC-32 of all before it, 8 hex digits>`: scanners can tell a leaked one. */
export function mintSecret(kind: Exclude<SecretKind, "host">): string;
export function mintSecret(kind: "host", hostPublicId: string): string;
export function mintSecret(kind: SecretKind, hostPublicId?: string): string {
  const owner = hostPublicId ? `_${hostPublicId.replace(/^host_/, "")}` : "";
  const random = new Uint8Array(RANDOM_BYTES);
  crypto.getRandomValues(random);
  const body = `berth_${kind}${owner}_${base64url(random)}`;
  return `${body}_${checksum(body)}`;
}

/** Whether it can be one of ours at all: a typing error or a foreign token never reaches the database. */
export function isWellFormed(kind: SecretKind, secret: string): boolean {
  const at = secret.lastIndexOf("_");
  return SHAPE.exec(secret)?.[1]?.split("_")[0] === kind && checksum(secret.slice(0, at)) === secret.slice(at + 1);
}

/** SHA-256 as hex: what is kept. 256 random bits need no salt and no slow hash. */
export const hashSecret = (secret: string): string => bytesToHex(sha256(utf8ToBytes(secret)));

export const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** CRC-32 (ISO-HDLC, as in zlib). */
function checksum(text: string): string {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (~crc >>> 0).toString(16).padStart(8, "0");
}
