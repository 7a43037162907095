import type { NamespaceSnapshot } from "../../host/snapshot.ts";
import { bindsFirst } from "../binds-first.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts } from "../check.ts";
import { isInternalAddress } from "../internal-address.ts";
import { isKernelAtLeast } from "../kernel-version.ts";
import { outcomeOf } from "../outcome.ts";
import type { Rule } from "../rule.ts";
import { namespaceFigure } from "../subject.ts";
import { tupleEvidence } from "../tuple-evidence.ts";
import { usedRatio } from "../used-ratio.ts";

/** Whether tcp_tw_reuse does what it was set for, and whether setting it would help. */
export const twReuse = defineCheck({
  id: "tw-reuse",
  number: 15,
  founding: null,
  needs: { parts: ["settings"], settings: ["tcpTwReuse", "tcpTimestamps"], minutes: 0 },
  platforms: ["linux"],

  evaluate({ current, policy }: Facts): CheckOutcome {
    const { namespaces, host } = current;
    return outcomeOf({
      warn: namespaces.filter(isWithoutEffect).map((each) => evidence(each, "tw-reuse-without-timestamps")),
      notes: [
        ...namespaces
          .filter((each, index) => index === 0 || !sameSettings(each, namespaces[0]!))
          .map((each) => evidence(each, "tw-reuse-is")),
        ...namespaces.flatMap((each) => wouldHelp(each, host.kernel, policy.tuple.warnRatio)),
      ],
    });
  },
});

/** Reuse compares timestamps; without them no TIME_WAIT entry qualifies (net/ipv4/tcp_ipv4.c, tcp_twsk_unique). */
const isWithoutEffect = ({ settings }: NamespaceSnapshot): boolean => settings.tcpTwReuse === 1 && settings.tcpTimestamps === 0;

const sameSettings = (a: NamespaceSnapshot, b: NamespaceSnapshot): boolean =>
  a.settings.tcpTwReuse === b.settings.tcpTwReuse && a.settings.tcpTimestamps === b.settings.tcpTimestamps;

/**
 * Only for a tuple over the line whose ports mostly stand in TIME_WAIT, towards an internal address (a NAT on the way may
 * strip timestamps), from 4.12 on (tcp_tw_recycle is gone), and not where sockets bind first: their TIME_WAIT holds its
 * port for 60 s whatever the setting.
 */
function wouldHelp(namespace: NamespaceSnapshot, kernel: string, warnRatio: number): Evidence[] {
  const { settings, tuples } = namespace;
  if (settings.tcpTwReuse === 1 || settings.tcpTimestamps === 0 || !isKernelAtLeast(kernel, 4, 12) || bindsFirst(namespace)) return [];
  return tuples
    .filter((tuple) => usedRatio(tuple) > warnRatio && tuple.timeWait - tuple.reusableTimeWait > tuple.used / 2)
    .filter(({ destination }) => isInternalAddress(destination.address))
    .map((tuple) => tupleEvidence({ namespace, tuple }, "tw-reuse-would-help", warnRatio));
}

const evidence = (namespace: NamespaceSnapshot, rule: Rule): Evidence => ({
  subject: "tcp_tw_reuse",
  namespaceId: namespace.id,
  observed: namespace.settings.tcpTwReuse ?? 0,
  limit: null,
  unit: "setting",
  rule,
  figures: { ...namespaceFigure(namespace), timestamps: namespace.settings.tcpTimestamps ?? 0 },
});
