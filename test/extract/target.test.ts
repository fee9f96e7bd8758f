import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findTarget } from "../../src/extract/target.js";
import { rawPath } from "../../src/text/escape.js";
import { tempDir } from "../support/temp.js";

/** A folder with a folder `there`, a file `file`, a symlink to the folder and a broken symlink. */
function surroundings(): string {
  const cwd = realpathSync(tempDir());
  mkdirSync(join(cwd, "there"));
  writeFileSync(join(cwd, "file"), "x");
  symlinkSync("there", join(cwd, "to-folder"));
  symlinkSync("nowhere", join(cwd, "to-nowhere"));
  return cwd;
}

describe("a file with the name etc is extracted", () => {
  test.each([
    ["there", "there/etc", null, "there/etc"],
    ["./there/", "there/etc", null, "./there/etc"],
    ["to-folder", "there/etc", null, "to-folder/etc"],
    ["new", "new", null, "new"],
    ["there/new", "there/new", null, "there/new"],
    ["new/", "new/etc", "new", "new/etc"],
    ["file", "file", null, "file"],
    ["to-nowhere", "to-nowhere", null, "to-nowhere"],
    [".", "etc", null, "./etc"],
  ])("with the target %s to %s", (to, path, make, shown) => {
    const cwd = surroundings();
    expect(findTarget(to, { cwd, name: rawPath("etc") })).toEqual({
      path: join(cwd, path),
      make: make === null ? null : join(cwd, make),
      shown,
    });
  });
});

test("the contents of the root are extracted directly into the target", () => {
  const cwd = surroundings();
  const at = (to: string) => findTarget(to, { cwd, name: null });
  expect([at("there"), at("new/")]).toEqual([
    { path: join(cwd, "there"), make: null, shown: "there" },
    { path: join(cwd, "new"), make: null, shown: "new/" },
  ]);
});

describe("a target whose folder does not exist is an error:", () => {
  test.each([
    ["nowhere/new", "cannot extract to nowhere/new", "/nowhere does not exist or is not a folder"],
    ["file/new", "cannot extract to file/new", "/file does not exist or is not a folder"],
    ["file/", "cannot extract to file/", "file/ does not exist or is not a folder"],
  ])("%s", (to, what, why) => {
    const cwd = surroundings();
    expect(() => findTarget(to, { cwd, name: rawPath("etc") })).toThrow(
      expect.objectContaining({
        code: "no-target-folder",
        what,
        why: why.startsWith("/") ? `${cwd}${why}` : why,
      }),
    );
  });
});

test.each(["..", ".", "", "a/b", "a\0"])("a file cannot be extracted under the name %j", (name) => {
  expect(() => findTarget("/tmp", { cwd: "/", name: rawPath(name) })).toThrow(
    expect.objectContaining({ code: "not-extractable" }),
  );
});
