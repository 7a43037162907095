import path from "node:path";
import type { LocalStartText } from "@berth/shared/text/local-start.ts";
import { buildProduct, root } from "./build-product.ts";
import { openDataFolder } from "./data-folder.ts";
import { expectFleet } from "./fleet-answers.ts";
import { LocalAgent } from "./local-agent.ts";
import { listenOnOneOrigin } from "./one-origin-server.ts";
import type { Progress } from "./progress.ts";
import { isLoopback, localOrigin, publicOrigin, reachableOrigin, type StartOptions } from "./start-options.ts";

/** Answers under way when a stop comes. */
const CLOSE_GRACE_MS = 2_000;

export interface LocalBerthParts {
  text: LocalStartText;
  progress: Progress;
  /** Everything that was opened, to be closed in reverse. */
  opened: AsyncDisposableStack;
  /** Aborted when a person asks to stop. */
  signal: AbortSignal;
}

/** Brings up everything on one origin; returns the address to open once the Fleet page answers. Throws a StartFailure. */
export async function startLocalBerth(options: StartOptions, parts: LocalBerthParts): Promise<string> {
  const { text, progress, opened, signal } = parts;
  const { step, note } = progress;
  const origin = publicOrigin(options);
  const listening = reachableOrigin(options);

  const folder = await step(text.steps.dataFolder(options.dataFolder), () => openDataFolder(options.dataFolder));
  opened.defer(() => folder.release());
  if (folder.wasOpen) note(text.warning.openFolder(folder.folder));

  // First of all the port, so that a taken one is known before anything is built.
  const server = await step(text.steps.server(listening), () => listenOnOneOrigin(options));
  folder.announce(origin);
  if (!isLoopback(options.listen)) note(text.warning.unencrypted(listening));

  await step(text.steps.agentBuild, () => buildProduct("agent", signal));
  await step(text.steps.dashboardBuild, () => buildProduct("dashboard", signal));

  const [api, pages] = await openApiAndPages(options, parts);
  opened.defer(() => server.close(CLOSE_GRACE_MS));
  server.open({ api: api.fetch, pages: pages.handler });
  signal.throwIfAborted();

  const agent = new LocalAgent({
    launcher: path.join(root, "packages/agent/bin/berth-agent"),
    stateFolder: path.join(folder.folder, "agent"),
    server: localOrigin(options),
    text,
    note,
    signal,
  });
  await agent.endEarlierOne();
  await step(text.steps.agentEnrolled, async () => agent.enrol(await api.issueEnrolmentToken()));
  agent.start();
  opened.defer(() => agent.stop());

  await step(text.steps.fleetAnswers, async () => expectFleet(localOrigin(options), await api.issueSignInToken(), signal));
  return `${origin}/start/${await api.issueSignInToken()}`;
}

/** Both at once, and loaded only now: what failed until here is said without them. */
function openApiAndPages(options: StartOptions, { text, progress, opened }: LocalBerthParts) {
  const { listen, port } = options;
  return Promise.all([
    progress.step(text.steps.database, async () => {
      const { openApi } = await import("./open-api.ts");
      const agentBundlePath = path.join(root, "packages/agent/dist/berth-agent.mjs");
      const api = await openApi({ ...options, publicUrl: publicOrigin(options), agentBundlePath });
      opened.defer(() => api.close());
      return api;
    }),
    progress.step(text.steps.dashboardLoaded, async () => {
      const { openPages } = await import("./pages.ts");
      const pages = await openPages({ folder: path.join(root, "apps/web"), apiOrigin: localOrigin(options), hostname: listen, port });
      opened.defer(() => pages.close());
      return pages;
    }),
  ]);
}
