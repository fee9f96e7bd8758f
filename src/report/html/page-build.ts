import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";

/** The scripts: `main` for the report on one image, `fleet` for the report on many. */
export type PageScriptEntry = "main" | "fleet";

/** Returns the options with which esbuild bundles a script for a page. */
export function pageBuild(entry: PageScriptEntry): BuildOptions & { readonly write: false } {
  return { ...PAGE_BUILD, entryPoints: [fileURLToPath(new URL(`./page/${entry}.ts`, import.meta.url))] };
}

/** The style sheets in `styles/`. */
export type StyleName = "page" | "tables" | "map" | "fleet";

/** Returns the options with which esbuild bundles a style sheet. */
export function styleBuild(name: StyleName): BuildOptions & { readonly write: false } {
  const path = fileURLToPath(new URL(`./styles/${name}.css`, import.meta.url));
  return { entryPoints: [path], minify: true, charset: "ascii", legalComments: "none", write: false };
}

const PAGE_BUILD: BuildOptions & { readonly write: false } = {
  bundle: true,
  format: "iife",
  target: "es2022",
  charset: "ascii",
  // Every copy must contain the licences of bundled packages.
  legalComments: "inline",
  minify: true,
  // The result must not depend on a tsconfig.json nearby.
  tsconfigRaw: {},
  write: false,
};
