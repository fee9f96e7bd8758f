import { join } from "node:path";
import { openPage } from "./open.js";

/** Pictures of each report as it opens, to look at: by day and by night, wide and narrow. */
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
