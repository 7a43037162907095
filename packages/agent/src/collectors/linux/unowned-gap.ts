import type { Gap } from "@berth/shared/domain/host/gap.ts";
import { gap } from "../gap-from-error.ts";

/** Fewer without an owner, because they are newer than the last walk, are not worth a gap. */
const UNFINISHED_SHARE = 0.05;
/** So few without an owner may as well be in flight (SCM_RIGHTS, or not accepted yet) as another user's. */
const IN_FLIGHT_SHARE = 0.01;

/** What is said of the sockets of a namespace whose process is not known; null where it is not worth a word. */
export function unownedGap(namespaceId: string, sockets: number, lost: number, isComplete: boolean, isDenied: boolean): Gap | null {
  if (lost === 0 || (isComplete && lost <= sockets * IN_FLIGHT_SHARE)) return null;
  const these = `${lost} of ${sockets} sockets in the range`;
  if (isDenied)
    return gap(
      "processes",
      "denied",
      namespaceId,
      `${these} may belong to processes whose files it may not read: root with CAP_SYS_PTRACE may`,
    );
  if (isComplete || lost <= sockets * UNFINISHED_SHARE) return null;
  return gap("processes", "timeout", namespaceId, `${these} are not looked for yet: the search keeps to 1 % of one core`);
}
