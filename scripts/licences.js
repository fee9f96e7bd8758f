import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Returns the licences of all packages in a bundle. The licences require that their texts are shipped with the code.
 * @param {readonly string[]} modules the paths of all bundled modules
 * @returns {string}
 */
export function licences(modules) {
  const folders = new Set(modules.map(packageFolder).filter((folder) => folder !== null));
  return [...folders]
    .sort()
    .map(notice)
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** @returns the folder of a package: `node_modules/a/node_modules/@b/c` for `node_modules/a/node_modules/@b/c/index.js`. */
function packageFolder(path) {
  return path.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1] ?? null;
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8");
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}
