import { expect, test } from "vitest";
import { member } from "../../src/image/whiteout.js";
import { rawPath } from "../../src/text/escape.js";

test.each([
  ["etc/hosts", { kind: "entry" }],
  ["etc/.whiskers", { kind: "entry" }],
  ["etc/x.wh.y", { kind: "entry" }],
  [".wh.etc", { kind: "whiteout", path: "etc" }],
  ["etc/.wh.hosts", { kind: "whiteout", path: "etc/hosts" }],
  ["etc/.wh...hosts", { kind: "whiteout", path: "etc/..hosts" }],
  ["etc/.wh..wh..opq", { kind: "opaque", path: "etc" }],
  [".wh..wh..opq", { kind: "opaque", path: "" }],
])("the name of the member %s gives its kind and path", (path, expected) => {
  expect(member(rawPath(path))).toEqual(expected);
});

test.each([
  ".wh..wh.aufs",
  ".wh..wh.plnk/12.34",
  "etc/.wh..wh.plnk/x",
  "etc/.wh..wh.orph",
  "etc/.wh.",
  "etc/.wh..",
  "etc/.wh...",
])("%s removes nothing and is not listed", (path) => {
  expect(member(rawPath(path))).toEqual({ kind: "ignored" });
});
