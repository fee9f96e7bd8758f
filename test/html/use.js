import { openPage } from "./open.js";

/** Checks the map: zoom by click and by key, the legend, and reduced motion. */
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
  await same("map: a click on a folder opens it", ["/", "usr"], way);
  await page.locator("#files-way button").click();
  await same("map: a click on the path goes back", ["/"], way);
  await same("map: the focus is then on the folder that was open", "/usr", focused);

  await page.keyboard.press("ArrowRight");
  await same("map: an arrow key moves the focus to the next box", "/var", focused);
  await page.keyboard.press("Enter");
  await same("map: enter opens the folder", ["/", "var"], way);
  await same("map: the focus is then in the opened folder", "/var/lib", focused);
  await same("map: the tooltip describes the focused tile", "/var/lib", () =>
    page.locator(".tooltip code").textContent(),
  );
  await page.keyboard.press("Escape");
  await same("map: escape closes the folder", ["/"], way);
  await same("map: the focus is then on the closed folder", "/var", focused);
  await same("map: the open folder is announced to screen readers", "/: 339kB, 100% in 351 files", () =>
    page.locator("#files-now").textContent(),
  );

  await page.locator("#files-list button", { hasText: "root/" }).click();
  await same("map: a click in the table beside it opens the folder", ["/", "root"], way);
  await page.locator('#files-legend button[data-group="2"]').click();
  const moving = () => page.evaluate(() => document.getAnimations().length);
  const dim = () => page.locator("#files-map .tile.dim:not(.open)").count();
  await same("map: the legend highlights a layer", 0, dim);
  await page.locator('#files-legend button[data-group="1"]').click();
  results.check("map: the legend fades the other layers", (await dim()) > 0 ? null : "none is dimmed");
  await same("map: there is no animation with reduced motion", 0, moving);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.locator("#files-list button").first().click();
  results.check(
    "map: there is an animation without reduced motion",
    (await moving()) > 0 ? null : "there is none",
  );
  results.check("map: sends no request and logs no error", faults.length === 0 ? null : faults.join("\n"));
  await close();
}

/** Checks the tables: search, order, and more rows. */
export async function checkTables(browser, file, results) {
  const { page, faults, close } = await openPage(browser, file);
  const rows = page.locator("#files-rows tr");
  const is = (name, expected, actual) =>
    results.check(name, expected === actual ? null : `expected ${expected}\ngot      ${actual}`);
  is("table: has 25 rows at first", 25, await rows.count());
  await page.locator("#files-more").click();
  is("table: shows 100 more rows on request", 125, await rows.count());
  is(
    "table: shows the number of all rows",
    true,
    /^125 of [\d,]+ rows$/.test(await page.locator("#files-count").textContent()),
  );

  await page.getByLabel("Search").last().fill("lib-3/ file-1234");
  const found = await page.locator("#files-rows td.path").allTextContents();
  const wrong = found.filter((path) => !path.includes("lib-3/") || !path.includes("file-1234"));
  is("table: a search finds rows", true, found.length > 0);
  is("table: a search finds only matching rows", "", wrong.join("\n"));

  await page.getByLabel("Search").last().fill("");
  await page.locator("#files thead button", { hasText: "Path" }).click();
  const paths = await page.locator("#files-rows td.path").allTextContents();
  is("table: a heading sorts the rows", paths.toSorted().join("\n"), paths.join("\n"));
  is(
    "table: a heading names its order for screen readers",
    "ascending",
    await page.locator("#files th").first().getAttribute("aria-sort"),
  );

  const sizes = () =>
    page
      .locator("table.layers tbody td:nth-child(2)")
      .evaluateAll((cells) => cells.map((cell) => Number(cell.dataset.value)));
  await page.locator("table.layers thead button", { hasText: "Size" }).click();
  const sorted = await sizes();
  is("layers: a heading sorts by bytes", sorted.toSorted((a, b) => a - b).join(), sorted.join());
  is("table: sends no request and logs no error", "", faults.join("\n"));
  await close();
}
