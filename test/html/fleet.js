import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { succeed } from "../real/command.js";
import { HOSTILE_NAMES } from "./images.js";
import { lowContrast, walkByTab } from "./looks.js";
import { openPage, overflow } from "./open.js";

const PROGRAM = fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));
const SAMPLES = fileURLToPath(new URL("../../samples/", import.meta.url));
const IMAGES = 1000;
const TEAMS = 20;
const MOST_BYTES = 5_000_000;

/** Writes a report about 1,000 images, which are copies of the samples with other names. @returns its file. */
export async function fleetPage(folder) {
  const archives = readdirSync(SAMPLES).filter((name) => name.endsWith(".tar"));
  const named = archives.map((name) => join(SAMPLES, name));
  const { stdout } = await succeed(process.execPath, [PROGRAM, "audit", ...named]);
  const real = stdout
    .toString("utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const lines = Array.from({ length: IMAGES }, (_, at) => {
    const line = real[at % real.length];
    const own = HOSTILE_NAMES[at] ?? "";
    const repository = `ghcr.io/team-${at % TEAMS}/service-${at}${own}`;
    const layers = line.layers.map((layer) => ({
      ...layer,
      diffId: layer.index === 0 ? layer.diffId : `${layer.diffId}${at}`,
      createdBy: `${layer.createdBy} ${own}`,
    }));
    return JSON.stringify({ ...line, source: `${repository}:1`, repository, layers });
  });
  const audit = join(folder, "fleet.jsonl");
  writeFileSync(audit, `${lines.join("\n")}\n`);
  const file = join(folder, "fleet.html");
  await succeed(process.execPath, [PROGRAM, "audit", "report", audit, "--format", "html", "--output", file]);
  return file;
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} file
 * @param {import("../real/tally.js").Tally} results
 */
export async function checkFleet(browser, file, results) {
  const bytes = statSync(file).size;
  results.check("fleet: takes less than 5 MB", bytes < MOST_BYTES ? null : `${bytes} bytes`);
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      const name = `fleet ${colorScheme} ${width}`;
      const viewport = { width, height: 800 };
      const { page, faults, close } = await openPage(browser, file, { viewport, colorScheme });
      await page.locator("#images-rows tr").first().waitFor();
      results.check(`${name}: fits the window`, await overflow(page));
      results.check(`${name}: letters have enough contrast`, none(await lowContrast(page)));
      const first = await page.locator(".changes .first .advice").boundingBox();
      const bottom = (first?.y ?? Number.POSITIVE_INFINITY) + (first?.height ?? 0);
      results.check(
        `${name}: the first screen shows the change that saves most`,
        bottom <= viewport.height ? null : `it ends at ${bottom}`,
      );
      const walk = await walkByTab(page);
      results.check(
        `${name}: the tab key reaches each control, and each control has a name`,
        none(walk.faults),
      );
      results.check(`${name}: sends no request, breaks no policy, logs no error`, none(faults));
      await close();
    }
  }
  await checkUse(browser, file, results);
}

async function checkUse(browser, file, results) {
  const { page, close } = await openPage(browser, file, {});
  await page.locator("#images-search").fill("team-3/");
  const found = await page.locator("#images-count").textContent();
  const expected = `${Math.min(IMAGES / TEAMS, 25)} of ${IMAGES / TEAMS} rows, of 1,000`;
  results.check("fleet: a search finds the images of a team", found === expected ? null : found);
  await page.locator("#images-search").fill("");
  await page.locator("#images th").nth(2).getByRole("button").click();
  const sizes = await page.locator("#images-rows tr td:nth-child(3)").allTextContents();
  const same = new Set(sizes).size === 1;
  results.check("fleet: a heading sorts by its column", same ? null : sizes.join(" "));
  const title = await page.title();
  results.check("fleet: no name runs as a script", title === "1,000 images · layerx" ? null : title);
  await close();
  const bare = await openPage(browser, file, { javaScriptEnabled: false });
  const rows = await bare.page.locator("#images-rows tr").count();
  const changes = await bare.page.locator(".changes > li").count();
  const isThere = rows > 0 && changes > 0;
  results.check(
    "fleet: shows the changes without its script",
    isThere ? null : `${rows} images, ${changes} changes`,
  );
  await bare.close();
}

function none(found) {
  return found.length === 0 ? null : found.slice(0, 5).join("; ");
}
