// Bundles the command line and the library. `splitting` keeps the explorer (React, Ink) in a chunk of its
// own that only `inspect` in a terminal loads; everything else starts without it.
import { rmSync } from "node:fs";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: { cli: "src/cli/run.ts", index: "src/index.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  minify: true,
  keepNames: true,
  chunkNames: "chunks/[name]-[hash]",
  // React reads it as it loads: its development build costs twice the time a frame.
  define: { "process.env.NODE_ENV": '"production"' },
  external: ["react-devtools-core"],
  // CommonJS packages inside the bundle ask for Node's own modules by `require`.
  banner: { js: 'import{createRequire as _cr}from"node:module";const require=_cr(import.meta.url);' },
  logLevel: "warning",
});
