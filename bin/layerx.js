#!/usr/bin/env node
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

/** The version needs nothing of the program, which takes longer to load than Node to start. False where it was not written. */
function printedVersion() {
  const { readFileSync, writeSync } = process.getBuiltinModule("node:fs");
  try {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    const line = `${version}\n`;
    return writeSync(1, line) === line.length;
  } catch {
    // The program says what is wrong with the output.
    return false;
  }
}

if (process.argv.length === 3 && process.argv[2] === "--version" && printedVersion()) process.exit(0);

const cwd = workingFolder();
// Only now: modules of it look at the working folder when they are loaded.
const { run } = await import("../dist/cli.js");

const code = await run({
  argv: process.argv.slice(2),
  env: process.env,
  cwd,
  // Looking at a stream opens it: what nobody reads stays shut.
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
  // Once: whoever presses ctrl-c again does not want to wait.
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
    // Late, and not by `import`, which loads all that such a module can export: most runs look at no terminal.
    const { openSync } = process.getBuiltinModule("node:fs");
    const { ReadStream } = process.getBuiltinModule("node:tty");
    try {
      return new ReadStream(openSync("/dev/tty", "r"));
    } catch (error) {
      // No terminal belongs to this process, or the system has no such file.
      if (["ENXIO", "ENOENT", "ENODEV", "ENOTTY", "EACCES"].includes(error.code)) return null;
      throw error;
    }
  },
  suspend: () => process.kill(0, "SIGTSTP"),
});

// Everything is written: waiting for idle handles and a last collection of garbage would cost 15 ms.
process.exit(code);
