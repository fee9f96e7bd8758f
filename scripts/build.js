// Bundles the command line and the library. `splitting` puts the explorer (React, Ink) into its own chunk, which is loaded
// only when the explorer opens.
import { rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { ink } from "./ink.js";
import { licences } from "./licences.js";
import { mergeChunks } from "./merge.js";
import { native } from "./native.js";
import { pageScripts } from "./page.js";

/**
 * Packages that most runs do not call, and the exports that layerx uses. The code to measure and wrap Unicode takes 15 ms
 * to load (segmenters, tables, \p{…} in regular expressions), and ASCII texts do not need it. The proxy agents take 4 ms.
 */
const LATE = {
  "string-width": ["default"],
  "wrap-ansi": ["default"],
  hpagent: ["HttpProxyAgent", "HttpsProxyAgent"],
};

/** Puts each package of `LATE` into its own file. The first call of a function or class loads the file. */
const late = {
  name: "late",
  setup({ onResolve, onLoad }) {
    const names = new RegExp(`^(${Object.keys(LATE).join("|")})$`);
    onResolve({ filter: names }, ({ path }) => ({ path, namespace: "late" }));
    onResolve({ filter: /\.cjs$/, namespace: "late" }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: "late" }, ({ path }) => ({
      contents: [
        `let own; const load = () => (own ??= require("./late/${path}.cjs"));`,
        ...LATE[path].map((name) => {
          const late = `function (...args) { return new.target ? new (load().${name})(...args) : load().${name}(...args); }`;
          return name === "default" ? `export default ${late}` : `export const ${name} = ${late}`;
        }),
      ].join("\n"),
    }));
  },
};

const options = {
  outdir: "dist",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.20",
  // Node 20 supports them. As literals they are compiled at their first use, as `new RegExp` they would be compiled at the start.
  supported: { "regexp-set-notation": true, "regexp-unicode-property-escapes": true },
  minify: true,
  // React reads this variable when it is loaded. With its development build a frame takes twice the time.
  // The zstd decoder would fetch its WebAssembly from a `data:` URL. For that, Node loads its HTTP client, which takes 45 ms.
  define: { "process.env.NODE_ENV": '"production"', fetch: "undefined" },
  // CommonJS packages in the bundle load Node's own modules by `require`.
  banner: { js: 'import{createRequire as _cr}from"node:module";const require=_cr(import.meta.url);' },
  logLevel: "warning",
  metafile: true,
};

const LAZY_REQUIRE = {
  js: `const require=(name)=>process.getBuiltinModule("node:module").createRequire(import.meta.url)(name);`,
};

/**
 * The merged files, and the entry whose chunks each file gets. Chunks that are already in an earlier file stay there. So
 * `history` loads only cli.js, commands such as ci also gate.js, and commands such as inspect also report.js. An image
 * from an engine or a registry also loads remote.js.
 */
const STARTS = {
  "cli.js": "src/cli/run.ts",
  "gate.js": "src/cli/commands/ci.ts",
  "report.js": "src/cli/commands/inspect.ts",
  "remote.js": "src/source/named-sources.ts",
};

const pages = await pageScripts();

rmSync("dist", { recursive: true, force: true });
// Separate builds, because code that two entries share would become more files, and each loaded file slows the start.
const builds = await Promise.all([
  build({ ...options, plugins: [late], entryPoints: { index: "src/index.ts" } }),
  build({
    ...options,
    banner: LAZY_REQUIRE,
    plugins: [ink, late, native, pages.plugin],
    entryPoints: { cli: "src/cli/run.ts" },
    splitting: true,
  }),
  build({
    ...options,
    banner: {},
    entryPoints: Object.keys(LATE),
    outdir: "dist/late",
    format: "cjs",
    outExtension: { ".js": ".cjs" },
  }),
]);
const { outdir, metafile: _, ...merging } = options;
await mergeChunks(builds[1], STARTS, { ...merging, banner: LAZY_REQUIRE });
writeFileSync("dist/LICENSES.txt", licences([...builds.map(({ metafile }) => metafile), ...pages.metafiles]));
