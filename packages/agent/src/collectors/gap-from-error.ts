import { shortenedText } from "@berth/shared/domain/evidence/printable-text.ts";
import type { Gap, GapPart, GapReason } from "@berth/shared/domain/host/gap.ts";

/** The wire's limit for a hint. */
const HINT_LENGTH_MAX = 200;

const REASON_OF_CODE: Record<string, GapReason> = {
  ENOENT: "absent",
  ENOTDIR: "absent",
  ESRCH: "absent",
  ENODEV: "absent",
  EACCES: "denied",
  EPERM: "denied",
  EAGAIN: "timeout",
  ETIMEDOUT: "timeout",
  ENOBUFS: "truncated",
  EMSGSIZE: "truncated",
  ENOMEM: "truncated",
  EMFILE: "truncated",
  ENFILE: "truncated",
};

/** A reading that is there and does not make sense: part of it would be a lie, so it is refused whole. */
export class MalformedReading extends SyntaxError {
  override name = "MalformedReading";
}

/** The kernel's word on an error (ENOENT, EPERM, …), or null where it has none. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}

export function reasonOf(error: unknown): GapReason {
  if (error instanceof SyntaxError) return "malformed";
  const code = errorCode(error);
  return (code === null ? undefined : REASON_OF_CODE[code]) ?? "unsupported";
}

/** A gap whose reason follows from what was thrown; without a hint of its own it carries the error's message. `file` of an error is one that is not in the bundle. */
export function gapFromError(part: GapPart, namespaceId: string | null, error: unknown, hint?: string): Gap {
  const message = error instanceof Error ? error.message : String(error);
  const found = gap(part, reasonOf(error), namespaceId, hint === undefined ? message : `${hint} (${message})`);
  return error instanceof Error && "file" in error && typeof error.file === "string"
    ? { ...found, at: { file: error.file, line: null } }
    : found;
}

/** What a program or a file said of itself is hostile: a hint is one line that the wire takes. */
export const gap = (part: GapPart, reason: GapReason, namespaceId: string | null, hint: string): Gap => ({
  part,
  reason,
  namespaceId,
  hint: shortenedText(hint, HINT_LENGTH_MAX),
});
