import type { Snapshot } from "@berth/shared/domain/host/snapshot.ts";
import { checksText } from "@berth/shared/text/checks.ts";
import type { CliDoctorText, SightState } from "@berth/shared/text/cli-doctor.ts";
import type { Language } from "@berth/shared/text/language.ts";
import { displayWidth } from "../terminal/display-width.ts";
import type { Paint } from "../terminal/paint.ts";
import { wrapText } from "../terminal/wrap-text.ts";
import { printable } from "../uplink/log.ts";
import type { Sight } from "./examine.ts";

export interface DoctorStyle {
  language: Language;
  text: CliDoctorText;
  paint: Paint;
  columns: number;
}

const MARK: Record<SightState, string> = { seen: "✓", partly: "!", unseen: "?", absent: "–" };
const WORST_FIRST: readonly SightState[] = ["unseen", "partly", "seen", "absent"];
const HINTS_SHOWN = 2;

/** What the agent cannot see, why, and what would let it; then what it sees. */
export function doctorPage(snapshot: Snapshot, sights: readonly Sight[], style: DoctorStyle): string {
  const { text, paint, language, columns } = style;
  const lost = sights.filter(({ state }) => state === "unseen" || state === "partly").length;
  const lines = [
    ...wrapText(text.headline(lost), columns, language).map(paint.bold),
    ...sightsOfSockets(snapshot, style).flatMap((line) => indented(line, style).map(paint.dim)),
  ];
  for (const state of WORST_FIRST) {
    const here = sights.filter((sight) => sight.state === state);
    if (here.length > 0) lines.push("", paint.bold(text.state[state].toUpperCase()), ...here.flatMap((sight) => sightLines(sight, style)));
  }
  return `${lines.join("\n")}\n`;
}

function sightLines({ part, state, gaps, attributed }: Sight, style: DoctorStyle): string[] {
  const { text, language, paint, columns } = style;
  const mark = state === "unseen" ? paint.yellow(MARK[state]) : paint.bold(MARK[state]);
  const [first = "", ...rest] = wrapText(text.gives[part], columns - 2, language);
  const numbers = new Intl.NumberFormat(language);
  const held = attributed ? [text.attributed(numbers.format(attributed.known), numbers.format(attributed.sockets))] : [];
  const help = state === "unseen" || state === "partly" ? [`→ ${text.lets[part]}`] : [];
  return [
    `${mark} ${first}`,
    ...rest.map((line) => `  ${line}`),
    ...[...held, ...reasons(part, state, gaps, style)].flatMap((line) => indented(line, style).map(paint.dim)),
    ...help.flatMap((line) => indented(line, style)),
  ];
}

/** Why it is not seen, or not here, each once: what nothing explains is what this agent or system does not show. */
function reasons(part: Sight["part"], state: SightState, gaps: Sight["gaps"], { language }: DoctorStyle): string[] {
  const words = checksText(language);
  if (state === "unseen" && gaps.length === 0) return [words.gap(part, "unsupported")];
  const why = gaps
    .slice(0, HINTS_SHOWN)
    .flatMap(({ reason, hint }) => [words.gap(part, reason), ...(hint === "" ? [] : [printable(hint)])]);
  return [...new Set(why)];
}

/** How sockets were read, and how far the kernel was asked about them. */
function sightsOfSockets({ namespaces }: Snapshot, { text, language }: DoctorStyle): string[] {
  const [own] = namespaces;
  if (own === undefined) return [];
  const numbers = new Intl.NumberFormat(language);
  const { settled } = own;
  const method =
    settled === undefined || settled.method === "passive"
      ? text.passive
      : settled.method === "exact"
        ? text.exact
        : text.sampled(numbers.format(settled.asked), numbers.format(settled.open));
  return [text.namespaces(numbers.format(namespaces.length)), own.source === "netlink" ? text.netlink : text.proc, method];
}

const indented = (line: string, { columns, language }: DoctorStyle): string[] =>
  wrapText(line, columns - 2, language).map((each) => (displayWidth(each) === 0 ? "" : `  ${each}`));
