import { expect, test } from "vitest";
import { mayReadAll } from "../../../src/source/podman/storage-source.js";
import type { Piece } from "../../../src/source/podman/tar-split.js";

/** @returns the pieces of a file and its header. */
function file(name: string, mode: number): Piece[] {
  const bytes = Buffer.alloc(512);
  bytes.write(mode.toString(8).padStart(7, "0"), 100);
  return [
    { is: "raw", start: 0, size: 512, bytes },
    { is: "file", start: 512, size: 1, name: Buffer.from(name), crc: Buffer.alloc(8) },
  ];
}

const PIECES = [
  ...file("etc/passwd", 0o644),
  ...file("etc/hosts", 0o644),
  ...file("etc/shadow", 0o640),
  ...file("root/.profile", 0o644),
];

function failing(code: string, names: readonly string[], opened: string[] = []) {
  return (name: Buffer) => {
    opened.push(name.toString());
    if (names.includes(name.toString())) throw Object.assign(new Error(code), { code, syscall: "open" });
  };
}

test("one file of each folder is opened, and each file that only some users can read", () => {
  const opened: string[] = [];
  expect(mayReadAll(PIECES, failing("", [], opened))).toBe(true);
  expect(opened).toEqual(["etc/passwd", "etc/shadow", "root/.profile"]);
});

test.each(["etc/shadow", "root/.profile"])("a layer is unreadable if the user cannot open %s", (name) => {
  expect(mayReadAll(PIECES, failing("EACCES", [name]))).toBe(false);
});

test("a missing file does not mean that the storage is unreadable", () => {
  expect(mayReadAll(PIECES, failing("ENOENT", ["etc/passwd"]))).toBe(true);
});
