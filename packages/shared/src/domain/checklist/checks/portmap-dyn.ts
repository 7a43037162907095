import type { DynamicPortService, DynamicService } from "../../host/services.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Facts } from "../check.ts";
import { serviceEvidence, serviceStanding } from "../dynamic-ports.ts";
import { outcomeOf } from "../outcome.ts";
import { missingOf } from "../unread.ts";

const SERVICES: readonly DynamicService[] = ["nfs-statd", "nfs-mountd", "nfs-lockd", "java-rmi", "ftp-passive", "erlang-distribution"];

/** NFSv3's helpers, RMI, passive FTP and Erlang: servers whose port may be another one after the next start. */
export const portmapDyn = defineCheck({
  id: "portmap-dyn",
  number: 30,
  founding: null,
  needs: { parts: ["services"], minutes: 0 },
  platforms: ["linux", "freebsd", "darwin", "windows"],

  evaluate({ current }: Facts): CheckOutcome {
    const services = onePerPort((current.services ?? []).filter(({ service }) => SERVICES.includes(service)));
    const missing = missingOf(current, "services");
    if (services.length + missing.length === 0) return { status: "not_applicable", why: "no-such-service" };
    const inside = services.filter((each) => serviceStanding(each, current) === "in-range");
    const random = services.filter(({ port, configured }) => port === null && configured === null);
    const refused = inside.filter((each) => each.isExposed && wasRefused(each, current));
    return outcomeOf({
      fail: refused.map((each) => serviceEvidence(each, "portmap-refused")),
      warn: [
        ...inside.filter((each) => !refused.includes(each)).map((each) => serviceEvidence(each, "portmap-in-range")),
        ...random.map((each) => serviceEvidence(each, "portmap-random")),
      ],
      notes: services.filter((each) => !inside.includes(each) && !random.includes(each)).map((each) => serviceEvidence(each, "portmap-is")),
      causes: [
        ...missing,
        ...(services.some((each) => serviceStanding(each, current) === "unknown")
          ? [{ kind: "gap", part: "range", reason: "unsupported", hint: "" } as const]
          : []),
      ],
    });
  },
});

/** TCP and UDP of one service on one port are one to a reader. */
const onePerPort = (services: readonly DynamicPortService[]): DynamicPortService[] => [
  ...new Map(services.map((each) => [`${each.service} ${each.port ?? each.instance}`, each])).values(),
];

const wasRefused = ({ port }: DynamicPortService, { logs }: Snapshot): boolean =>
  (logs ?? []).some((line) => line.signature === "bind-address-in-use" && line.port === port);
