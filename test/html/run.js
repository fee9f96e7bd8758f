import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { succeed } from "../real/command.js";
import { tally } from "../real/tally.js";
import { checkAll } from "./checks.js";
import { startChromium } from "./chromium.js";
import { checkFleet, fleetPage } from "./fleet.js";
import { images } from "./images.js";
import { takePictures, takeScreen } from "./pictures.js";

const PROGRAM = fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));

// `--pictures FOLDER` saves pictures of the pages, `--screen` saves the README's picture. Without them it runs the checks.
const { values: flags } = parseArgs({
  options: { pictures: { type: "string" }, screen: { type: "boolean" } },
});
const folder = mkdtempSync(join(tmpdir(), "layerx-html-"));
const results = tally((line) => process.stdout.write(`${line}\n`));
let browser;
try {
  browser = await startChromium((line) => process.stderr.write(`# ${line}\n`));
  const reports = new Map();
  for (const [name, image] of images(folder)) {
    const { stdout } = await succeed(process.execPath, [PROGRAM, "inspect", image, "--format", "html"]);
    const file = join(folder, `${name}.html`);
    writeFileSync(file, stdout);
    reports.set(name, file);
  }
  if (flags.pictures !== undefined) {
    mkdirSync(flags.pictures, { recursive: true });
    await takePictures(browser, reports, flags.pictures);
  } else if (flags.screen) {
    await takeScreen(browser, reports.get("flask"), "docs/screens/report.webp");
  } else {
    await checkAll(browser, reports, results);
    await checkFleet(browser, await fleetPage(folder), results);
    const { ok, failed } = results.counts;
    process.stdout.write(`\n${ok} ok, ${failed} not ok\n`);
    process.exitCode = failed === 0 ? 0 : 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
}
