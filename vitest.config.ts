import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";
import { inkModule } from "./scripts/ink.js";

const STOCK = "?stock";
const BUILD = fileURLToPath(new URL("node_modules/ink/build/", import.meta.url));

/** Ink as the bundle has it. `ink-stock` is Ink as npm has it, which tests compare with. */
const ink: Plugin = {
  name: "ink",
  enforce: "pre",
  async resolveId(name, importer) {
    if (name === "ink-stock") return `${BUILD}index.js${STOCK}`;
    if (!importer?.endsWith(STOCK)) return inkModule(name, importer);
    const found = await this.resolve(name, importer.slice(0, -STOCK.length), { skipSelf: true });
    return found?.id.startsWith(BUILD) ? found.id + STOCK : found;
  },
  // Its source maps name files that it does not publish.
  async load(id) {
    if (!id.startsWith(BUILD)) return undefined;
    const code = await readFile(id.replace(STOCK, ""), "utf8");
    return { code: code.replace(/^\/\/# sourceMappingURL.*$/m, ""), map: null };
  },
};

export default defineConfig({
  plugins: [ink],
  test: {
    // Without isolation each worker loads a module once, not once for each test file: less than half of the CPU time.
    // This is safe because `src` keeps no state in modules and tests replace no modules.
    isolate: false,
    // By default one processor is left free, although the tests often wait for a program that they started.
    maxWorkers: "100%",
    setupFiles: ["test/support/layout.ts"],
    // A machine that does other work at the same time takes several times as long.
    testTimeout: 30_000,
    server: { deps: { inline: [/\/node_modules\/ink(-testing-library)?\//] } },
  },
});
