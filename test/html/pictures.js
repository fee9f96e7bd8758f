import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openPage } from "./open.js";

/** Saves pictures of each report: with light and dark colours, in a wide and a narrow window. */
export async function takePictures(browser, reports, folder) {
  for (const [name, file] of reports) {
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [1280, 390]) {
        const viewport = { width, height: 800 };
        const { page, close } = await openPage(browser, file, {
          viewport,
          colorScheme,
          reducedMotion: "reduce",
        });
        await page.locator("#files-map .tile").first().waitFor();
        await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`) });
        await close();
      }
    }
  }
}

/** Saves the picture of a report for the README. */
export async function takeScreen(browser, file, path) {
  const { page, close } = await openPage(browser, file, { reducedMotion: "reduce" });
  await page.locator("#copies-map .tile").first().waitFor();
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 82 });
  writeFileSync(path, Buffer.from(data, "base64"));
  await close();
}
