import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";

/** The scripts: of the report on one image, and of the report on many. */
export type PageScriptEntry = "main" | "fleet";

/** How a script that runs in a page becomes one text. */
export function pageBuild(entry: PageScriptEntry): BuildOptions & { readonly write: false } {
  return { ...PAGE_BUILD, entryPoints: [fileURLToPath(new URL(`./page/${entry}.ts`, import.meta.url))] };
}

const PAGE_BUILD: BuildOptions & { readonly write: false } = {
  bundle: true,
  format: "iife",
  target: "es2022",
  charset: "ascii",
  // The licence of what is in it has to go where it goes.
  legalComments: "inline",
  minify: true,
  // What is bundled hangs on no file beside it.
  tsconfigRaw: {},
  write: false,
};
