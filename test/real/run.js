import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkAll } from "./checks/all.js";
import { makeEverything } from "./make.js";
import { install } from "./prerequisites.js";
import { tally } from "./tally.js";

const { values: flags } = parseArgs({
  options: { keep: { type: "boolean" }, "build-only": { type: "boolean" } },
});
const folder = join(process.env.LAYERX_REAL_DIR ?? tmpdir(), "layerx-real");
const say = (line) => process.stderr.write(`# ${line}\n`);
const results = tally((line) => process.stdout.write(`${line}\n`));
const stops = [];
let made;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(130));

try {
  await install(say);
  mkdirSync(folder, { recursive: true });
  made = await makeEverything({
    folder,
    say,
    skip: results.skip,
    onStop: (stop) => stops.unshift(stop),
  });
  writeFileSync(join(folder, "README.txt"), made.readme);
  say(`images to explore: ${folder} (README.txt lists them)`);
  if (!flags["build-only"]) {
    await checkAll(made, results);
    const { ok, failed, skipped } = results.counts;
    process.stdout.write(`\n${ok} ok, ${failed} not ok, ${skipped} skipped\n`);
    process.exitCode = failed === 0 ? 0 : 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  for (const stop of stops) await stop();
}
// The engines' storage holds every layer many times over; the archives made from it are what is worth keeping.
if (made && !flags.keep && !flags["build-only"])
  rmSync(join(folder, "engines"), { recursive: true, force: true });
