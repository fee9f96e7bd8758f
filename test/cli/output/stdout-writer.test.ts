import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { ExitCode, World } from "../../../src/cli/command-context.js";
import { run } from "../../../src/cli/run.js";
import { image } from "../../support/fixture.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { saveSmallImage } from "../../support/small-image.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();
beforeAll(() => saveSmallImage(cwd));

/** A reader that accepts `writes` pieces and then closes the pipe. */
class Closing extends Writable {
  readonly taken: string[] = [];
  readonly #writes: number;

  constructor(writes: number) {
    super({ autoDestroy: false });
    this.#writes = writes;
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    if (this.taken.length >= this.#writes) {
      done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
      return;
    }
    this.taken.push(Buffer.from(chunk).toString());
    done();
  }
}

function world(argv: readonly string[], more: Partial<World>): World {
  const stderr = new Closing(1000);
  const stdin = Object.assign(Readable.from([]), { isTTY: true });
  const platform = { os: "linux", arch: "x64" };
  return { argv, env: {}, cwd, stdin, stdout: new Closing(1000), stderr, platform, ...more };
}

describe("a closed pipe is not an error:", () => {
  test.each<[string, readonly string[], ExitCode]>([
    ["a listing", ["tree", "app.tar"], 0],
    ["a report", ["inspect", "app.tar", "--format", "json"], 0],
    ["help", ["--help"], 0],
    ["for a gate, which keeps its exit code", ["ci", "app.tar", "--max-layers", "1"], 1],
  ])("%s", async (_, argv, code) => {
    const stderr = new Closing(1000);
    expect(await run(world(argv, { stdout: new Closing(0), stderr }))).toBe(code);
    expect(stderr.taken).toEqual([]);
  });
});

test("an interrupt ends with exit code 130 and without output", async () => {
  const stderr = new Closing(1000);
  const stdout = new Closing(1000);
  const onInterrupt = (listener: () => void) => {
    listener();
    return () => undefined;
  };
  expect(await run(world(["inspect", "app.tar"], { stdout, stderr, onInterrupt }))).toBe(130);
  expect([stdout.taken, stderr.taken]).toEqual([[], []]);
});

test("an interrupt ends the wait for standard input", async () => {
  const stdin = Object.assign(new Readable({ read: () => undefined }), { isTTY: false });
  let interrupt = () => {};
  const onInterrupt = (listener: () => void) => {
    interrupt = listener;
    return () => undefined;
  };
  stdin.push("some bytes of an archive");
  const ended = run(world(["history", "-"], { stdin, onInterrupt }));
  setImmediate(() => interrupt());
  expect(await ended).toBe(130);
  expect(stdin.destroyed).toBe(true);
});

test("an error of stdout is reported", async () => {
  const stderr = new Closing(1000);
  const full = new Writable({
    autoDestroy: false,
    write: (_chunk, _encoding, done) =>
      done(Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC", syscall: "write" })),
  });
  expect(await run(world(["tree", "app.tar"], { stdout: full, stderr }))).toBe(2);
  expect(stderr.taken.join("")).toBe(
    "error: cannot write to standard output\n" +
      "  why:  the disk is full\n" +
      "  next: free some space, or write to another disk\n",
  );
});

describe("a tar on stdout", () => {
  const layers = [
    { large: "x".repeat(2_000_000), waste: "w".repeat(700_000), small: "s" },
    { ".wh.waste": "" },
  ] as const;
  const folder = sharedTempDir();
  const saved = (async () => save(packings.dockerSave25, [await image(layers)], folder))();

  /** @returns how the program ended, with its output in a pipe or in a file. */
  async function ended(command: string, stdout: "pipe" | number = "pipe") {
    const args = ["bin/layerx.js", command, await saved, ...(command === "slim" ? ["--output", "-"] : [])];
    return spawnSync(process.execPath, args, { stdio: ["ignore", stdout, "pipe"], maxBuffer: 1e8 });
  }

  test.each(["export", "slim"])(
    "of %s has the same bytes in a pipe, in a file and by --output",
    async (command) => {
      const path = join(folder, `${command}.stdout.tar`);
      const file = openSync(path, "w");
      expect((await ended(command, file)).status).toBe(0);
      closeSync(file);
      const output = join(folder, `${command}.output.tar`);
      expect((await layerx([command, await saved, "--output", output])).code).toBe(0);
      const bytes = readFileSync(output);
      expect(readFileSync(path).equals(bytes)).toBe(true);
      expect((await ended(command)).stdout.equals(bytes)).toBe(true);
    },
  );

  test("is an error if the file cannot be written", async () => {
    const path = join(folder, "read-only");
    writeFileSync(path, "");
    const file = openSync(path, "r");
    const { status, stderr } = await ended("export", file);
    closeSync(file);
    expect(status).toBe(2);
    expect(stderr.toString()).toMatch(
      /^error: cannot write to standard output\n {2}why: {2}the system says: EBADF/,
    );
  });
});

describe("progress on a terminal,", () => {
  const stderrOf = async (args: readonly string[], env: Record<string, string> = {}) =>
    (await layerx(["tree", "app.tar", ...args], { cwd, env, tty: ["stderr"] })).stderr;

  /** Makes each read of the clock 0.1 s later than the one before. */
  const slowly = () => {
    let now = 0;
    const clock = vi.spyOn(Date, "now").mockImplementation(() => (now += 100));
    onTestFinished(() => clock.mockRestore());
  };

  test("is shown if reading is slow, and removed before the output", async () => {
    slowly();
    expect(await stderrOf([])).toMatch(/^\r\x1b\[K(reading|unpacking) .*\r\x1b\[K$/s);
  });

  test("is not shown if reading is fast", async () => {
    const clock = vi.spyOn(Date, "now").mockReturnValue(0);
    onTestFinished(() => clock.mockRestore());
    expect(await stderrOf([])).toBe("");
  });

  test.each<[string, readonly string[], Record<string, string>]>([
    ["is not shown with --no-progress", ["--no-progress"], {}],
    ["is not shown in CI", [], { CI: "true" }],
    ["is not shown on a dumb terminal", [], { TERM: "dumb" }],
  ])("%s", async (_, args, env) => {
    slowly();
    expect(await stderrOf(args, env)).toBe("");
  });
});
