import type { Snapshot } from "../../host/snapshot.ts";
import { type FolkloreFinding, type FolkloreId, findFolklore } from "../../remedies/folklore.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { outcomeOf } from "../outcome.ts";
import { unreadOnHost } from "../unread.ts";

/** Shorter than this, FIN_WAIT_2 is cut off for peers that are merely slow. */
const FIN_TIMEOUT_SECONDS_LEAST = 15;

/** Judged by a check of their own, or harmless where nothing else is wrong: here they are only mentioned. */
const ONLY_NOTED: ReadonlySet<FolkloreId> = new Set(["range-from-1024", "dynamic-port-shrunk"]);

/** Settings that were copied from somewhere: they do nothing for ports, or harm. */
export const twMyth = defineCheck({
  id: "tw-myth",
  number: 16,
  founding: 7,
  needs: { parts: [], minutes: 0 },
  platforms: ["linux", "windows", "darwin", "freebsd"],

  evaluate({ current }: Facts): CheckOutcome {
    const found = findFolklore(current).filter(({ id }) => id !== "open-to-world");
    const gradeOf = (grade: Grade) => found.filter((finding) => grade === gradeFolklore(finding, current)).map(evidence);
    const overflow = current.counters?.timeWaitOverflow ?? 0;
    const isUnwatched = current.counters === null && current.host.os === "linux";
    const part = current.host.os === "windows" ? "windows" : "configured";
    return outcomeOf({
      fail: gradeOf("fail"),
      warn: [...gradeOf("warn"), ...(overflow > 0 ? [overflowEvidence(overflow)] : [])],
      notes: [...gradeOf("note"), ...(isUnwatched ? [unwatched] : [])],
      causes: unreadOnHost(current, { parts: [part], minutes: 0 }),
    });
  },
});

type Grade = "fail" | "warn" | "note";

function gradeFolklore({ id, effect, value }: FolkloreFinding, { namespaces }: Snapshot): Grade {
  if (id === "tcp-tw-recycle") return effect === "harmful" ? "fail" : "warn";
  if (id === "fin-timeout") return Number(value) < FIN_TIMEOUT_SECONDS_LEAST ? "warn" : "note";
  // Without reuse to spoil, timestamps are a choice.
  if (id === "timestamps-off") return namespaces.some(({ settings }) => settings.tcpTwReuse === 1) ? "warn" : "note";
  return ONLY_NOTED.has(id) ? "note" : "warn";
}

const evidence = ({ id, effect, key, value, file, line }: FolkloreFinding): Evidence => ({
  subject: key,
  namespaceId: null,
  observed: 0,
  limit: null,
  unit: "setting",
  rule: "myth",
  figures: { id, effect, value, ...(file === null ? {} : { file: line === null ? file : `${file}:${line}` }) },
});

/** Counters tell by what they grew: one look sees nothing of it. */
const unwatched: Evidence = {
  subject: "tcp_max_tw_buckets",
  namespaceId: null,
  observed: 0,
  limit: null,
  unit: "entries",
  rule: "time-wait-unwatched",
};

/** The kernel destroyed entries because there were tcp_max_tw_buckets of them (net/ipv4/inet_timewait_sock.c). */
const overflowEvidence = (entries: number): Evidence => ({
  subject: "tcp_max_tw_buckets",
  namespaceId: null,
  observed: entries,
  limit: 0,
  unit: "entries",
  rule: "time-wait-overflow",
});
