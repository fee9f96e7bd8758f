import { buildSync } from "esbuild";
import { pageBuild } from "../page-build.js";

/** The script of the page. In the built program, `scripts/page.js` replaces this module with the text. */
export const PAGE_SCRIPT = buildSync(pageBuild("fleet")).outputFiles[0].text;
