import { parseOnlyFlags } from "../adapters/flags.ts";
import { doctorPage } from "../doctor/doctor-page.ts";
import { examine } from "../doctor/examine.ts";
import { paintFor } from "../terminal/paint.ts";
import type { CommandIo } from "./command-io.ts";

const FLAGS = { json: { takes: "nothing" } } as const;
const EXIT = { whole: 0, blind: 3 } as const;
const COLUMNS = 80;

/** What this agent cannot see here, and what would let it. Exit code: 0 it sees everything, 3 something is missing. */
export async function doctor(args: readonly string[], io: CommandIo): Promise<number> {
  const flags = parseOnlyFlags(args, FLAGS);
  const collector = await io.openCollector({ labels: {}, isResident: true });
  try {
    const snapshot = collector.snapshot();
    const sights = examine(snapshot);
    const exitCode = sights.some(({ state }) => state === "unseen" || state === "partly") ? EXIT.blind : EXIT.whole;
    const { language, text, env, isTerminal } = io;
    const style = { language, text: text.doctor, paint: paintFor("auto", isTerminal, env), columns: COLUMNS };
    io.writeOut(
      flags.json
        ? `${JSON.stringify({ version: 1, exitCode, sights: sights.map((sight) => ({ ...sight, lets: text.doctor.lets[sight.part] })) })}\n`
        : doctorPage(snapshot, sights, style),
    );
    return exitCode;
  } finally {
    collector.close();
  }
}
