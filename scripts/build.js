// Bundles the command line and the library into `dist/`.
import { rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "rolldown";
import { ink } from "./ink.js";
import { lateEntries, latePackages, quietAssert } from "./late.js";
import { licences } from "./licences.js";
import { pageScripts } from "./page.js";

/**
 * The files that a start loads, and the module whose imports each file gets. Modules that are already in an earlier file
 * stay there. So `history` loads only the first file, commands such as ci also `gate`, and commands such as inspect also
 * `report`. An image from an engine or a registry also loads `remote`. One file for each set of modules that commands
 * share would be 40 files, of 0.3 ms each. Everything else is loaded when it is needed, for example React and Ink.
 */
const STARTS = {
  start: "src/cli/run.ts",
  gate: "src/cli/commands/ci.ts",
  report: "src/cli/commands/inspect.ts",
  remote: "src/source/named-sources.ts",
};

const options = {
  platform: "node",
  logLevel: "warn",
  // yargs tests whether `import.meta.resolve` exists.
  checks: { bundlerTimings: false, emptyImportMeta: false },
  transform: {
    target: "node20.20",
    // React reads NODE_ENV when it is loaded. With its development build a frame takes twice the time.
    // The zstd decoder would fetch its WebAssembly from a `data:` URL. For that, Node loads its HTTP client, which takes 45 ms.
    define: { "process.env.NODE_ENV": '"production"', fetch: "undefined" },
  },
};

const pages = await pageScripts();

// The program may run at the same time, and write compiled code there.
rmSync("dist", { recursive: true, force: true, maxRetries: 3 });
const bundles = await Promise.all([
  build({
    ...options,
    input: { cli: "src/cli/run.ts", ...lateEntries },
    plugins: [ink, pages.plugin, latePackages, quietAssert],
    output: {
      dir: "dist",
      // CommonJS loads faster, and `bin/program.js` can keep its compiled code.
      format: "cjs",
      minify: true,
      exports: "named",
      dynamicImportInCjs: false,
      entryFileNames: "[name].cjs",
      chunkFileNames: "[name].cjs",
      codeSplitting: { groups: groups() },
    },
  }),
  build({
    ...options,
    input: { index: "src/index.ts" },
    plugins: [pages.plugin],
    output: { dir: "dist", format: "esm", minify: true, codeSplitting: false },
  }),
]);
const modules = bundles.flatMap(({ output }) => output.flatMap(({ moduleIds = [] }) => moduleIds));
writeFileSync("dist/LICENSES.txt", licences([...modules, ...pages.modules]));

/** @returns the groups of modules that are one file. A module is in the first group that has it. */
function groups() {
  const names = Object.keys(STARTS);
  let startOf = null;
  return names.map((name, index) => ({
    debugName: name,
    priority: names.length - index,
    name(module, bundle) {
      startOf ??= starts(bundle);
      return startOf.get(module) === name ? name : null;
    },
  }));
}

/** @returns for each module that a start loads, the name of its file. */
function starts(bundle) {
  const found = new Map();
  for (const [name, entry] of Object.entries(STARTS)) {
    const imported = [resolve(entry)];
    for (const module of imported) {
      if (found.has(module)) continue;
      found.set(module, name);
      imported.push(...(bundle.getModuleInfo(module)?.importedIds ?? []));
    }
  }
  return found;
}
