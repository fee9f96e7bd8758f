import { build } from "esbuild";
import { tsImport } from "tsx/esm/api";

/** The modules that would build a script, and the script. */
const MODULES = [
  { module: /report\/html\/page-script\.ts$/, entry: "main" },
  { module: /report\/html\/fleet\/fleet-script\.ts$/, entry: "fleet" },
];

/**
 * Builds the scripts that run in HTML reports, and puts the text of each in the place of the module that would build it.
 * @returns {Promise<{ plugin: import("esbuild").Plugin, metafiles: readonly import("esbuild").Metafile[] }>}
 */
export async function pageScripts() {
  const { pageBuild } = await tsImport("../src/report/html/page-build.ts", import.meta.url);
  const scripts = await Promise.all(
    MODULES.map(async ({ module, entry }) => {
      const { outputFiles, metafile } = await build({ ...pageBuild(entry), metafile: true });
      return {
        module,
        metafile,
        contents: `export const PAGE_SCRIPT = ${JSON.stringify(outputFiles[0].text)};`,
      };
    }),
  );
  const plugin = {
    name: "page",
    setup({ onLoad }) {
      for (const { module, contents } of scripts) onLoad({ filter: module }, () => ({ contents }));
    },
  };
  return { plugin, metafiles: scripts.map(({ metafile }) => metafile) };
}
