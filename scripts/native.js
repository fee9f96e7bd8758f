import { builtinModules } from "node:module";

const OWN = new Set(builtinModules.filter((name) => !name.startsWith("_")));

/** Modules that most runs do not need. The first call of one of their functions or classes loads them. */
const LATE = new Set([
  "child_process",
  "dns",
  "fs/promises",
  "https",
  "os",
  "timers/promises",
  "tls",
  "worker_threads",
  "zlib",
]);

/** The assertions of yargs. They load `node:assert` only on a failure, because it opens stderr and loads sockets. */
const ASSERT = `
  const fail = (name, args) => process.getBuiltinModule("node:assert")[name](...args);
  export const strictEqual = (...args) => Object.is(args[0], args[1]) || fail("strictEqual", args);
  export const notStrictEqual = (...args) => Object.is(args[0], args[1]) && fail("notStrictEqual", args);`;

/**
 * Loads Node's own modules by `process.getBuiltinModule` instead of `import`. An import reads all exports of a module, and
 * so loads other modules: web crypto for `node:crypto`, the argument parser for `node:util` and so on. This takes up to
 * 8 ms of a start of 70 ms.
 *
 * @type {import("esbuild").Plugin}
 */
export const native = {
  name: "native",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, "");
      return kind === "import-statement" && OWN.has(name) ? { path: name, namespace: "native" } : undefined;
    });
    onLoad({ filter: /.*/, namespace: "native" }, ({ path }) => ({ contents: source(path) }));
  },
};

/** @returns the text of the replaced module. Each export is separate, so that unused exports are removed. */
function source(name) {
  if (name === "assert") return ASSERT;
  const own = `process.getBuiltinModule("node:${name}")`;
  const module = process.getBuiltinModule(name);
  const names = Object.keys(module).filter((key) => /^[A-Za-z_$][\w$]*$/.test(key));
  const value = (key) =>
    LATE.has(name) && typeof module[key] === "function"
      ? `function (...args) { return new.target ? new (${own}.${key})(...args) : ${own}.${key}(...args); }`
      : `/* @__PURE__ */ (() => own.${key})()`;
  const all = LATE.has(name)
    ? `new Proxy({}, { get: (_, key) => ${own}[key], has: (_, key) => key in ${own} })`
    : own;
  return [
    `const own = /* @__PURE__ */ ${all};`,
    "export default own;",
    ...names.map((key) => `const _${key} = ${value(key)}; export { _${key} as ${key} };`),
  ].join("\n");
}
