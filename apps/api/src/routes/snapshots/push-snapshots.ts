import { SnapshotReceipt, SnapshotReceipts } from "@berth/shared/contract/agents.ts";
import { SnapshotWire } from "@berth/shared/contract/snapshot.ts";
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
const reference = { schema: { $ref: "#/components/schemas/Snapshot" } };

export const pushSnapshots = defineRoute({
  route: createRoute({
    operationId: "pushSnapshots",
    summary: "Store snapshots of an enrolled host",
    description:
      "One snapshot as application/json, or up to 60 as application/x-ndjson, one a line, all of them or none. At most 256 KiB a snapshot and 1 MiB a request, unpacked; Content-Encoding: gzip is understood. With the header Berth-Settings-Version, the answer carries settings only when the agent's are not the current ones.",
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
    const { items, isBatch } = await readItems(c, SnapshotWire, LIMITS);
    const { receipts, serverNowMs, settings, toJudge } = await recordSnapshots(dependencies, { credential, snapshots: items, isBatch });
    if (toJudge) c.executionCtx.waitUntil(judgeLater(dependencies, toJudge));
    const stored = receipts.filter(({ isNew }) => isNew).length;
    const news = c.req.header("berth-settings-version") === String(settings.version) ? {} : { settings };
    const all = receipts.map((receipt) => ({ ...receipt, serverNowMs }));
    const answer = isBatch || all[0] === undefined ? { receipts: all, stored, serverNowMs, ...news } : { ...all[0], ...news };
    return stored > 0 ? c.json(answer, 201) : c.json(answer, 200);
  },
});
