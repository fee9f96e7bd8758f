import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The modules that this project replaces for Ink 7.1.1, by the names in Ink's imports. Each module has the same interface
 * as the original; `src/ink/` gives the reasons. The bundle and the tests use this list. `node_modules` is not changed.
 */
const REPLACED = new Map([
  ["./output.js", "output.ts"],
  ["./measure-text.js", "measure-text.ts"],
  ["widest-line", "width.ts"],
  ["yoga-layout", "layout.ts"],
]);

const BUILD = /[\\/]node_modules[\\/]ink[\\/]build[\\/]/;
const RECONCILER = /[\\/]node_modules[\\/]ink[\\/]build[\\/]reconciler\.js$/;
const DEVELOPING = "process.env['DEV'] === 'true'";

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

/** @type {import("rolldown").Plugin} */
export const ink = {
  name: "ink",
  resolveId: inkModule,
  // With DEV=true Ink would connect to React's devtools and wait for it. Users do not need its 50 kB.
  load: (id) =>
    RECONCILER.test(id) ? replaceText(readFileSync(id, "utf8"), DEVELOPING, "false") : undefined,
};

function replaceText(source, text, replacement) {
  if (!source.includes(text)) throw new Error(`Ink has changed: its source does not contain ${text}`);
  return source.replaceAll(text, replacement);
}
