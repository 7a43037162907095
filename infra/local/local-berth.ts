import path from "node:path";
import type { LocalStartText } from "@berth/shared/text/local-start.ts";
import { buildProduct, root } from "./build-product.ts";
import { openDataFolder } from "./data-folder.ts";
import { expectFleet } from "./fleet-answers.ts";
import { LocalAgent } from "./local-agent.ts";
import { listenOnOneOrigin } from "./one-origin-server.ts";
import { openApi } from "./open-api.ts";
import { openPages } from "./pages.ts";
import type { Progress } from "./progress.ts";
import { isLoopback, localOrigin, reachableOrigin, type StartOptions } from "./start-options.ts";

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
export async function startLocalBerth(options: StartOptions, { text, progress, opened, signal }: LocalBerthParts): Promise<string> {
  const { step, note } = progress;
  const local = localOrigin(options);
  const reachable = reachableOrigin(options);

  const folder = await step(text.steps.dataFolder(options.dataFolder), () => openDataFolder(options.dataFolder));
  opened.defer(() => folder.release());
  if (folder.wasOpen) note(text.warning.openFolder(folder.folder));

  const server = await step(text.steps.server(reachable), () => listenOnOneOrigin(options));
  opened.defer(() => server.close(CLOSE_GRACE_MS));
  folder.announce(reachable);
  if (!isLoopback(options.listen)) note(text.warning.unencrypted(reachable));

  await step(text.steps.agentBuild, () => buildProduct("agent", signal));
  await step(text.steps.dashboardBuild, () => buildProduct("dashboard", signal));

  const api = await step(text.steps.database, () =>
    openApi({ ...options, publicUrl: reachable, agentBundlePath: path.join(root, "packages/agent/dist/berth-agent.mjs") }),
  );
  opened.defer(() => api.close());

  const pages = await openPages({ folder: path.join(root, "apps/web"), apiOrigin: local, hostname: options.listen, port: server.port });
  opened.defer(() => pages.close());
  server.open({ api: api.fetch, pages: pages.handler });
  signal.throwIfAborted();

  const agent = new LocalAgent({
    launcher: path.join(root, "packages/agent/bin/berth-agent"),
    stateFolder: path.join(folder.folder, "agent"),
    server: local,
    text,
    note,
    signal,
  });
  await agent.endEarlierOne();
  await step(text.steps.agentEnrolled, async () => agent.enrol(await api.issueEnrolmentToken()));
  agent.start();
  opened.defer(() => agent.stop());

  await step(text.steps.fleetAnswers, async () => expectFleet(local, await api.issueSignInToken(), signal));
  return `${reachable}/start/${await api.issueSignInToken()}`;
}
