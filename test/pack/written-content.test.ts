import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { OutputFile } from "../../src/pack/output-file.js";
import { readBack } from "../../src/pack/written-content.js";
import { tempDir } from "../support/temp.js";

async function* batches() {
  for (const text of ["first file", "second file"]) {
    const data = Buffer.from(text);
    yield { bytes: Buffer.from(`header ${text} padding`), data: [{ at: "header ".length, bytes: data }] };
  }
}

/** Writes the batches. `damage` changes the file after each of them. Returns the file and the hashed bytes. */
async function written(damage: (text: string) => string) {
  const file = await OutputFile.create(join(tempDir(), "out"), 0);
  file.write(Buffer.from("before "));
  const hashed: Buffer[] = [];
  const hash = {
    // Smaller than a piece, so that pieces are compared in parts.
    fill: (length: number, read: (memory: Buffer) => void) => {
      const memory = Buffer.alloc(Math.min(length, 9));
      read(memory);
      hashed.push(memory);
      return memory.length;
    },
  };
  try {
    for await (const chunk of readBack(batches(), file, hash)) {
      file.write(chunk);
      // A read needs all bytes in the file.
      file.read(Buffer.alloc(1), 0);
      writeFileSync(file.part, damage(readFileSync(file.part, "utf8")));
    }
    return { text: readFileSync(file.part, "utf8"), hashed: Buffer.concat(hashed).toString() };
  } finally {
    await file.discard();
  }
}

test("the data of each batch is compared with the written file, and the bytes of the file are hashed", async () => {
  const headers = "header first file paddingheader second file padding";
  expect(await written((text) => text)).toEqual({ text: `before ${headers}`, hashed: headers });
  const changed = await written((text) => text.replace("header s", "HEADER s"));
  expect(changed.hashed).toBe(headers.replace("header s", "HEADER s"));
  for (const from of ["first file", "second file", "le padding"])
    await expect(written((text) => text.replace(from, from.replace("le", "LE")))).rejects.toMatchObject({
      code: "slim-differs",
    });
});
