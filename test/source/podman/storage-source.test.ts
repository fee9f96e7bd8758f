import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openBeneath } from "../../../src/source/podman/beneath.js";
import { Crc64, SplitBlob } from "../../../src/source/podman/split-blob.js";
import { mayReadAll } from "../../../src/source/podman/storage-source.js";
import type { Piece } from "../../../src/source/podman/tar-split.js";
import { escapeText } from "../../../src/text/escape.js";
import { tempDir } from "../../support/temp.js";

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

/** Opens a folder with the file `in/a`, beside the file `outside`, until the test ends. */
function openedFolder(): number {
  const root = tempDir();
  mkdirSync(join(root, "layer/in"), { recursive: true });
  writeFileSync(join(root, "outside"), "secret");
  writeFileSync(join(root, "layer/in/a"), "content");
  const folder = openSync(join(root, "layer"), "r");
  onTestFinished(() => closeSync(folder));
  return folder;
}

test.each(["../outside", "in/../../outside", "..", "", ".", "in/a\0b"])(
  "the name %j does not lead out of the folder of a layer",
  (name) => {
    const folder = openedFolder();
    expect(() => openBeneath(folder, Buffer.from(name))).toThrow(expect.objectContaining({ code: "ENOENT" }));
    closeSync(openBeneath(folder, Buffer.from("./in//a")));
  },
);

test("a part of a file is read only if the checksum of the whole file is right", async () => {
  const crc = new Crc64();
  crc.update(Buffer.from("CONTENT"));
  const read = async (crcOfFile: Buffer) => {
    const piece = { is: "file", start: 0, size: 7, name: Buffer.from("in/a"), crc: crcOfFile } as const;
    const blob = new SplitBlob([piece], { key: "x", folder: openedFolder(), where: escapeText("layer x") });
    const parts: Buffer[] = [];
    for await (const chunk of blob.chunks({ from: 1, to: 3 })) parts.push(chunk);
    return Buffer.concat(parts).toString();
  };
  await expect(read(crc.digest())).rejects.toMatchObject({ code: "storage-changed" });
  const right = new Crc64();
  right.update(Buffer.from("content"));
  expect(await read(right.digest())).toBe("on");
});

test("the checksum is computed again if the file changed since it was read", () => {
  const crc = new Crc64();
  crc.update(Buffer.from("content"));
  const piece = { is: "file", start: 0, size: 7, name: Buffer.from("in/a"), crc: crc.digest() } as const;
  const folder = openedFolder();
  const blob = new SplitBlob([piece], { key: "x", folder, where: escapeText("layer x") });
  const part = Buffer.alloc(3);
  expect([blob.readAt(part, 1), part.toString()]).toEqual([3, "ont"]);
  writeFileSync(`/proc/self/fd/${folder}/in/a`, "CONTENT");
  expect(() => blob.readAt(part, 1)).toThrow(expect.objectContaining({ code: "storage-changed" }));
});
