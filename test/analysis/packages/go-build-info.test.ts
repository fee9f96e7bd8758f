import { describe, expect, test } from "vitest";
import { GoProgramReader } from "../../../src/analysis/packages/go-build-info.js";
import { cpuSeconds } from "../../support/cpu-seconds.js";
import { goProgram } from "./go-program.js";

function read(bytes: Buffer, chunk = 64 * 1024) {
  const reader = new GoProgramReader();
  for (let at = 0; at < bytes.length; at += chunk) {
    if (!reader.update(bytes.subarray(at, at + chunk))) break;
  }
  return reader.finish();
}

const LIST = [
  "path\texample.com/app/cmd",
  "mod\texample.com/app\tv1.0.0\th1:x=",
  "dep\tgolang.org/x/text\tv0.14.0\th1:y=",
  "dep\texample.com/old\tv1.0.0",
  "=>\texample.com/fork\tv1.0.1\th1:z=",
  "dep\texample.com/local\tv2.0.0",
  "=>\t./local\t(devel)\t",
  "build\t-compiler=gc",
];
const PROGRAM = {
  main: { path: "example.com/app", version: "v1.0.0" },
  modules: [
    { path: "golang.org/x/text", version: "v0.14.0" },
    { path: "example.com/fork", version: "v1.0.1" },
    { path: "example.com/local", version: "v2.0.0" },
  ],
};

test.each([64 * 1024, 1000, 4096, 1_000_000])(
  "the modules of a Go program are read from chunks of any size (%i bytes)",
  async (chunk) => {
    expect(await read(goProgram(LIST), chunk)).toEqual(PROGRAM);
  },
);

test("magic bytes without a module list, as in Go's own tools, are skipped", async () => {
  expect(await read(goProgram(LIST, { before: "\xff Go buildinf:" }))).toEqual(PROGRAM);
});

test("a module that is built from a folder has no version", async () => {
  expect(await read(goProgram(["mod\texample.com/app\t(devel)\t"]))).toEqual({
    main: { path: "example.com/app", version: "" },
    modules: [],
  });
});

describe("files without a readable module list", () => {
  test.each([
    ["a script", Buffer.from("#!/bin/sh\n".padEnd(100_000, "x"))],
    ["another ELF program", Buffer.concat([Buffer.from("\x7fELF", "latin1"), Buffer.alloc(300_000)])],
    ["a truncated program", goProgram(LIST).subarray(0, 250_040)],
    ["an empty file", Buffer.alloc(0)],
  ])("no modules are read from %s", async (_, bytes) => {
    expect(await read(bytes)).toBeNull();
  });

  test("no modules are read from 200,000 wrong lengths, in less than 3 seconds of CPU time", async () => {
    const lie = Buffer.concat([
      Buffer.from("\xff Go buildinf:", "latin1"),
      Buffer.from([8, 2]),
      Buffer.alloc(16),
      Buffer.from([0xff, 0xff, 0x3f]),
    ]);
    const hostile = Buffer.concat([goProgram([]).subarray(0, 40_000), ...Array(200_000).fill(lie)]);
    const search = async () => expect(await read(hostile)).toBeNull();
    expect(await cpuSeconds(search)).toBeLessThan(3);
  });
});
