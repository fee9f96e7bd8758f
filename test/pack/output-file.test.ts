import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { OutputFile } from "../../src/pack/output-file.js";
import { tempDir } from "../support/temp.js";

const CHUNK = 300 * 1024;

/** Returns a folder with the file `out`, and a complete file of four chunks that is not named `out` yet. */
async function replacement() {
  const folder = tempDir();
  writeFileSync(join(folder, "out"), "old");
  // Storing starts after the second chunk, so that bytes are written at the same time.
  const file = await OutputFile.create(join(folder, "out"), 2 * CHUNK);
  for (const text of ["a", "b", "c", "d"]) file.write([Buffer.alloc(CHUNK, text)]);
  file.replace(Buffer.from("A"), 0);
  file.complete();
  return { folder, file, text: () => readFileSync(join(folder, "out"), "utf8") };
}

test("a file that is stored while it is written has all its bytes, and replaces the old file", async () => {
  const { folder, file, text } = await replacement();
  expect(text()).toBe("old");
  await file.keep();
  expect(text()).toBe(
    `A${"a".repeat(CHUNK - 1)}${"b".repeat(CHUNK)}${"c".repeat(CHUNK)}${"d".repeat(CHUNK)}`,
  );
  expect(readdirSync(folder)).toEqual(["out"]);
});

test("a discarded file leaves the old file, and no temporary file", async () => {
  const { folder, file, text } = await replacement();
  await file.discard();
  expect(text()).toBe("old");
  expect(readdirSync(folder)).toEqual(["out"]);
});
