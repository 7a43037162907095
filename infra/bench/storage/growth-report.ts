import type { MeasuredRow } from "./measured-row.ts";

/** What was measured of fleets of several sizes. */
export interface Growth {
  hosts: number;
  rows: MeasuredRow[];
}

/** One line a row of the table of targets, one column a size. */
export function growthTable(growth: readonly Growth[]): string {
  const named = growth.at(-1)?.rows ?? [];
  const cell = (name: string, { rows }: Growth) => {
    const row = rows.find((each) => each.name === name);
    if (row === undefined || row.value === null) return "–";
    return `${row.value >= 1_000 ? row.value.toFixed(0) : row.value.toPrecision(3)} ${row.unit}${row.isKept === false ? " **missed**" : ""}`.trim();
  };
  const lines = named
    .filter(({ value }) => value !== null)
    .map(({ name, target }) => `| ${name} | ${growth.map((each) => cell(name, each)).join(" | ")} | ${target} |`);
  const heads = growth.map(({ hosts }) => `${hosts.toLocaleString("en")} hosts`);
  return [`| | ${heads.join(" | ")} | target |`, `| --- | ${growth.map(() => "---").join(" | ")} | --- |`, ...lines].join("\n");
}

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 60;
const RIGHT = 330;
const TOP = 20;
const BOTTOM = 40;
const GREYS = ["#1f2933", "#2b6cb0", "#b7791f", "#2f855a", "#9b2c2c", "#6b46c1", "#4a5568"];

/** Milliseconds over hosts, both by powers of ten: a line that stays level does not grow with the fleet. */
export function growthPlot(growth: readonly Growth[]): string {
  const names = (growth.at(-1)?.rows ?? [])
    .filter(({ unit, name }) => unit === "ms" && name.endsWith("at the database"))
    .map(({ name }) => name);
  const figureOf = (name: string, { rows }: Growth) => rows.find((row) => row.name === name)?.value ?? null;
  const values = names.flatMap((name) => growth.flatMap((each) => figureOf(name, each) ?? []));
  const [low, high] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  const [first, last] = [Math.log10(growth[0]!.hosts), Math.log10(growth.at(-1)!.hosts)];
  const x = (hosts: number) => LEFT + ((Math.log10(hosts) - first) / Math.max(1, last - first)) * (WIDTH - LEFT - RIGHT);
  const y = (ms: number) => HEIGHT - BOTTOM - ((Math.log10(ms) - low) / Math.max(1, high - low)) * (HEIGHT - TOP - BOTTOM);
  const text = (at: [number, number], said: string, anchor: string) =>
    `<text x="${at[0].toFixed(0)}" y="${at[1].toFixed(0)}" text-anchor="${anchor}">${said}</text>`;
  const grid = Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step)).map(
    (ms) =>
      `<path d="M${LEFT} ${y(ms).toFixed(1)}H${WIDTH - RIGHT}" stroke="#d2d6dc" fill="none"/>${text([LEFT - 6, y(ms) + 4], `${ms} ms`, "end")}`,
  );
  const ticks = growth.map(({ hosts }) => text([x(hosts), HEIGHT - BOTTOM + 18], hosts.toLocaleString("en"), "middle"));
  const lines = names.map((name, at) => {
    const points = growth.flatMap((each) => {
      const value = figureOf(name, each);
      return value === null ? [] : [`${x(each.hosts).toFixed(1)} ${y(value).toFixed(1)}`];
    });
    const colour = GREYS[at % GREYS.length];
    const label = `<path d="M${WIDTH - RIGHT + 14} ${TOP + 16 + at * 22}h16" stroke="${colour}" stroke-width="2"/>${text([WIDTH - RIGHT + 36, TOP + 20 + at * 22], name.replace(", p95 at the database", ""), "start")}`;
    return `<path d="M${points.join("L")}" stroke="${colour}" stroke-width="2" fill="none"/>${label}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img">
<title>p95 at the database over the number of hosts</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${[...grid, ...ticks, text([(LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4], "hosts", "middle"), ...lines].join("\n")}
</svg>
`;
}
