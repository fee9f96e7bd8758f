import { build } from "esbuild";
import { tsImport } from "tsx/esm/api";

/**
 * Builds the script that runs in the HTML report, and puts its text in the place of the module that would build it.
 * @returns {Promise<{ plugin: import("esbuild").Plugin, metafile: import("esbuild").Metafile }>}
 */
export async function pageScript() {
  const { PAGE_BUILD } = await tsImport("../src/report/html/page-build.ts", import.meta.url);
  const { outputFiles, metafile } = await build({ ...PAGE_BUILD, metafile: true });
  const contents = `export const PAGE_SCRIPT = ${JSON.stringify(outputFiles[0].text)};`;
  const plugin = {
    name: "page",
    setup({ onLoad }) {
      onLoad({ filter: /report\/html\/page-script\.ts$/ }, () => ({ contents }));
    },
  };
  return { plugin, metafile };
}
