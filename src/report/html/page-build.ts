import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";

/** How the script that runs in the page becomes one text. */
export const PAGE_BUILD: BuildOptions & { readonly write: false } = {
  entryPoints: [fileURLToPath(new URL("./page/main.ts", import.meta.url))],
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
