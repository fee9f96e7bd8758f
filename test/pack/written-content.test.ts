import { readFileSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { OutputFile } from "../../src/pack/output-file.js";
import { readBack } from "../../src/pack/written-content.js";
import { tempDir } from "../support/temp.js";

/** A batch that is larger than the memory of the comparison, so that one of its parts is compared in two steps. */
const LARGE = "large ".repeat(100_000);

async function* batches() {
  for (const text of ["first file", `second file ${LARGE}`]) {
    yield ["header ", text, "", " padding"].map((part) => Buffer.from(part));
  }
}

/** Writes the batches. `damage` changes the file after each of them. Returns the file and the hashed bytes. */
async function written(damage: (text: string) => string) {
  const file = await OutputFile.create(join(tempDir(), "out"), 0);
  file.write([Buffer.from("before ")]);
  const hashed: Buffer[] = [];
  const hash = {
    addFromFile: (fd: number, { from, to }: { from: number; to: number }) => {
      const bytes = Buffer.alloc(to - from);
      readSync(fd, bytes, 0, bytes.length, from);
      hashed.push(bytes);
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
  const all = `header first file paddingheader second file ${LARGE} padding`;
  expect(await written((text) => text)).toEqual({ text: `before ${all}`, hashed: all });
  for (const from of ["header s", "first file", "second file", "le padding", "g"])
    await expect(written((text) => text.replace(from, from.toUpperCase()))).rejects.toMatchObject({
      code: "slim-differs",
    });
});
