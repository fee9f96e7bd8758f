import { buildSync } from "esbuild";
import { styleBuild } from "./page-build.js";

const sheet = (name: Parameters<typeof styleBuild>[0]) => buildSync(styleBuild(name)).outputFiles[0].text;

/**
 * The style sheets of the pages, from `styles/`. In the built program, `scripts/page.js` replaces this module
 * with the texts.
 */
export const STYLE_SHEETS = {
  page: sheet("page"),
  tables: sheet("tables"),
  map: sheet("map"),
  fleet: sheet("fleet"),
};
