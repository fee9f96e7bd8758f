import { buildSync } from "esbuild";
import { pageBuild } from "./page-build.js";

/** The script of the page. The built program has the text itself in place of this module (`scripts/page.js`). */
export const PAGE_SCRIPT = buildSync(pageBuild("main")).outputFiles[0].text;
