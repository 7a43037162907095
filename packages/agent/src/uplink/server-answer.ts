import { asRecord, booleanField, integerField, type JsonRecord, parseRecord, stringField } from "./strict-json.ts";

/** What the server may ask of an agent. */
export interface AgentSettings {
  version: number;
  /** 5 to 300. */
  sampleSeconds: number;
  /** So many samples share a request while nothing is wrong and nobody watches: 1 to 60. */
  frameSamples: number;
}

/** One request a minute of samples every 10 s; settings of a server or a file that knows no frames lack it. */
const FRAME_SAMPLES = 6;

export interface Receipt {
  serverNowMs: number;
  /** Null where the agent's are current, and where they are none that this agent could follow. */
  settings: AgentSettings | null;
  /** Each sample is wanted at once. A server that says nothing of it expects them so. */
  isWatched: boolean;
  /** A setup that was only named is not known there. */
  needsSetup: boolean;
}

export interface EnrolReceipt {
  hostId: string;
  credential: string;
  serverNowMs: number;
  settings: AgentSettings;
}

const SETTINGS_VERSION_MAX = 2 ** 31;
const HOST_ID = /^host_[0-9a-z]{1,26}$/;
/** Printable and without spaces: whatever stands here goes into a header. */
export const CREDENTIAL = /^berth_host_[\x21-\x7e]{20,400}$/;

export function readSettings(value: unknown): AgentSettings {
  const record = asRecord(value, "settings");
  return {
    version: integerField(record, "version", 1, SETTINGS_VERSION_MAX),
    sampleSeconds: integerField(record, "sampleSeconds", 5, 300),
    frameSamples: record.frameSamples === undefined ? FRAME_SAMPLES : integerField(record, "frameSamples", 1, 60),
  };
}

const readServerNow = (record: JsonRecord): number => integerField(record, "serverNowMs", 0, Number.MAX_SAFE_INTEGER);

/** The answer to one snapshot, or to `count` in one request. Throws a SyntaxError where it is not a receipt for them all. */
export function readReceipt(text: string, count: number): Receipt {
  const record = parseRecord(text);
  const receipts = count === 1 && record.receipts === undefined ? [record] : record.receipts;
  if (!Array.isArray(receipts) || receipts.length !== count) throw new SyntaxError(`the answer does not hold ${count} receipts`);
  for (const receipt of receipts) booleanField(asRecord(receipt, "a receipt"), "isNew");
  return {
    serverNowMs: readServerNow(record),
    settings: readableSettings(record.settings),
    isWatched: record.isWatched !== false,
    needsSetup: record.needsSetup === true,
  };
}

/** Settings of a later server that make no sense here must not undo the delivery that they came with. */
function readableSettings(value: unknown): AgentSettings | null {
  try {
    return readSettings(value);
  } catch {
    return null;
  }
}

export function readEnrolReceipt(text: string): EnrolReceipt {
  const record = parseRecord(text);
  return {
    hostId: stringField(record, "hostId", HOST_ID),
    credential: stringField(record, "credential", CREDENTIAL),
    serverNowMs: readServerNow(record),
    settings: readSettings(record.settings),
  };
}

export const readHostId = (record: JsonRecord): string => stringField(record, "hostId", HOST_ID);

/** RFC 9457. */
export interface Problem {
  /** The last part of `type`: `clock-out-of-window`. */
  name: string;
  detail: string;
  serverNowMs: number | null;
}

/** Null where the body is not a problem document. */
export function readProblem(contentType: string, body: string): Problem | null {
  if (contentType !== "application/problem+json") return null;
  try {
    const record = parseRecord(body);
    const { type, detail, serverNowMs } = record;
    if (typeof type !== "string" || typeof detail !== "string") return null;
    return {
      name: type.split("/").at(-1) ?? type,
      detail,
      serverNowMs: typeof serverNowMs === "number" && Number.isSafeInteger(serverNowMs) ? serverNowMs : null,
    };
  } catch {
    return null;
  }
}
