import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";

/** The scripts: of the report on one image, and of the report on many. */
export type PageScriptEntry = "main" | "fleet";

/** How a script that runs in a page becomes one text. */
export function pageBuild(entry: PageScriptEntry): BuildOptions & { readonly write: false } {
  return { ...PAGE_BUILD, entryPoints: [fileURLToPath(new URL(`./page/${entry}.ts`, import.meta.url))] };
}

/** The style sheets in `styles/`. */
export type StyleName = "page" | "tables" | "map" | "fleet";

/** How a style sheet becomes one text. */
export function styleBuild(name: StyleName): BuildOptions & { readonly write: false } {
  const path = fileURLToPath(new URL(`./styles/${name}.css`, import.meta.url));
  return { entryPoints: [path], minify: true, charset: "ascii", legalComments: "none", write: false };
}

const PAGE_BUILD: BuildOptions & { readonly write: false } = {
  bundle: true,
  format: "iife",
  target: "es2022",
  charset: "ascii",
  // Licences of bundled packages must be in every copy.
  legalComments: "inline",
  minify: true,
  // The result must not depend on a tsconfig.json nearby.
  tsconfigRaw: {},
  write: false,
};
