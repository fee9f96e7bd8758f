import { builtinModules } from "node:module";

const OWN = new Set(builtinModules.filter((name) => !name.startsWith("_")));

/** Only functions and classes of them are used, and those seldom: each is loaded when one is called. */
const LATE = new Set(["child_process", "https", "zlib"]);

/** What yargs asserts, without the module until it fails: loading that one opens stderr, with all that sockets need. */
const ASSERT = `
  const fail = (name, args) => process.getBuiltinModule("node:assert")[name](...args);
  export const strictEqual = (...args) => Object.is(args[0], args[1]) || fail("strictEqual", args);
  export const notStrictEqual = (...args) => Object.is(args[0], args[1]) && fail("notStrictEqual", args);`;

/**
 * Takes Node's own modules by `process.getBuiltinModule` instead of `import`. An import of one looks at all its
 * exports, and so loads what each of them needs: web crypto behind `node:crypto`, the argument parser behind
 * `node:util` … That is up to 8 ms of a start of 70.
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

/** Each export is separate, so that unused ones are dropped. */
function source(name) {
  if (name === "assert") return ASSERT;
  const own = `process.getBuiltinModule("node:${name}")`;
  const names = Object.keys(process.getBuiltinModule(name)).filter((key) => /^[A-Za-z_$][\w$]*$/.test(key));
  const value = LATE.has(name)
    ? (key) =>
        `function (...args) { return new.target ? new ${own}.${key}(...args) : ${own}.${key}(...args); }`
    : (key) => `/* @__PURE__ */ (() => own.${key})()`;
  return [
    `const own = /* @__PURE__ */ ${own};`,
    "export default own;",
    ...names.map((key) => `const _${key} = ${value(key)}; export { _${key} as ${key} };`),
  ].join("\n");
}
