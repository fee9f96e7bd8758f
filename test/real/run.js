import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PARTS } from "./checks/all.js";
import { guarded } from "./checks/guarded.js";
import { workshop } from "./make.js";
import { install } from "./prerequisites.js";
import { listOf } from "./readme.js";
import { tally } from "./tally.js";

const { values: flags } = parseArgs({
  options: {
    only: { type: "string" },
    images: { type: "string" },
    keep: { type: "boolean" },
    "build-only": { type: "boolean" },
  },
});
const parts = flags.only?.split(",") ?? Object.keys(PARTS);
const images = flags.images?.split(",") ?? null;
const folder = join(process.env.LAYERX_REAL_DIR ?? tmpdir(), "layerx-real");
const say = (line) => process.stderr.write(`# ${line}\n`);
const results = tally((line) => process.stdout.write(`${line}\n`));
const started = Date.now();
const stops = [];
let isDone = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(130));

try {
  const unknown = parts.filter((name) => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0)
    throw new Error(`--only ${unknown}: the parts are ${Object.keys(PARTS).join(", ")}`);
  await install(say);
  mkdirSync(folder, { recursive: true });
  const made = workshop({
    folder,
    only: (name) => images === null || images.includes(name),
    say,
    skip: results.skip,
    onStop: (stop) => stops.unshift(stop),
  });
  if (flags["build-only"]) {
    writeFileSync(join(folder, "README.txt"), await listOf(made));
    say(`images to explore: ${folder} (README.txt lists them)`);
  } else {
    for (const name of parts) {
      say(`${name} (after ${Math.round((Date.now() - started) / 1000)} s)`);
      await guarded(results, `${name}: its images and engines can be made`, async () => {
        await PARTS[name](made, results);
        return null;
      });
    }
    const { ok, failed, skipped } = results.counts;
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stdout.write(`\n${ok} ok, ${failed} not ok, ${skipped} skipped, ${seconds} s\n`);
    process.exitCode = failed === 0 ? 0 : 1;
  }
  isDone = true;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  for (const stop of stops) await stop();
}
// The storage of the engines is large, and the next run creates it again from the archives.
if (isDone && !flags.keep) rmSync(join(folder, "engines"), { recursive: true, force: true });
