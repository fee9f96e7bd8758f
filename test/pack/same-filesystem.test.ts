import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LayerxError } from "../../src/errors.js";
import { Hashes } from "../../src/pack/hashes.js";
import { type FileRange, tarSink } from "../../src/pack/image-sink.js";
import { OutputFile } from "../../src/pack/output-file.js";
import { checkPlaces, checkSlimmed } from "../../src/pack/same-filesystem.js";
import { planSlim } from "../../src/pack/slim-plan.js";
import { ImageWriter } from "../../src/pack/write-image.js";
import { spool } from "../../src/source/spool.js";
import { escapeText } from "../../src/text/escape.js";
import { loadTree } from "../../src/tree/load.js";
import { open } from "../source/opening.js";
import { image } from "../support/fixture.js";
import { dir, file, hardlink, symlink } from "../support/layer-spec.js";
import { packings } from "../support/packings.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";

const { signal } = new AbortController();
const specs = [
  [
    ["./", dir({ mode: 0o711 })],
    ["usr/kept", file("unique-content-of-kept", { xattrs: { "user.note": "value-of-note" } })],
    ["usr/link", hardlink("usr/kept")],
    ["usr/way", symlink("target-of-way")],
    ["waste", "gone"],
  ],
  { ".wh.waste": "", "opt/same": "unique-content-of-same" },
  { "opt/other": "a layer that is copied" },
] as const;

/** @returns the path of a slim image, and a function that compares it with its source. */
async function slim(compression: "none" | "gzip") {
  const folder = tempDir();
  const path = await save(packings.dockerSave24, [await image(specs, { compression: "none" })], folder);
  const source = await open(path);
  const tree = await loadTree(source);
  const plan = planSlim(tree, { base: 0, squash: false });
  const output = await OutputFile.create(join(folder, "slim.tar"), 0);
  const writer = new ImageWriter(source, plan, tarSink(output), {
    form: "docker-archive",
    references: [],
    compression,
    level: null,
    hashes: new Hashes(),
    spool: (chunks) => spool(chunks, { folder, input: escapeText("app") }),
  });
  const layers = await writer.writeLayers();
  const ranges = writer.plainRanges;
  await writer.finish();
  await output.keep();
  const written = join(folder, "slim.tar");
  /**
   * @returns "the same", or the error of the comparison. By default all contents are read, as if none had been
   * compared when they were written.
   */
  const proof = async (placeOf: (place: FileRange) => FileRange | null = () => null): Promise<string> => {
    const result = await open(written);
    const contents = layers.map((content) => ({
      ...content,
      place: content.place === null ? null : placeOf(content.place),
    }));
    try {
      await checkSlimmed({ tree, layers: source.layers }, result, contents, signal);
      return "the same";
    } catch (error) {
      if (!(error instanceof LayerxError)) throw error;
      return error.code === "slim-differs" ? `${error.what}: ${error.why}` : error.code;
    } finally {
      await result.close();
    }
  };
  return { written, proof, ranges };
}

/** Replaces these bytes everywhere in the file. */
function overwrite(path: string, from: string, to: string): void {
  const bytes = readFileSync(path);
  const fd = openSync(path, "r+");
  let found = 0;
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) {
    writeSync(fd, Buffer.from(to), 0, to.length, at);
    found += 1;
  }
  closeSync(fd);
  expect(found).toBeGreaterThan(0);
}

test("a correctly written image passes the comparison with its source", async () => {
  expect(await (await slim("none")).proof()).toBe("the same");
  expect(await (await slim("gzip")).proof()).toBe("the same");
});

test.each([
  ["content of a new layer", "unique-content-of-kept", "unique-content-of-kepT", "/usr/kept"],
  ["content of a copied layer", "a layer that is copied", "a layer that is copieD", "layer 2"],
  ["an extended attribute", "value-of-note", "value-of-nope", "/usr/kept"],
])("the comparison finds a changed byte in %s", async (_, from, to, where) => {
  const { written, proof } = await slim("none");
  overwrite(written, from, to);
  expect(await proof()).toContain(where);
});

test("contents that were compared while writing are read again only if their layer is at another place", async () => {
  const { written, proof } = await slim("none");
  const changes = [
    ["unique-content-of-kept", "unique-content-of-kepT", "/usr/kept"],
    ["a layer that is copied", "a layer that is copieD", "layer 2"],
  ] as const;
  for (const [from, to, where] of changes) {
    overwrite(written, from, to);
    expect(await proof((place) => place)).toBe("the same");
    expect(await proof(({ from, to }) => ({ from: from + 512, to: to + 512 }))).toContain(where);
    expect(await proof(({ from, to }) => ({ from, to: to + 512 }))).toContain(where);
    overwrite(written, to, from);
  }
  overwrite(written, "value-of-note", "value-of-nope");
  expect(await proof((place) => place)).toContain("/usr/kept");
});

test("the comparison finds a changed byte in a header and in a compressed layer", async () => {
  const plain = await slim("none");
  overwrite(plain.written, "target-of-way", "targeT-of-way");
  expect(await plain.proof()).toBe("layer-corrupt");
  const packed = await slim("gzip");
  const bytes = readFileSync(packed.written);
  const at = bytes.indexOf(Buffer.from([0x1f, 0x8b]));
  bytes[at + 40] ^= 1;
  writeFileSync(packed.written, bytes);
  expect(await packed.proof()).not.toBe("the same");
});

test("the layers that were compared before the manifest was written are the layers of the opened image", async () => {
  const { written, ranges } = await slim("none");
  expect((await slim("gzip")).ranges).toBeNull();
  const { layers, close } = await open(written);
  await close();
  const places = ranges ?? [];
  expect(places).toHaveLength(3);
  expect(() => checkPlaces(layers, places)).not.toThrow();
  const [first, second, third] = places;
  for (const others of [
    [second, first, third],
    [first, second],
    [first, second, third, third],
    [first, second, { ...third, to: third.to + 512 }],
  ])
    expect(() => checkPlaces(layers, others)).toThrow("does not have the layers that were written");
});
