// Bundles the command line and the library. `splitting` keeps the explorer (React, Ink) in a chunk of its
// own that only `inspect` in a terminal loads; everything else starts without it.
import { rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { ink } from "./ink.js";
import { licences } from "./licences.js";
import { mergeChunks } from "./merge.js";
import { native } from "./native.js";
import { pageScripts } from "./page.js";

/**
 * Packages that most runs never call, and what is used of them. Measuring and wrapping Unicode takes 15 ms to load
 * (segmenters, tables, \p{…} in regular expressions), and plain ASCII needs none of it; the agents for proxies take 4 ms.
 */
const LATE = {
  "string-width": ["default"],
  "wrap-ansi": ["default"],
  hpagent: ["HttpProxyAgent", "HttpsProxyAgent"],
};

/** Puts each package of `LATE` into a file of its own, that the first call of a function or class loads. */
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
  // Node 20 has them; as `new RegExp` they would be compiled as they load, as literals when first used.
  supported: { "regexp-set-notation": true, "regexp-unicode-property-escapes": true },
  minify: true,
  // React reads it as it loads: its development build costs twice the time a frame.
  // The decoder of zstd would fetch its own WebAssembly from a `data:` URL, for which Node loads its client for HTTP: 45 ms.
  define: { "process.env.NODE_ENV": '"production"', fetch: "undefined" },
  // CommonJS packages inside the bundle ask for Node's own modules by `require`.
  banner: { js: 'import{createRequire as _cr}from"node:module";const require=_cr(import.meta.url);' },
  logLevel: "warning",
  metafile: true,
};

const LAZY_REQUIRE = {
  js: `const require=(name)=>process.getBuiltinModule("node:module").createRequire(import.meta.url)(name);`,
};

/**
 * What is loaded together, the smallest start first: a command loads the file of its kind and those before. An image from
 * an engine or a registry needs one shared file more.
 */
const STARTS = {
  "cli.js": "src/cli/run.ts",
  "judging.js": "src/cli/commands/ci.ts",
  "showing.js": "src/cli/commands/inspect.ts",
  "remote.js": "src/source/named-sources.ts",
};

const pages = await pageScripts();

rmSync("dist", { recursive: true, force: true });
// Apart, since what two entries share becomes files of its own, and each file more that is loaded costs a start.
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
