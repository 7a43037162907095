import type { BindPool, NamespaceSnapshot, Tuple } from "../../host/snapshot.ts";
import { type CheckOutcome, defineCheck, type Evidence, type Facts, type GapCause } from "../check.ts";
import { outcomeOf, overThreshold } from "../outcome.ts";
import { namespaceFigure } from "../subject.ts";
import { headroomFigures, tupleEvidence } from "../tuple-evidence.ts";
import { usedRatio } from "../used-ratio.ts";

/** Istio's sidecar hands inbound traffic to the application from this address, which it binds before it connects. */
const INBOUND_SOURCE = "127.0.0.6";
/** Its listeners for outbound and for inbound traffic. */
const SIDECAR_PORTS = [15_001, 15_006];

/** Ports between a sidecar proxy and its application: one address, one pool, for all traffic of the pod. */
export const mesh = defineCheck({
  id: "mesh",
  number: 26,
  founding: null,
  needs: { parts: ["tcp", "range"], minutes: 0 },
  platforms: ["linux"],

  evaluate({ current, policy }: Facts): CheckOutcome {
    const meshed = current.namespaces.filter(({ sidecar }) => typeof sidecar === "string");
    const causes = current.namespaces.some(({ sidecar }) => sidecar === undefined) ? [UNSEEN] : [];
    if (meshed.length + causes.length === 0) return { status: "not_applicable", why: "no-sidecar" };
    const placed = meshed.flatMap((namespace) => namespace.tuples.filter(isSidecars).map((tuple) => ({ namespace, tuple })));
    const pools = meshed.flatMap((namespace) =>
      namespace.pools.filter(({ source }) => source === INBOUND_SOURCE).map((pool) => ({ namespace, pool })),
    );
    const byTuple = overThreshold(
      placed,
      ({ tuple }) => usedRatio(tuple),
      policy.tuple,
      ({ namespace, tuple }, limit) =>
        named(
          tupleEvidence({ namespace, tuple }, tuple.source === INBOUND_SOURCE ? "sidecar-inbound" : "sidecar-outbound", limit),
          namespace,
        ),
    );
    const byPool = overThreshold(
      pools,
      ({ pool }) => usedRatio(pool),
      policy.tuple,
      ({ namespace, pool }, limit) => named(poolEvidence(namespace, pool, limit), namespace),
    );
    return outcomeOf({
      fail: [...byPool.fail, ...byTuple.fail],
      warn: [...byPool.warn, ...byTuple.warn],
      notes: meshed.map((namespace) => seen(namespace)),
      causes,
    });
  },
});

/** A sidecar may run where nobody looked. */
const UNSEEN: GapCause = { kind: "gap", part: "processes", reason: "unsupported", hint: "" };

const isSidecars = ({ source, destination }: Tuple): boolean => source === INBOUND_SOURCE || SIDECAR_PORTS.includes(destination.port);

const named = (evidence: Evidence, { sidecar }: NamespaceSnapshot): Evidence => ({
  ...evidence,
  figures: { ...evidence.figures, sidecar: sidecar ?? "" },
});

const poolEvidence = (namespace: NamespaceSnapshot, pool: BindPool, limit: number): Evidence => ({
  subject: pool.source,
  namespaceId: namespace.id,
  observed: usedRatio(pool),
  limit,
  unit: "ratio",
  rule: "sidecar-inbound",
  figures: { ...namespaceFigure(namespace), capacity: pool.capacity, used: pool.used, ...headroomFigures(pool.headroom) },
});

const seen = (namespace: NamespaceSnapshot): Evidence => {
  const fullest = Math.max(
    0,
    ...namespace.tuples.filter(isSidecars).map(usedRatio),
    ...namespace.pools.filter(({ source }) => source === INBOUND_SOURCE).map(usedRatio),
  );
  return named(
    {
      subject: "",
      namespaceId: namespace.id,
      observed: fullest,
      limit: null,
      unit: "ratio",
      rule: "sidecar-is",
      figures: namespaceFigure(namespace),
    },
    namespace,
  );
};
