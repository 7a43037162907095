import type { FleetModel } from "../fleet-model.ts";
import { machineIdOf } from "../load/found-fleet.ts";
import { BadOption } from "../simulate-options.ts";
import { runAtOnce } from "./run-at-once.ts";

export interface EnrolledAgent {
  index: number;
  credential: string;
}

/** Enrols every host of the model, token after token as each is used up. */
export async function enrolHosts(
  url: string,
  tokens: readonly string[],
  model: FleetModel,
  { seed, connections }: { seed: number; connections: number },
): Promise<EnrolledAgent[]> {
  const agents: EnrolledAgent[] = [];
  let current = 0;
  await runAtOnce(connections, model.hosts, async ({ index, hostname, labels }) => {
    for (;;) {
      const tried = current;
      const token = tokens[tried];
      if (token === undefined) throw new BadOption(usedUp(agents.length, model.hosts.length));
      const answer = await fetch(`${url}/v1/agents/enrol`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ hostname, machineId: machineIdOf(seed, index), agentVersion: "0.1.0", labels }),
      }).catch(() => {
        throw new BadOption(`${url} does not answer. Start Berth there (npm start), or say where it is with --url.`);
      });
      const body = (await answer.json()) as { credential?: string; detail?: string };
      if (answer.status === 201 && body.credential) {
        agents.push({ index, credential: body.credential });
        return;
      }
      if (answer.status !== 401) throw new Error(`${url} refused to enrol ${hostname}: ${answer.status} ${body.detail ?? ""}`);
      current = Math.max(current, tried + 1);
    }
  });
  return agents.sort((a, b) => a.index - b.index);
}

const usedUp = (enrolled: number, wanted: number): string =>
  `The enrolment tokens are unknown, expired or used up: ${enrolled} of ${wanted} hosts are enrolled. A token of the dashboard enrols one host, others at most 1000 (--help says how to get those); give more of them, one a line, in --token-file.`;
