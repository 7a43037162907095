import { createNodeRuntime, type NodeRuntime } from "@berth/api/runtimes/node";
import { asStartFailure } from "./data-folder.ts";
import { StartFailure } from "./start-failure.ts";

export interface ApiOptions {
  dataFolder: string;
  databaseUrls: readonly string[];
  publicUrl: string;
  agentBundlePath: string;
}

/** Opens the database, brings it up to date and answers for /v1. Throws a StartFailure where the database does not open. */
export async function openApi({ dataFolder, databaseUrls, publicUrl, agentBundlePath }: ApiOptions): Promise<NodeRuntime> {
  try {
    return await createNodeRuntime({ dataDir: dataFolder, publicUrl, agentBundlePath, databaseUrls });
  } catch (error) {
    const failure = asStartFailure(error, dataFolder);
    if (failure instanceof StartFailure) throw failure;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartFailure({ kind: "database-failed", folder: dataFolder, reason }, { cause: error });
  }
}
