import { closeSync, fstatSync, readdirSync, readSync } from "node:fs";
import { expect, test } from "vitest";
import { SpoolFile, spool, spooling } from "../../src/source/spool.js";
import { escapeText } from "../../src/text/escape.js";
import { tempDir } from "../support/temp.js";

const MB = 1024 * 1024;
const input = escapeText("an image");

test("chunks of any size are written one after the other to a file without a name", async () => {
  const folder = tempDir();
  const sizes = [
    0,
    1,
    MB,
    3 * MB + 1,
    0,
    64 * 1024,
    ...Array.from({ length: 3000 }, (_, i) => i % 7),
    2 * MB,
    5,
  ];
  const chunks = sizes.map((size, i) => Buffer.alloc(size, i % 251));
  const { fd, size } = await spool(arriving(chunks), { folder, input });
  const whole = Buffer.concat(chunks);
  const found = Buffer.alloc(size);
  readSync(fd, found, 0, size, 0);
  expect(fstatSync(fd).nlink).toBe(0);
  closeSync(fd);
  expect(size).toBe(whole.length);
  expect(found.equals(whole)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
});

test("the file is passed on before the reader sees the end, but not if the reader stops early", async () => {
  const handed: number[] = [];
  const place = { folder: tempDir(), input, onWhole: (fd: number) => void handed.push(fd) };
  const chunks = [Buffer.alloc(MB, 1), Buffer.alloc(MB, 2), Buffer.alloc(10, 3)];
  for await (const _ of spooling(arriving(chunks), place)) break;
  expect(handed).toEqual([]);
  const seen: Buffer[] = [];
  for await (const chunk of spooling(arriving(chunks), place)) seen.push(chunk);
  expect(handed).toHaveLength(1);
  expect(fstatSync(handed[0]).size).toBe(2 * MB + 10);
  closeSync(handed[0]);
  expect(Buffer.concat(seen).equals(Buffer.concat(chunks))).toBe(true);
});

test("an error of the chunks is thrown unchanged, and a missing folder is an error of the catalogue", async () => {
  const cut = new Error("cut");
  async function* failing() {
    yield Buffer.alloc(3 * MB, 1);
    throw cut;
  }
  await expect(spool(failing(), { folder: tempDir(), input })).rejects.toBe(cut);
  await expect(spool(arriving([]), { folder: `${tempDir()}/none`, input })).rejects.toMatchObject({
    code: "spool-failed",
  });
});

async function* arriving(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

test("parts are written at their offsets, and gaps need no disk space", async () => {
  const file = new SpoolFile({ folder: tempDir(), input });
  for (const part of [
    { bytes: Buffer.from("one"), at: 0 },
    { bytes: Buffer.from("two"), at: 3 },
    { bytes: Buffer.alloc(2 * MB, 7), at: 40 * MB },
    { bytes: Buffer.from("end"), at: 90 * MB },
  ])
    await file.add(part);
  await file.finish();
  const { fd } = file;
  const found = Buffer.alloc(90 * MB + 3);
  expect(readSync(fd, found, 0, found.length, 0)).toBe(found.length);
  const expected = Buffer.alloc(found.length);
  expected.write("onetwo");
  expected.fill(7, 40 * MB, 42 * MB);
  expected.write("end", 90 * MB);
  expect(found.equals(expected)).toBe(true);
  expect(fstatSync(fd).blocks * 512).toBeLessThan(4 * MB);
  closeSync(fd);
});
