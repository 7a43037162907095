import { type AgentSettings, CREDENTIAL, readHostId, readSettings } from "./server-answer.ts";
import type { StateFolder } from "./state-folder.ts";
import { asRecord, parseRecord, stringField } from "./strict-json.ts";

const FILE = "agent.json";

/** What an enrolled agent keeps: where it reports, as whom, and with which credential. */
export interface Enrolment {
  server: string;
  hostId: string;
  credential: string;
  labels: Record<string, string>;
  settings: AgentSettings;
}

/** Null before the first enrolment; throws a SyntaxError where the file is not one of ours, the system's error where it cannot be read. */
export function readEnrolment(folder: StateFolder): Enrolment | null {
  const bytes = folder.read(FILE);
  if (bytes === null) return null;
  const record = parseRecord(new TextDecoder().decode(bytes));
  const labels = Object.entries(asRecord(record.labels, "labels"));
  return {
    server: stringField(record, "server", /^https?:\/\/\S+$/),
    hostId: readHostId(record),
    credential: stringField(record, "credential", CREDENTIAL),
    labels: Object.fromEntries(labels.map(([key, value]) => [key, String(value)])),
    settings: readSettings(record.settings),
  };
}

/** On disk before it returns: the token that bought the credential may be spent. */
export function writeEnrolment(folder: StateFolder, enrolment: Enrolment): void {
  folder.write(FILE, new TextEncoder().encode(`${JSON.stringify(enrolment, null, 2)}\n`), { durable: true });
}
