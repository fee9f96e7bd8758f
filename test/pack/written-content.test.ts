import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { OutputFile } from "../../src/pack/output-file.js";
import { readBack } from "../../src/pack/written-content.js";
import { tempDir } from "../support/temp.js";

async function* batches() {
  for (const text of ["first file", "second file"]) {
    yield ["header ", text, "", " padding"].map((part) => Buffer.from(part));
  }
}

/** Writes the batches. `damage` changes the file after each of them. Returns the file and the hashed bytes. */
async function written(damage: (text: string) => string) {
  const file = await OutputFile.create(join(tempDir(), "out"), 0);
  file.write([Buffer.from("before ")]);
  const hashed: Buffer[] = [];
  const hash = {
    // Smaller than a part of a batch, so that the part is compared in two steps.
    fill: (length: number, read: (memory: Buffer) => void) => {
      const memory = Buffer.alloc(Math.min(length, 9));
      read(memory);
      hashed.push(memory);
      return memory.length;
    },
  };
  try {
    for await (const batch of readBack(batches(), file, hash)) {
      file.write(batch);
      writeFileSync(file.part, damage(readFileSync(file.part, "utf8")));
    }
    return { text: readFileSync(file.part, "utf8"), hashed: Buffer.concat(hashed).toString() };
  } finally {
    await file.discard();
  }
}

test("each batch is compared with the written file, and the bytes of the file are hashed", async () => {
  const all = "header first file paddingheader second file padding";
  expect(await written((text) => text)).toEqual({ text: `before ${all}`, hashed: all });
  for (const from of ["header s", "first file", "second file", "le padding", "g"])
    await expect(written((text) => text.replace(from, from.toUpperCase()))).rejects.toMatchObject({
      code: "slim-differs",
    });
});
