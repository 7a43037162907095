import type { HostTuples, NamespaceView } from "@berth/shared/contract/reads.ts";
import type { Gap, GapPart } from "@berth/shared/domain/host/gap.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { RangeCard } from "../range/range-card.tsx";
import { TupleCard } from "../tuples/tuple-card.tsx";
import { ListenerCard } from "./listener-card.tsx";
import { ProcessCard } from "./process-card.tsx";
import { SocketStates } from "./socket-states.tsx";
import { unreadReason } from "./unread-reason.ts";

interface NamespaceProps {
  language: Language;
  namespace: NamespaceView;
  tuples: HostTuples["namespaces"][number] | undefined;
  gaps: readonly Gap[];
  isStale: boolean;
}

/** What one network namespace has of its own, full width. */
export function NamespaceParts({ language, namespace, tuples, gaps, isStale }: NamespaceProps) {
  return (
    <>
      <TupleCard language={language} namespace={namespace} tuples={tuples} gaps={gaps} isStale={isStale} />
      <RangeCard language={language} namespace={namespace} tuples={tuples} isStale={isStale} />
    </>
  );
}

/** The rest of it, in the narrow column. Where the sockets were not read, an empty list would say too much. */
export function NamespaceSide({ language, namespace, tuples, gaps, isStale }: NamespaceProps) {
  const known = namespace.tcpStates === null ? undefined : tuples;
  const reasonOf = (part: GapPart) => unreadReason({ language, gaps, namespaceId: namespace.id, parts: [part] });
  const hasGap = (part: GapPart) => gaps.some((gap) => gap.part === part && (gap.namespaceId === null || gap.namespaceId === namespace.id));
  return (
    <>
      <SocketStates language={language} namespace={namespace} gaps={gaps} isStale={isStale} />
      {known && (
        <ProcessCard
          language={language}
          processes={known.processes}
          unread={hasGap("processes") || known.attributed === null ? reasonOf("processes") : null}
        />
      )}
      {known && (
        <ListenerCard
          language={language}
          listeners={known.listeners}
          rangeUnread={namespace.range === null ? reasonOf("range") : null}
          udpUnread={known.udp === null ? reasonOf("udp") : null}
        />
      )}
    </>
  );
}
