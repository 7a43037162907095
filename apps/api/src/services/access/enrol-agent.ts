import { ApiProblem } from "../../errors.ts";
import type { Dependencies } from "../dependencies.ts";
import { hostIdOf } from "./public-id.ts";
import { hashSecret, mintSecret } from "./secret.ts";

export interface AgentIdentity {
  hostname: string;
  machineId: string | null;
  agentVersion: string;
  labels: Record<string, string>;
}

/** Spends one use of an enrolment token. The credential is returned this once; only its hash is kept. */
export async function enrolAgent({ doors, nowMs }: Dependencies, token: string, agent: AgentIdentity) {
  const hostId = await hostIdOf(agent.machineId, agent.hostname);
  const credential = mintSecret("host", hostId);
  const serverNowMs = nowMs();
  const host = await doors.enrol({
    tokenHash: hashSecret(token),
    nowMs: serverNowMs,
    publicId: hostId,
    credentialHash: hashSecret(credential),
    hostname: agent.hostname,
    agentVersion: agent.agentVersion,
    labels: agent.labels,
  });
  if (host === null) throw new ApiProblem("token-rejected", "The enrolment token is unknown, expired or used up. Ask for a new one.");
  return { hostId, credential, serverNowMs, settings: agentSettings(host) };
}

/** What an agent is told, from what is stored. */
export function agentSettings(host: { settingsVersion: number; sampleSeconds: number; frameSamples: number }) {
  return { version: host.settingsVersion, sampleSeconds: host.sampleSeconds, frameSamples: host.frameSamples };
}
