/**
 * Packages that most runs do not call, and the exports that layerx uses. The code to measure and wrap Unicode takes 15 ms
 * to load (segmenters, tables, \p{…} in regular expressions), and ASCII texts do not need it. The proxy agent takes 4 ms.
 */
const LATE = {
  "string-width": ["default"],
  "wrap-ansi": ["default"],
  hpagent: ["HttpsProxyAgent"],
};

const PREFIX = "\0late:";

/** The packages of `LATE` as entries of the bundle, so that each is a file. */
export const lateEntries = Object.fromEntries(Object.keys(LATE).map((name) => [name, name]));

/**
 * Loads the packages of `LATE` at the first call of one of their functions or classes.
 *
 * @type {import("rolldown").Plugin}
 */
export const latePackages = {
  name: "late-packages",
  resolveId(name, importer) {
    if (importer?.startsWith(PREFIX)) return { id: name, external: true };
    return name in LATE && importer !== undefined ? PREFIX + name : undefined;
  },
  load(id) {
    if (!id.startsWith(PREFIX)) return undefined;
    const name = id.slice(PREFIX.length);
    return LATE[name]
      .map((key) => {
        const own = `require("./${name}.cjs").${key}`;
        const late = `function (...args) { return new.target ? new (${own})(...args) : ${own}(...args); }`;
        return key === "default" ? `export default ${late}` : `export const ${key} = ${late}`;
      })
      .join("\n");
  },
};

const ASSERT = "\0assert";

/**
 * Gives yargs its assertions. They load `node:assert` only on a failure, because it opens stderr and loads sockets.
 *
 * @type {import("rolldown").Plugin}
 */
export const quietAssert = {
  name: "quiet-assert",
  resolveId: (name, importer) =>
    /^(node:)?assert$/.test(name) && importer?.includes("/node_modules/yargs/") ? ASSERT : undefined,
  load: (id) =>
    id === ASSERT
      ? `const fail = (name, args) => process.getBuiltinModule("node:assert")[name](...args);
         export const strictEqual = (...args) => Object.is(args[0], args[1]) || fail("strictEqual", args);
         export const notStrictEqual = (...args) => Object.is(args[0], args[1]) && fail("notStrictEqual", args);`
      : undefined,
};
