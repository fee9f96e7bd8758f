import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { tempDir } from "../support/temp.js";

const { Program } = createRequire(import.meta.url)("../../bin/program.js");
const KEPT = join("compiled", `${process.version}-${process.arch}`);
const NAMES = ["first.cjs.bin", "second.cjs.bin"];

let folder: string;

beforeEach(async () => {
  vi.stubEnv("NODE_DISABLE_COMPILE_CACHE", undefined);
  folder = await tempDir();
  write("first.cjs", `const { two } = require("./second.cjs"); exports.sum = () => 1 + two;`);
  write("second.cjs", "exports.two = 2;");
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("a file runs once, and its own imports come from the same folder", () => {
  const program = new Program(folder);
  expect(program.require("first.cjs").sum()).toBe(3);
  expect(program.require("first.cjs")).toBe(program.require("first.cjs"));
});

test("the compiled code of every file that ran is kept, and the next run keeps it as it is", () => {
  run();
  expect(readdirSync(join(folder, KEPT)).sort()).toEqual(NAMES);
  const before = kept("first.cjs");
  expect(run()).toBe(3);
  expect(kept("first.cjs")).toEqual(before);
});

test("code of another source is not used, also if the source has the same length", () => {
  run();
  write("second.cjs", "exports.two = 5;");
  expect(run()).toBe(6);
  expect(run()).toBe(6);
});

test.each([
  ["with a wrong byte", (bytes: Buffer) => bytes.fill(0xff, bytes.length - 1)],
  ["that is cut", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ["that is empty", () => Buffer.alloc(0)],
])("kept code %s is not used, and is kept again", (_, damaged) => {
  run();
  const path = join(folder, KEPT, "first.cjs.bin");
  const bad = damaged(readFileSync(path));
  writeFileSync(path, bad);
  expect(run()).toBe(3);
  expect(readFileSync(path).equals(bad)).toBe(false);
});

test("functions that later runs call are kept after a minute, and then after twice the time", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
  const keptAt = [0, 59_000, 61_000, 121_000, 184_000].map((now) => {
    vi.setSystemTime(now);
    run();
    return kept("first.cjs").readDoubleLE(32 + 8);
  });
  expect(keptAt).toEqual([0, 0, 61_000, 61_000, 184_000]);
});

test("compiled code from which V8 dropped a part does not replace the code of an earlier run", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: 0 });
  run();
  const codeOf = (bytes: Buffer) => bytes.subarray(32 + 16);
  const whole = codeOf(kept("first.cjs"));
  vi.spyOn(Script.prototype, "createCachedData").mockReturnValue(Buffer.from(whole.subarray(0, 64)));
  vi.setSystemTime(61_000);
  run();
  expect(kept("first.cjs").readDoubleLE(32 + 8)).toBe(61_000);
  expect(codeOf(kept("first.cjs"))).toEqual(whole);
});

test("NODE_DISABLE_COMPILE_CACHE=1 neither writes nor reads compiled code", () => {
  vi.stubEnv("NODE_DISABLE_COMPILE_CACHE", "1");
  expect(run()).toBe(3);
  expect(existsSync(join(folder, "compiled"))).toBe(false);
});

test("a folder in which nothing can be written changes no result", () => {
  writeFileSync(join(folder, "compiled"), "a file");
  expect(run()).toBe(3);
  expect(run()).toBe(3);
});

test("a module of Node that most runs do not call is loaded when it is used", () => {
  write(
    "late.cjs",
    `const os = require("node:os"); exports.names = () => [os.type(), Object.keys(os).includes("type"), { ...os }.type === os.type, "type" in os && !("none" in os)];`,
  );
  const [type, ...complete] = new Program(folder).require("late.cjs").names();
  expect(type).toBe(createRequire(import.meta.url)("node:os").type());
  expect(complete).toEqual([true, true, true]);
});

function write(name: string, source: string): void {
  writeFileSync(join(folder, name), source);
}

function run(): number {
  const program = new Program(folder);
  const sum = program.require("first.cjs").sum();
  program.keepCompiled();
  return sum;
}

function kept(name: string): Buffer {
  return readFileSync(join(folder, KEPT, `${name}.bin`));
}
