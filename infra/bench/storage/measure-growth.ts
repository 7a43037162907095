// `node infra/bench/storage/measure-growth.ts [FILE.svg] [SIZES…]`: the table of targets at several sizes, as Markdown and as a plot.
import { writeFileSync } from "node:fs";
import process from "node:process";
import { type Growth, growthPlot, growthTable } from "./growth-report.ts";
import { measureStorage } from "./measure-storage.ts";

const [file = "fleet-data-growth.svg", ...said] = process.argv.slice(2);
const sizes = said.length === 0 ? [100, 1_000, 10_000] : said.map(Number);
if (sizes.some((size) => !Number.isInteger(size) || size < 1)) {
  process.stderr.write(`${said.join(" ")}: say whole numbers of hosts, such as 100 1000 10000.\n`);
  process.exit(64);
}
const growth: Growth[] = [];
for (const hosts of sizes.sort((a, b) => a - b))
  growth.push({ hosts, rows: await measureStorage(hosts, (line) => process.stderr.write(`  … ${hosts}: ${line}\n`)) });
writeFileSync(file, growthPlot(growth));
process.stdout.write(`${growthTable(growth)}\n`);
