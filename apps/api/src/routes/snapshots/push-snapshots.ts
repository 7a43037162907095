import { SnapshotReceipt, SnapshotReceipts } from "@berth/shared/contract/agents.ts";
import { pushedWire } from "@berth/shared/contract/snapshot.ts";
import { z } from "zod";
import { json, problems } from "../../http/define-route.ts";
import { readItems } from "../../http/read-items.ts";
import { judgeLater } from "../../services/judgement/judge-later.ts";
import { recordSnapshots } from "../../services/snapshots/record-snapshots.ts";
import { requireBearer } from "../agents/require-bearer.ts";
import { createRoute, defineRoute } from "../define-route.ts";

/** One frame, or a spool that is emptied. */
const LIMITS = { itemsMax: 60, bytesMax: 262_144 };

/** Not zod schemas, so that the body reaches the handler unread: it has two forms. */
const reference = {
  schema: { oneOf: [{ $ref: "#/components/schemas/Snapshot" }, { $ref: "#/components/schemas/Sample" }] },
};

export const pushSnapshots = defineRoute({
  route: createRoute({
    operationId: "pushSnapshots",
    summary: "Store snapshots of an enrolled host",
    description:
      "One snapshot as application/json, or up to 60 as application/x-ndjson, one a line, all of them or none. At most 256 KiB a snapshot and 1 MiB a request, unpacked; Content-Encoding: gzip is understood. A snapshot may leave out its setup (what the host is, rather than what it does) and name it by a hash; the answer says when it has to come along. With the header Berth-Settings-Version, the answer carries settings only when the agent's are not the current ones.",
    tags: ["Agents"],
    method: "post",
    path: "/v1/snapshots",
    security: [{ hostCredential: [] }],
    middleware: [requireBearer("host")] as const,
    request: { body: { required: true, content: { "application/json": reference, "application/x-ndjson": reference } } },
    responses: {
      200: json(z.union([SnapshotReceipt, SnapshotReceipts]), "All of it was stored before: agents retry, so a repeat is not an error"),
      201: json(z.union([SnapshotReceipt, SnapshotReceipts]), "Stored, or part of it was new"),
      ...problems("invalid-request", "token-rejected", "payload-too-large", "unsupported-media-type", "clock-out-of-window"),
    },
  }),

  handler: async (c) => {
    const { dependencies, bearer: credential } = c.var;
    const { items, isBatch } = await readItems(c, pushedWire, LIMITS);
    const { receipts, serverNowMs, isWatched, needsSetup, settings, toJudge } = await recordSnapshots(dependencies, {
      credential,
      snapshots: items,
      isBatch,
    });
    if (toJudge) c.executionCtx.waitUntil(judgeLater(dependencies, toJudge));
    const stored = receipts.filter(({ isNew }) => isNew).length;
    const news = c.req.header("berth-settings-version") === String(settings.version) ? {} : { settings };
    const ofHost = { serverNowMs, isWatched, needsSetup, ...news };
    const answer = isBatch || receipts[0] === undefined ? { receipts, stored, ...ofHost } : { ...receipts[0], ...ofHost };
    return stored > 0 ? c.json(answer, 201) : c.json(answer, 200);
  },
});
