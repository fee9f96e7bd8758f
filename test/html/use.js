import { openPage } from "./open.js";

/** Zoom by click and by key, the legend, and reduced motion. */
export async function checkMap(browser, file, results) {
  const { page, faults, close } = await openPage(browser, file, { reducedMotion: "reduce" });
  const way = () => page.locator("#files-way li").allTextContents();
  const same = async (name, expected, actual) => {
    const [a, b] = [JSON.stringify(expected), JSON.stringify(await actual())];
    results.check(name, a === b ? null : `expected ${a}\ngot      ${b}`);
  };
  await same("map: begins at the root", ["/"], way);
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute("aria-label")?.split(",")[0]);

  await page.locator('#files-map .tile[aria-label^="/usr,"]').click({ position: { x: 20, y: 8 } });
  await same("map: a click on a folder goes in", ["/", "usr"], way);
  await page.locator("#files-way button").click();
  await same("map: the way leads back", ["/"], way);
  await same("map: the focus is on the folder that was left", "/usr", focused);

  await page.keyboard.press("ArrowRight");
  await same("map: an arrow goes to the next box", "/var", focused);
  await page.keyboard.press("Enter");
  await same("map: enter goes in", ["/", "var"], way);
  await same("map: the focus goes along", "/var/lib", focused);
  await same("map: the tooltip describes the focused tile", "/var/lib", () =>
    page.locator(".tooltip code").textContent(),
  );
  await page.keyboard.press("Escape");
  await same("map: escape goes out", ["/"], way);
  await same("map: the focus is where it came from", "/var", focused);
  await same("map: what it shows is announced", "/: 339kB, 100% in 351 files", () =>
    page.locator("#files-now").textContent(),
  );

  await page.locator("#files-list button", { hasText: "root/" }).click();
  await same("map: the table beside it goes in, too", ["/", "root"], way);
  await page.locator('#files-legend button[data-group="2"]').click();
  const moving = () => page.evaluate(() => document.getAnimations().length);
  const dim = () => page.locator("#files-map .tile.dim:not(.open)").count();
  await same("map: the legend highlights a layer", 0, dim);
  await page.locator('#files-legend button[data-group="1"]').click();
  results.check("map: and others fade", (await dim()) > 0 ? null : "none is dimmed");
  await same("map: nothing moves with reduced motion", 0, moving);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.locator("#files-list button").first().click();
  results.check("map: else it fades in", (await moving()) > 0 ? null : "nothing moves");
  results.check("map: no fault on the way", faults.length === 0 ? null : faults.join("\n"));
  await close();
}

/** Search, order, and more rows. */
export async function checkTables(browser, file, results) {
  const { page, faults, close } = await openPage(browser, file);
  const rows = page.locator("#files-rows tr");
  const is = (name, expected, actual) =>
    results.check(name, expected === actual ? null : `expected ${expected}\ngot      ${actual}`);
  is("table: begins with a few rows", 25, await rows.count());
  await page.locator("#files-more").click();
  is("table: shows more", 125, await rows.count());
  is(
    "table: says how many there are",
    true,
    /^125 of [\d,]+ rows$/.test(await page.locator("#files-count").textContent()),
  );

  await page.getByLabel("Search").last().fill("lib-3/ file-1234");
  const found = await page.locator("#files-rows td.path").allTextContents();
  const wrong = found.filter((path) => !path.includes("lib-3/") || !path.includes("file-1234"));
  is("table: a search finds something", true, found.length > 0);
  is("table: and only what it asks for", "", wrong.join("\n"));

  await page.getByLabel("Search").last().fill("");
  await page.locator("#files thead button", { hasText: "Path" }).click();
  const paths = await page.locator("#files-rows td.path").allTextContents();
  is("table: a heading sorts", paths.toSorted().join("\n"), paths.join("\n"));
  is("table: and says so", "ascending", await page.locator("#files th").first().getAttribute("aria-sort"));

  const sizes = () =>
    page
      .locator("table.layers tbody td:nth-child(2)")
      .evaluateAll((cells) => cells.map((cell) => Number(cell.dataset.value)));
  await page.locator("table.layers thead button", { hasText: "Size" }).click();
  const sorted = await sizes();
  is("layers: a heading sorts by bytes", sorted.toSorted((a, b) => a - b).join(), sorted.join());
  is("table: no fault on the way", "", faults.join("\n"));
  await close();
}
