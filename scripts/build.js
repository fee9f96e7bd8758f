// Bundles the command line and the library. `splitting` keeps the explorer (React, Ink) in a chunk of its
// own that only `inspect` in a terminal loads; everything else starts without it.
import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

/** These packages make a segmenter as they load: 8 to 20 ms of every start, and plain ASCII never asks for it. */
const lazySegmenter = {
  name: "lazy-segmenter",
  setup({ onLoad }) {
    onLoad({ filter: /node_modules\/(string-width|wrap-ansi)\/index\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const eager = "const segmenter = new Intl.Segmenter();";
      const found = source.includes(eager);
      if (!found && source.includes("Intl.Segmenter"))
        throw new Error(`${path} has changed: see scripts/build.js`);
      const lazy =
        "let made; const segmenter = { segment: text => (made ??= new Intl.Segmenter()).segment(text) };";
      return { contents: source.replace(eager, lazy), loader: "js" };
    });
  },
};

const options = {
  outdir: "dist",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  // Node 20 has them; as `new RegExp` they would be compiled at every start, as literals when first used.
  supported: { "regexp-set-notation": true, "regexp-unicode-property-escapes": true },
  minify: true,
  // React reads it as it loads: its development build costs twice the time a frame.
  define: { "process.env.NODE_ENV": '"production"' },
  external: ["react-devtools-core"],
  plugins: [lazySegmenter],
  // CommonJS packages inside the bundle ask for Node's own modules by `require`.
  banner: { js: 'import{createRequire as _cr}from"node:module";const require=_cr(import.meta.url);' },
  logLevel: "warning",
};

rmSync("dist", { recursive: true, force: true });
// Apart, since what two entries share becomes files of its own, and each file more that is loaded costs a start.
await Promise.all([
  build({ ...options, entryPoints: { index: "src/index.ts" } }),
  build({
    ...options,
    entryPoints: { cli: "src/cli/run.ts" },
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
  }),
]);
