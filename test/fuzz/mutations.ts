import { isHeader } from "../../src/source/tar/tar-header.js";
import { compress } from "../support/compression.js";
import { type BuiltImage, digestOf } from "../support/fixture.js";
import { memberSpec, type SpecPair } from "../support/layer-spec.js";
import { type Packing, packings } from "../support/packings.js";
import { packTar } from "../support/tar.js";
import { randomImage } from "./images.js";
import type { Random } from "./random.js";

/** The fields of a tar header: their offsets and lengths in bytes. */
const FIELDS = [
  [0, 100],
  [100, 8],
  [108, 8],
  [116, 8],
  [124, 12],
  [136, 12],
  [156, 1],
  [157, 100],
  [257, 8],
  [329, 8],
  [337, 8],
  [345, 155],
  [386, 24],
  [482, 13],
] as const;

const VALUES = [
  "0",
  "00000001000",
  "77777777777",
  "-1",
  "a",
  "../..",
  "/",
  "ustar  \0",
  "ustar\x0000",
  "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
  "\x80\0\0\0\0\0\0\0\0\0\x02\0",
  "\x80\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
  "",
];
const FLAGS = ["0", "1", "2", "3", "4", "5", "6", "7", "S", "x", "g", "L", "K", "D", "V", "N", "\0", "Z"];
const JSON_VALUES = [
  null,
  true,
  0,
  -1,
  1e99,
  "",
  "x",
  "../x",
  "sha256:0",
  "\x1b[31m\u202e",
  [],
  {},
  [[]],
  { __proto__: 1 },
];

/** @returns a random archive: an image in a random packing, with changes in layers, documents, headers or bytes. */
export async function randomArchive(random: Random): Promise<Buffer> {
  const images = [changedLayers(random, await randomImage(random))];
  if (random.once(15)) images.push(await randomImage(random));
  const archives: Packing[] = Object.values(packings).filter(({ form }) => form === "archive");
  const files = random.of(archives).files(images);
  const packed = await packTar(random.once(5) ? files.map((file) => changedDocument(random, file)) : files);
  if (random.once(8)) changeHeaders(random, packed);
  const whole = compress(packed, random.of(["none", "none", "none", "gzip", "zstd"] as const));
  return random.once(10) ? changedBytes(random, whole) : whole;
}

function changedLayers(random: Random, image: BuiltImage): BuiltImage {
  const layers = image.layers.map((layer) => {
    if (layer.compression === "estargz" || !random.once(3)) return layer;
    let tar: Buffer = Buffer.from(layer.tar);
    changeHeaders(random, tar);
    if (random.once(5)) tar = changedBytes(random, tar);
    const blob = compress(tar, layer.compression);
    return { ...layer, tar, blob, digest: digestOf(blob) };
  });
  const first = layers.at(0);
  return { ...image, layers: first !== undefined && random.once(8) ? [...layers, first, first] : layers };
}

/** Changes fields in a few headers, and corrects their checksums. */
function changeHeaders(random: Random, tar: Buffer): void {
  const headers: number[] = [];
  for (let at = 0; at + 512 <= tar.length; at += 512) if (isHeader(tar, at)) headers.push(at);
  if (headers.length === 0) return;
  for (let left = random.below(4); left > 0; left--) {
    const at = random.of(headers);
    const [offset, length] = random.of(FIELDS);
    const value = offset === 156 ? random.of(FLAGS) : random.of(VALUES);
    tar.fill(0, at + offset, at + offset + length);
    tar.write(value.slice(0, length), at + offset, "latin1");
    tar.fill(" ", at + 148, at + 156);
    const sum = tar.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
    tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, at + 148, "latin1");
  }
}

function changedBytes(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length + 1);
  switch (random.below(5)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.below(1024))]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(512 * random.below(4)), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes, bytes.subarray(at)]);
    default: {
      const changed = Buffer.from(bytes);
      for (let left = random.below(8); left > 0 && changed.length > 0; left--)
        changed[random.below(changed.length)] = random.below(256);
      return changed;
    }
  }
}

/** @returns a JSON document with one changed value, and any other file unchanged. */
function changedDocument(random: Random, [name, spec]: SpecPair): SpecPair {
  const member = memberSpec(spec);
  const text = member.type === "file" ? Buffer.from(member.content).toString() : "";
  if (!/^[[{]/.test(text) || random.once(2)) return [name, spec];
  return [name, Buffer.from(JSON.stringify(changedValue(random, JSON.parse(text))) ?? "")];
}

function changedValue(random: Random, value: unknown): unknown {
  if (random.once(10) || typeof value !== "object" || value === null) {
    return random.once(2) ? random.of(JSON_VALUES) : value;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return random.of(JSON_VALUES);
  const chosen = random.below(entries.length);
  const changed = entries.map(([key, inner], at) => [
    key,
    at === chosen ? changedValue(random, inner) : inner,
  ]);
  if (random.once(12)) changed.splice(chosen, 1);
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}
