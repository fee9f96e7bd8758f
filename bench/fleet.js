import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { auditInShards, htmlReport, reportOf } from "./fleet/audit.js";
import { fleet } from "./fleet/images.js";
import { repeatedLines } from "./fleet/lines.js";
import { serveFleet } from "./fleet/registry.js";

// Audits synthetic images of a registry on this machine in 1, 4 and 16 shards, with and without a shared cache, and
// compares the requested bytes with the bytes of the layers. Exits with 1 if a limit is exceeded.
const LAYOUTS = [
  { shards: 1, shared: true },
  { shards: 4, shared: true },
  { shards: 16, shared: true },
  { shards: 4, shared: false },
  { shards: 16, shared: false },
];
const LIMITS = { bytes: 1.05, memory: 300e6, mergeSeconds: 20, mergeMemory: 500e6, page: 5e6 };
/** The number of lines that are merged into one HTML report: the lines of one audit, repeated under other names. */
const MERGED = 100_000;

const { values: flags } = parseArgs({ options: { images: { type: "string", default: "1000" } } });
const say = (line) => process.stderr.write(`# ${line}\n`);
const broken = [];
const check = (isRight, what) => {
  if (!isRight) broken.push(what);
};

const folder = mkdtempSync(join(tmpdir(), "layerx-fleet-"));
const images = fleet(Number(flags.images));
const registry = await serveFleet(images);
const count = images.names.length;
const rows = [];
let merging = "";
try {
  const list = join(folder, "images.txt");
  writeFileSync(list, images.names.map((name) => `registry:${registry.host}/${name}\n`).join(""));
  say(
    `${count} images: ${mb(images.layerBytes)} in ${images.layerDigests.size} layers; ${mb(images.sumBytes)} without sharing`,
  );
  const reports = new Map();
  const measure = async (title, layout) => {
    say(title);
    registry.take();
    const { seconds, peak, files } = await auditInShards({ folder, list, ...layout });
    const counts = registry.take();
    reports.set(title, await reportOf(files));
    rows.push({ title, seconds, peak, ...counts });
    check(peak === null || peak <= LIMITS.memory, `${title}: ${mb(peak ?? 0)} of memory`);
    return counts;
  };
  for (const { shards, shared } of LAYOUTS) {
    const title = shards === 1 ? "1 shard" : `${shards} shards, ${shared ? "one cache" : "a cache each"}`;
    const { layers } = await measure(title, { shards, shared, name: `${shards}-${shared}` });
    const ratio = layers.bytes / images.layerBytes;
    check(!shared || ratio <= LIMITS.bytes, `${title}: ${ratio.toFixed(3)} × the bytes of the layers`);
  }
  const again = "1 shard again";
  const { manifests, configs, layers } = await measure(again, { shards: 1, shared: true, name: "1-true" });
  check(manifests.requests === count, `${again}: ${manifests.requests} manifest requests`);
  check(configs.requests + layers.requests === 0, `${again}: ${configs.requests + layers.requests} blobs`);
  say(`${MERGED.toLocaleString("en")} lines into one page`);
  const merged = await htmlReport(await repeatedLines(join(folder, "1-true/audit-1.jsonl"), MERGED), folder);
  merging = `${merged.cpu?.toFixed(1) ?? "n/a"} s of CPU, ${merged.peak === null ? "n/a" : mb(merged.peak)} of memory, a page of ${mb(merged.page)}`;
  check(merged.cpu === null || merged.cpu <= LIMITS.mergeSeconds, `merging: ${merged.cpu} s of CPU`);
  check(
    merged.peak === null || merged.peak <= LIMITS.mergeMemory,
    `merging: ${mb(merged.peak ?? 0)} of memory`,
  );
  check(merged.page < LIMITS.page, `merging: a page of ${mb(merged.page)}`);
  const [first] = reports.values();
  for (const [title, report] of reports) check(report === first, `${title}: another report`);
} finally {
  registry.close();
  rmSync(folder, { recursive: true, force: true });
}

const cells = rows.map(({ title, seconds, peak, manifests, configs, layers }) => [
  title,
  mb(layers.bytes),
  (layers.bytes / images.layerBytes).toFixed(3),
  ((manifests.requests + configs.requests + layers.requests) / count).toFixed(2),
  `${((seconds / count) * 1000).toFixed(1)} s`,
  peak === null ? "n/a" : mb(peak),
]);
const table = [
  [
    "audit",
    "layer bytes fetched",
    "× unique bytes",
    "requests an image",
    "time per 1,000 images",
    "peak memory of a process",
  ],
  ["---", "--:", "--:", "--:", "--:", "--:"],
  ...cells,
];
process.stdout.write(table.map((row) => `| ${row.join(" | ")} |\n`).join(""));
process.stdout.write(`\nMerging ${MERGED.toLocaleString("en")} lines into the HTML report: ${merging}.\n`);
process.stdout.write(
  broken.length === 0
    ? "\nAll limits hold, and every split gives the same report, byte for byte.\n"
    : `\nNot within the limits:\n${broken.map((line) => `- ${line}\n`).join("")}`,
);
process.exitCode = broken.length === 0 ? 0 : 1;

function mb(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
