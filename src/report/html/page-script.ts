import { fileURLToPath } from "node:url";
import { type BuildOptions, buildSync } from "esbuild";

/** How the script of the page becomes one text. */
export const PAGE_BUILD: BuildOptions & { readonly write: false } = {
  entryPoints: [fileURLToPath(new URL("./page/main.ts", import.meta.url))],
  bundle: true,
  format: "iife",
  target: "es2022",
  charset: "ascii",
  legalComments: "inline",
  minify: true,
  write: false,
};

/** The script of the page. The built program has its text in the place of this module (`scripts/page.js`). */
export const PAGE_SCRIPT = buildSync(PAGE_BUILD).outputFiles[0].text;
