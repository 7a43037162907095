import type { DynamicPortService } from "../../host/services.ts";
import type { Snapshot } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Facts } from "../check.ts";
import { serviceEvidence, standingOf } from "../dynamic-ports.ts";
import { outcomeOf } from "../outcome.ts";

/** SQL Server instances that choose their port at start, or were told two things at once. */
export const sqlDyn = defineCheck({
  id: "sql-dyn",
  number: 28,
  founding: null,
  needs: { parts: ["services"], minutes: 0 },
  platforms: ["windows"],

  evaluate({ current }: Facts): CheckOutcome {
    const instances = (current.services ?? []).filter(({ service }) => service === "sql-server");
    if (instances.length === 0) return { status: "not_applicable", why: "no-such-service" };
    const both = instances.filter(({ isContradictory }) => isContradictory);
    const inside = instances.filter((each) => each.isExposed && isInTheWay(each, current));
    const dynamic = instances.filter((each) => each.configured === null && !both.includes(each) && !inside.includes(each));
    const fixed = instances.filter((each) => each.configured !== null && !both.includes(each) && !inside.includes(each));
    return outcomeOf({
      fail: [
        ...both.map((each) => serviceEvidence(each, "sql-both-ports")),
        ...inside.map((each) => serviceEvidence(each, "sql-port-in-range", { standing: standingOf(each.port!, current) })),
      ],
      warn: dynamic.map((each) => serviceEvidence(each, "sql-dynamic")),
      notes: fixed.map((each) => serviceEvidence(each, "sql-fixed")),
    });
  },
});

const isInTheWay = ({ port }: DynamicPortService, current: Snapshot): boolean =>
  port !== null && ["in-range", "excluded"].includes(standingOf(port, current));
