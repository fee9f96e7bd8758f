import { fileURLToPath } from "node:url";

/**
 * The modules of Ink 7.1.1 that this project replaces, by the name that Ink imports them by. Each keeps the interface
 * of Ink's; `src/ink/` says why. The bundle and the tests take them from here, `node_modules` stays as npm made it.
 */
const REPLACED = new Map([
  ["./output.js", "output.ts"],
  ["./measure-text.js", "measure-text.ts"],
  ["widest-line", "width.ts"],
]);

const BUILD = /[\\/]node_modules[\\/]ink[\\/]build[\\/]/;

/**
 * The file that takes the place of a module of Ink; `undefined` for all other modules.
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
    // What talks to React's devtools where DEV says so: 50 kB that no user needs.
    onResolve({ filter: /^\.\/devtools\.js$/ }, ({ path, importer }) =>
      BUILD.test(importer) ? { path, namespace: "no-devtools" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "no-devtools" }, () => ({ contents: "" }));
  },
};
