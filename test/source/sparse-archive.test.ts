import { expect, test } from "vitest";
import { loadTree } from "../../src/tree/load.js";
import { digestOf, image, jsonBytes } from "../support/fixture.js";
import { ociFiles } from "../support/oci.js";
import { openBytes, refusal } from "./opening.js";
import { body, END, file, GNU_MAGIC, header, pax } from "./tar-bytes.js";

interface Range {
  readonly offset: number;
  readonly length: number;
}

/** @returns the ranges of 512 bytes that are not all zeros, as `tar --sparse` finds them. */
function dataRanges(bytes: Buffer): Range[] {
  const found: Range[] = [];
  for (let offset = 0; offset < bytes.length; offset += 512) {
    const block = bytes.subarray(offset, offset + 512);
    if (block.some((byte) => byte !== 0)) found.push({ offset, length: block.length });
  }
  return found;
}

const octal = (value: number) => `${value.toString(8).padStart(11, "0")}\0`;
const pair = ({ offset, length }: Range) => octal(offset) + octal(length);
const dataOf = (bytes: Buffer, map: readonly Range[]) =>
  Buffer.concat(map.map(({ offset, length }) => bytes.subarray(offset, offset + length)));

/** Makes a member in each of tar's four forms of sparse files. */
const forms: Record<string, (name: string, bytes: Buffer) => Buffer> = {
  "GNU's old form": (name, bytes) => {
    const map = dataRanges(bytes);
    const extensions: Buffer[] = [];
    for (let at = 4; at < map.length; at += 21) {
      const block = Buffer.alloc(512);
      block.write(
        map
          .slice(at, at + 21)
          .map(pair)
          .join(""),
        "latin1",
      );
      block[504] = at + 21 < map.length ? 1 : 0;
      extensions.push(block);
    }
    const data = dataOf(bytes, map);
    const patches: [number, string][] = [
      [386, map.slice(0, 4).map(pair).join("")],
      [482, map.length > 4 ? "\x01" : "\0"],
      [483, octal(bytes.length)],
    ];
    return Buffer.concat([
      header({ name, flag: "S", magic: GNU_MAGIC, size: data.length, patches }),
      ...extensions,
      body(data),
    ]);
  },
  "PAX 0.0": (name, bytes) => {
    const map = dataRanges(bytes);
    const numbers = map.flatMap(({ offset, length }): [string, string][] => [
      ["GNU.sparse.offset", String(offset)],
      ["GNU.sparse.numbytes", String(length)],
    ]);
    const records = pax([["GNU.sparse.size", String(bytes.length)], ...numbers]);
    return Buffer.concat([records, file(name, dataOf(bytes, map))]);
  },
  "PAX 0.1": (name, bytes) => {
    const map = dataRanges(bytes);
    const list = map.map(({ offset, length }) => `${offset},${length}`).join(",");
    const records = pax([
      ["GNU.sparse.size", String(bytes.length)],
      ["GNU.sparse.name", name],
      ["GNU.sparse.map", list],
    ]);
    return Buffer.concat([records, file("GNUSparseFile.0/x", dataOf(bytes, map))]);
  },
  "PAX 1.0": (name, bytes) => {
    const map = dataRanges(bytes);
    const list = `${map.length}\n${map.map(({ offset, length }) => `${offset}\n${length}\n`).join("")}`;
    const records = pax([
      ["GNU.sparse.major", "1"],
      ["GNU.sparse.minor", "0"],
      ["GNU.sparse.name", name],
      ["GNU.sparse.realsize", String(bytes.length)],
    ]);
    return Buffer.concat([
      records,
      file("GNUSparseFile.0/x", Buffer.concat([body(list), dataOf(bytes, map)])),
    ]);
  },
};

const build = () =>
  image(
    [
      {
        zeros: Buffer.alloc(300_000),
        text: "one",
        hole: Buffer.concat([Buffer.alloc(5000), Buffer.from("two")]),
      },
    ],
    {
      config: { Labels: { long: " ".repeat(9000) } },
    },
  );

test.each(Object.keys(forms))("an archive with sparse layers and documents is opened (%s)", async (form) => {
  const pack = forms[form];
  const built = await build();
  const [{ tar }] = built.layers;
  const docker = Buffer.concat([
    pack("c.json", Buffer.concat([built.config, Buffer.from(" ".repeat(2000))])),
    pack("l.tar", tar),
    pack("manifest.json", jsonBytes([{ Config: "c.json", Layers: ["l.tar"], RepoTags: ["a:1"] }])),
    END,
  ]);
  const oci = Buffer.concat([
    ...ociFiles([built], "flat").flatMap(([name, content]) =>
      content instanceof Uint8Array ? [pack(String(name), Buffer.from(content))] : [],
    ),
    END,
  ]);
  for (const bytes of [docker, oci]) {
    const opened = await openBytes(bytes);
    const tree = await loadTree(opened);
    const files = [...tree.rootfs].filter((row) => row >= 0);
    const [digest] = await opened.layers[0].digests([tree.entries.content(files[0])]);
    expect(`sha256:${Buffer.from(digest).toString("hex")}`).toBe(
      digestOf(Buffer.concat([Buffer.alloc(5000), Buffer.from("two")])),
    );
    await opened.layers[0].verify({});
    expect(opened.warnings).toEqual([]);
    await opened.close();
  }
});

test("an archive that ends in a sparse member is an error that names the layer", async () => {
  const built = await build();
  const pack = forms["PAX 1.0"];
  const head = [
    file("c.json", built.config),
    file("manifest.json", jsonBytes([{ Config: "c.json", Layers: ["l.tar"] }])),
  ];
  const whole = Buffer.concat([...head, pack("l.tar", built.layers[0].tar)]);
  const opening = openBytes(whole.subarray(0, whole.length - 700)).then((opened) =>
    loadTree(opened).then(() => opened),
  );
  expect(await refusal(opening)).toContain("layer-truncated: layer 0 of image is cut off");
});

test("a member with too large holes is an error that names the limit", async () => {
  const records = pax([
    ["GNU.sparse.size", String(9e14)],
    ["GNU.sparse.map", "0,5"],
  ]);
  const files = [
    file("c.json", jsonBytes({})),
    file("manifest.json", jsonBytes([{ Config: "c.json", Layers: ["l.tar"] }])),
    Buffer.concat([records, file("l.tar", "hello")]),
    END,
  ];
  expect(await refusal(openBytes(Buffer.concat(files)))).toContain("what compressed data expands to");
});
