import { statSync } from "node:fs";
import { HOSTILE_NAMES } from "./images.js";
import { lowContrast, walkByTab } from "./looks.js";
import { openPage, overflow } from "./open.js";
import { checkMap, checkTables } from "./use.js";

const MOST_BYTES = 2_000_000;
const MOST_MS = 1000;
const ATTEMPTS = 5;

/**
 * @param {import("playwright-core").Browser} browser
 * @param {ReadonlyMap<string, string>} reports the files, by the image's name
 * @param {import("../real/tally.js").Tally} results
 */
export async function checkAll(browser, reports, results) {
  for (const [name, file] of reports) {
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [1280, 390]) {
        const viewport = { width, height: 800 };
        await checkLooks(
          browser,
          file,
          { name: `${name} ${colorScheme} ${width}`, viewport, colorScheme },
          results,
        );
      }
    }
    await checkBare(browser, { name, file }, results);
  }
  await checkSize(browser, reports.get("many"), results);
  await checkHostile(browser, reports.get("hostile"), results);
  await checkMap(browser, reports.get("flask"), results);
  await checkTables(browser, reports.get("many"), results);
}

async function checkLooks(browser, file, { name, ...options }, results) {
  const { page, faults, close } = await openPage(browser, file, options);
  await page.locator("#files-map .tile").first().waitFor();
  results.check(`${name}: fits the window`, await overflow(page));
  results.check(`${name}: letters have enough contrast`, none(await lowContrast(page)));
  const walk = await walkByTab(page);
  results.check(`${name}: the tab key reaches each control, and each control has a name`, none(walk.faults));
  results.check(`${name}: sends no request, breaks no policy, logs no error`, none(faults));
  await close();
}

/** Checks that the page shows its contents without its script. */
async function checkBare(browser, { name, file }, results) {
  const { page, faults, close } = await openPage(browser, file, { javaScriptEnabled: false });
  const rows = await page.locator("table.layers tbody tr").count();
  const files = await page.locator("#files tbody tr").count();
  const empty = await page
    .locator(".map, .search, button")
    .evaluateAll((found) => found.filter((element) => element.checkVisibility()).length);
  results.check(
    `${name}: shows its layers and biggest files without its script`,
    rows > 0 && files > 0 ? null : `${rows} layers, ${files} files`,
  );
  results.check(`${name}: shows nothing that needs the script`, empty === 0 ? null : `${empty} empty places`);
  results.check(`${name}: has no errors without its script`, none(faults));
  await close();
}

async function checkSize(browser, file, results) {
  const { size } = statSync(file);
  results.check("30k files: below 2 MB", size < MOST_BYTES ? null : `${size} bytes`);
  const times = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { page, close } = await openPage(browser, file);
    times.push(
      await page.evaluate(() => Math.round(performance.getEntriesByType("navigation")[0].loadEventStart)),
    );
    await page.locator("#files-map .tile").first().waitFor();
    await close();
  }
  const best = Math.min(...times);
  results.check(`30k files: opens in ${best} ms`, best < MOST_MS ? null : `took ${times.join(", ")} ms`);
}

async function checkHostile(browser, file, results) {
  const { page, faults, close } = await openPage(browser, file);
  const paths = await page.locator("#files td.path").allTextContents();
  const missing = HOSTILE_NAMES.slice(4)
    .map(shown)
    .filter((name) => !paths.some((path) => path === `/${name}/${name}`));
  results.check("hostile names: are shown as text in the list of files", none(missing));
  const copies = await page.locator("#copies td.path").allTextContents();
  const lost = HOSTILE_NAMES.slice(0, 4).filter(
    (name) => !copies.some((path) => path === `/${name}/${name}`),
  );
  results.check("hostile names: are shown as text in the list of wasted copies", none(lost));
  const secrets = await page.locator("section[aria-labelledby=secrets-title] h3").allTextContents();
  const unnamed = HOSTILE_NAMES.map(shown).filter((name) => !secrets.includes(`/${name}/.env`));
  results.check("hostile names: are shown as text in the list of files with secrets", none(unnamed));
  const packages = await page.locator("section[aria-labelledby=packages-title] td.path").allTextContents();
  // A backslash is escaped only in paths.
  const unlisted = HOSTILE_NAMES.map((name) => shown(name).replaceAll("\\\\", "\\")).filter(
    (name) => !packages.some((one) => one.startsWith(`${name} 1`)),
  );
  results.check("hostile names: are shown as text in the list of packages", none(unlisted));
  const password = (await page.content()).includes("correct-horse");
  results.check("a secret: is not in the page", password ? "it is" : null);
  const made = await page.locator("img, body svg [onload], main script").count();
  results.check("hostile names: create no element", made === 0 ? null : `${made} elements`);
  const title = await page.title();
  results.check("hostile names: run no script", title === "bench:latest · layerx" ? null : title);
  results.check("hostile names: send no request", none(faults));
  await close();
}

/** @returns a name in the escaped form of the page. */
function shown(name) {
  return name.replaceAll("\\", "\\\\").replace("\u202e", "\\u{202e}").replace("\x1b", "\\x1b");
}

function none(faults) {
  return faults.length === 0 ? null : faults.join("\n");
}
