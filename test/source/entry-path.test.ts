import { expect, test } from "vitest";
import { normalisePath } from "../../src/source/tar/entry-path.js";
import { rawPath } from "../../src/text/escape.js";

test.each([
  ["usr/bin/env", "usr/bin/env"],
  ["./usr", "usr"],
  ["/usr", "usr"],
  ["///usr/", "usr"],
  ["a//b", "a/b"],
  ["a/./b", "a/b"],
  ["a/../b", "b"],
  ["../../b", "b"],
  ["a/b/../../../c", "c"],
  ["./", ""],
  ["/", ""],
  [".", ""],
  ["", ""],
  ["..a/.b/c..", "..a/.b/c.."],
  ["...", "..."],
])("the name %j becomes the path %j", (name, expected) => {
  expect(normalisePath(rawPath(name))).toBe(expected);
});
