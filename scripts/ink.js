import { fileURLToPath } from "node:url";

/**
 * The modules of Ink 7.1.1 that this project replaces, by the names in Ink's imports. Each module has the same interface
 * as in Ink; `src/ink/` gives the reasons. The bundle and the tests use this list. `node_modules` is not changed.
 */
const REPLACED = new Map([
  ["./output.js", "output.ts"],
  ["./measure-text.js", "measure-text.ts"],
  ["widest-line", "width.ts"],
]);

const BUILD = /[\\/]node_modules[\\/]ink[\\/]build[\\/]/;

/**
 * Returns the file that replaces a module of Ink, or `undefined` for all other modules.
 *
 * @param {string} name as written in the import
 * @param {string | undefined} importer
 * @returns {string | undefined}
 */
export function inkModule(name, importer) {
  const file = REPLACED.get(name);
  if (file === undefined || importer === undefined || !BUILD.test(importer)) return undefined;
  return fileURLToPath(new URL(`../src/ink/${file}`, import.meta.url));
}

/** @type {import("esbuild").Plugin} */
export const ink = {
  name: "ink",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(\.\/(output|measure-text)\.js|widest-line)$/ }, ({ path, importer }) => {
      const file = inkModule(path, importer);
      return file === undefined ? undefined : { path: file };
    });
    // This module connects to React's devtools if DEV is set. Users do not need its 50 kB.
    onResolve({ filter: /^\.\/devtools\.js$/ }, ({ path, importer }) =>
      BUILD.test(importer) ? { path, namespace: "no-devtools" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "no-devtools" }, () => ({ contents: "" }));
  },
};
