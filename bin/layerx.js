#!/usr/bin/env node
const { openSync, readFileSync, writeSync } = require("node:fs");
const { join } = require("node:path");

const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"];

function workingFolder() {
  try {
    return process.cwd();
  } catch (error) {
    const next = "change to a folder that exists, for example with `cd ~`";
    process.stderr.write(
      `error: cannot run in the working folder\n  why:  it does not exist any more (${error.code})\n  next: ${next}\n`,
    );
    return process.exit(2);
  }
}

/** Prints the version without loading the program. Returns false if it could not be written. */
function printedVersion() {
  try {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../package.json"), "utf8"));
    const line = `${version}\n`;
    return writeSync(1, line) === line.length;
  } catch {
    // The program says what is wrong with the output.
    return false;
  }
}

if (process.argv.length === 3 && process.argv[2] === "--version" && printedVersion()) process.exit(0);

const cwd = workingFolder();
// Only now, because modules of the program read the working folder when they are loaded.
const { optimizeLess, Program } = require("./program.js");
// Before any code is compiled: V8 rejects kept code of a run with other flags.
optimizeLess();
const program = new Program(join(__dirname, "../dist"));
const { run } = program.require("cli.cjs");

const world = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd,
  // Reading this property opens the stream, so it is read only if it is needed.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  get stderr() {
    return process.stderr;
  },
  platform: { os: process.platform, arch: process.arch },
  now: () => Date.now(),
  uid: process.geteuid?.(),
  pid: process.pid,
  // Once: a second ctrl-c ends the process at once.
  onInterrupt(listener) {
    for (const signal of ENDING) process.once(signal, listener);
    return () => {
      for (const signal of ENDING) process.off(signal, listener);
    };
  },
  onSignal(name, listener) {
    process.on(name, listener);
    return () => process.off(name, listener);
  },
  onCrash(listener) {
    process.on("uncaughtException", listener);
    return () => process.off("uncaughtException", listener);
  },
  keyboard() {
    const { ReadStream } = require("node:tty");
    try {
      return new ReadStream(openSync("/dev/tty", "r"));
    } catch (error) {
      // No terminal belongs to this process, or the system has no such file.
      if (["ENXIO", "ENOENT", "ENODEV", "ENOTTY", "EACCES"].includes(error.code)) return null;
      throw error;
    }
  },
  suspend: () => process.kill(0, "SIGTSTP"),
};

// Also in long runs: V8 drops the code of functions that were not called for some time.
setTimeout(() => program.keepCompiled(), 2000).unref();

run(world).then((code) => {
  program.keepCompiled();
  // Everything is written. To wait for idle handles and a last collection of garbage would cost 15 ms.
  process.exit(code);
});
