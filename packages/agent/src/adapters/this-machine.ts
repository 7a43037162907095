import { readFileSync } from "node:fs";
import os from "node:os";
import type { Machine } from "../commands/command-io.ts";
import { cryptoModule } from "./modules-on-demand.ts";

/** Makes the id Berth's own: it cannot be linked to what another program sends, or turned back (machine-id(5)). */
const APPLICATION = "berth-agent";

export const thisMachine = ({ isRoot, runtime }: Pick<Machine, "isRoot" | "runtime">): Machine => ({
  isRoot,
  runtime,
  hostname: os.hostname(),
  homeFolder: os.homedir(),
  machineId: () => {
    for (const file of ["/etc/machine-id", "/var/lib/dbus/machine-id"]) {
      try {
        const id = readFileSync(file, "utf8").trim();
        if (/^[0-9a-f]{32}$/.test(id)) return cryptoModule().createHmac("sha256", id).update(APPLICATION).digest("hex").slice(0, 32);
      } catch {
        // A container often has neither.
      }
    }
    return null;
  },
});
