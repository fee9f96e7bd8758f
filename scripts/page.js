import { build } from "esbuild";
import { tsImport } from "tsx/esm/api";

/** The modules that build a script at run time, and the entry of the script. */
const MODULES = [
  { module: /report\/html\/page-script\.ts$/, entry: "main" },
  { module: /report\/html\/fleet\/fleet-script\.ts$/, entry: "fleet" },
];

/** The style sheets in `src/report/html/styles/`. */
const SHEETS = ["page", "tables", "map", "fleet"];

/**
 * Builds the scripts and style sheets of HTML reports. The plugin replaces each module that builds a text by the text.
 * @returns {Promise<{ plugin: import("rolldown").Plugin, modules: readonly string[] }>}
 */
export async function pageScripts() {
  const { pageBuild, styleBuild } = await tsImport("../src/report/html/page-build.ts", import.meta.url);
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
  const sheets = await Promise.all(
    SHEETS.map(async (name) => [name, (await build(styleBuild(name))).outputFiles[0].text]),
  );
  const styles = `export const STYLE_SHEETS = ${JSON.stringify(Object.fromEntries(sheets))};`;
  const plugin = {
    name: "page",
    load: (id) =>
      /report\/html\/style-sheets\.ts$/.test(id)
        ? styles
        : scripts.find(({ module }) => module.test(id))?.contents,
  };
  return { plugin, modules: scripts.flatMap(({ metafile }) => Object.keys(metafile.inputs)) };
}
