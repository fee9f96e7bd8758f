import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readReason, writeFault } from "../../src/text/system-words.js";
import { tempDir } from "../support/temp.js";

/** Returns what `work` throws. */
function errorOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

function systemError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code, syscall: "write" });
}

test("an error of writing says in plain words why, and what to do next", () => {
  const folder = tempDir();
  writeFileSync(join(folder, "file"), "");
  const writing = (path: string) => writeFault(errorOf(() => writeFileSync(join(folder, path), "")));
  expect(writing("missing/file")).toEqual({
    reason: "the folder does not exist",
    next: "create the folder, or write to another place",
  });
  expect(writing("")).toEqual({ reason: "it is a folder", next: "name a file, for example in this folder" });
  expect(writing("file/x").reason).toBe("a part of its path is a file, not a folder");
  expect(writing("n".repeat(300)).next).toBe("choose a shorter name");
  expect(writeFault(systemError("ENOSPC", "ENOSPC: no space left on device, write"))).toEqual({
    reason: "the disk is full",
    next: "free some space, or write to another disk",
  });
});

test("an error of reading says in plain words why", () => {
  const folder = tempDir();
  mkdirSync(join(folder, "folder"));
  symlinkSync("circle", join(folder, "circle"));
  const reading = (path: string) => readReason(errorOf(() => readFileSync(join(folder, path))));
  expect(reading("missing")).toBe("there is no such file");
  expect(reading("folder")).toBe("it is a folder");
  expect(reading("circle")).toBe("its symlinks form a circle");
});

test("an unusual error is in the system's words, without the path, which may be a temporary one", () => {
  const unusual = systemError("EIO", "EIO: i/o error, rename '/out/.x.part' -> '/out/x'");
  expect(readReason(unusual)).toBe("the system says: EIO: i/o error");
  expect(writeFault(unusual)).toEqual({
    reason: "the system says: EIO: i/o error",
    next: "check free space and permissions, or write to another place",
  });
});

test("a character that a terminal would run is escaped", () => {
  expect(readReason(new Error("\u001b[31mred"))).toBe("the system says: \\x1b[31mred");
});
