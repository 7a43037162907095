import type { Collector } from "./collector.ts";
import type { CollectorPorts } from "./collector-ports.ts";
import { readHostRelease, showsBoundInactive } from "./linux/host-identity.ts";
import { NamespaceSurvey } from "./linux/survey-namespaces.ts";

export interface CollectorOptions {
  agentVersion: string;
  labels: Record<string, string>;
  ports: CollectorPorts;
}

export function createCollector({ ports }: CollectorOptions): Collector {
  const release = readHostRelease(ports.files);
  const survey = new NamespaceSurvey(ports, showsBoundInactive(release.kernel));
  return {
    readOwnNamespace: () => survey.readOwn(),
    snapshot: () => {
      throw new Error("not yet");
    },
    close: () => ports.close(),
  };
}
