const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs");
const { wrap } = require("node:module");
const { basename, join } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { Script } = require("node:vm");

/** Modules of Node that take milliseconds to load and that most runs do not call. The first use of one loads it. */
const LATE = new Set([
  "node:child_process",
  "node:dns",
  "node:fs/promises",
  "node:https",
  "node:os",
  "node:timers/promises",
  "node:tls",
  "node:worker_threads",
  "node:zlib",
]);

const DIGEST_BYTES = 32;
const TIMES_BYTES = 16;
const MINUTE = 60_000;

/**
 * The bundled program. V8 needs a third of a short run to compile it. So the compiled code is kept for later runs, as Python
 * does with `__pycache__`. It is in the folder of the program: a user who can write there can also change the program. A
 * checksum covers the code and its source, and V8 rejects code of another version or with other flags.
 *
 * V8 compiles a function at its first call. So only functions that a run has called are kept.
 */
class Program {
  #folder;
  #keptFolder;
  #files = new Map();

  /** @param {string} folder of the bundled files */
  constructor(folder) {
    this.#folder = folder;
    this.#keptFolder = join(folder, "compiled", `${process.version}-${process.arch}`);
  }

  /**
   * Returns the exports of a bundled file. The first call runs it.
   *
   * @param {string} name
   */
  require(name) {
    return (this.#files.get(name) ?? this.#run(name)).module.exports;
  }

  /**
   * Keeps the compiled code of all files that were run, if one of them has none, and again after some time, because later
   * runs call other functions too. A failure does not matter: then the next run compiles the files again.
   */
  keepCompiled() {
    const files = [...this.#files];
    const now = Date.now();
    if (isOff() || !files.some(([, { kept }]) => isDue(kept, now))) return;
    try {
      // The owner of the folder could not remove files of another user.
      if (statSync(this.#folder).uid !== (process.geteuid?.() ?? 0)) return;
      mkdirSync(this.#keptFolder, { recursive: true });
      for (const [name, file] of files) {
        const code = larger(file.script.createCachedData(), file.kept?.code);
        const kept = { since: file.kept?.since ?? now, at: now, code };
        writeKept(this.#keptPath(name), file.source, kept);
        file.kept = kept;
      }
    } catch {}
  }

  #run(name) {
    const filename = join(this.#folder, name);
    const source = readFileSync(filename);
    const kept = readKept(this.#keptPath(name), source);
    const script = new Script(wrap(source.toString()), { filename, cachedData: kept?.code });
    const file = { source, script, kept: script.cachedDataRejected ? null : kept, module: { exports: {} } };
    this.#files.set(name, file);
    const load = (wanted) => (wanted.startsWith("./") ? this.require(basename(wanted)) : nodeModule(wanted));
    script.runInThisContext()(file.module.exports, load, file.module, filename, this.#folder);
    return file;
  }

  #keptPath(name) {
    return join(this.#keptFolder, `${name}.bin`);
  }
}

/**
 * Makes V8 optimize fewer functions, and inline less. In a run of less than a second, optimizing takes more time than it saves,
 * on the processor that another thread needs. Later versions of V8 have a faster compiler for such runs, and other flags.
 */
function optimizeLess() {
  if (!process.versions.v8.startsWith("11.")) return;
  setFlagsFromString("--interrupt-budget=150000");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=100");
}

/** Returns a module of Node. A module in `LATE` is loaded when it is first used. */
function nodeModule(name) {
  const load = () => process.getBuiltinModule(name);
  if (!LATE.has(name)) return load();
  return new Proxy(
    {},
    {
      get: (_, key) => load()[key],
      has: (_, key) => key in load(),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, key) => ({ value: load()[key], enumerable: true, configurable: true }),
    },
  );
}

/** Returns true if the user does not want compiled code to be kept. The variable also turns off Node's own cache. */
function isOff() {
  return process.env.NODE_DISABLE_COMPILE_CACHE === "1";
}

/** Returns true after a minute, and then each time after twice as long. */
function isDue(kept, now) {
  return kept === null || now - kept.at > kept.at - kept.since + MINUTE;
}

/** Returns the longer code. V8 drops the code of functions that are not called any more, so a long run can have less of it. */
function larger(code, kept) {
  return kept !== undefined && kept.length > code.length ? kept : code;
}

/** @returns the code that was kept for this source, and when it was kept first and last; `null` if there is none */
function readKept(path, source) {
  if (isOff()) return null;
  try {
    const bytes = readFileSync(path);
    const body = bytes.subarray(DIGEST_BYTES);
    if (!digestOf(source, body).equals(bytes.subarray(0, DIGEST_BYTES))) return null;
    return { since: body.readDoubleLE(0), at: body.readDoubleLE(8), code: body.subarray(TIMES_BYTES) };
  } catch {
    return null;
  }
}

function writeKept(path, source, { since, at, code }) {
  const times = Buffer.from(new Float64Array([since, at]).buffer);
  const body = Buffer.concat([times, code]);
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, Buffer.concat([digestOf(source, body), body]), { flag: "wx" });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function digestOf(source, body) {
  return createHash("sha256").update(source).update(body).digest();
}

module.exports = { Program, optimizeLess };
