import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { LayerxError } from "../../../src/errors.js";
import type { Entry } from "../../../src/image/entry.js";
import type { Image, Warning } from "../../../src/image/image.js";
import { compress, stargzFooter } from "../../support/compression.js";
import { digestOf, jsonBytes } from "../../support/fixture.js";
import { packTar } from "../../support/tar.js";
import { openTar, type Wish } from "../opening.js";
import { body, END, file, GNU_MAGIC, header } from "../tar-bytes.js";

/** An image with these blobs. Its config has the diff IDs of the archives in `tar`. */
function imageOf(layers: readonly { blob: Buffer; tar: Buffer }[], wish: Wish = {}): Promise<Image> {
  const config = {
    os: "linux",
    architecture: "amd64",
    rootfs: { type: "layers", diff_ids: layers.map(({ tar }) => digestOf(tar)) },
    history: layers.map(() => ({ created_by: "RUN" })),
  };
  return openTar(
    [
      ["c.json", jsonBytes(config)],
      ...layers.map(({ blob }, i): [string, Buffer] => [`${i}.tar`, blob]),
      [
        "manifest.json",
        jsonBytes([{ Config: "c.json", RepoTags: null, Layers: layers.map((_, i) => `${i}.tar`) }]),
      ],
    ],
    wish,
  );
}

async function scan({ layers }: Image, index = 0, signal?: AbortSignal): Promise<Entry[]> {
  const entries: Entry[] = [];
  await layers[index].scan({ onEntry: (entry) => entries.push(entry), signal });
  return entries;
}

async function failure(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof LayerxError)) throw error;
  return `${error.code}: ${error.what}, since ${error.why}`;
}

const tar = Buffer.concat([
  header({ name: "./", flag: "5" }),
  file("a", "one"),
  file("b", "x".repeat(700_000)),
  END,
]);
const forms = [
  ["plain", tar],
  ["gzip", gzipSync(tar)],
  ["zstd", compress(tar, "zstd")],
] as const;

test("the root folder is not an entry and is reported separately", async () => {
  const opened = await imageOf([{ blob: tar, tar }]);
  expect((await scan(opened)).map(({ path }) => path)).toEqual(["a", "b"]);
  const roots: Entry[] = [];
  await opened.layers[0].scan({ onEntry: () => undefined, onRoot: (root) => roots.push(root) });
  expect(roots.map(({ path, type }) => `${type} "${path}"`)).toEqual(['dir ""']);
  await opened.close();
});

describe.each(forms)("a %s layer", (form, blob) => {
  test("with another diff ID is a warning when all its bytes are read or verified", async () => {
    const other = Buffer.concat([tar, Buffer.alloc(512)]);
    const opened = await imageOf([{ blob, tar: other }]);
    const warning: Warning = {
      code: "diff-id-mismatch",
      message: `layer 0: its digest is ${digestOf(tar)}, but the config has ${digestOf(other)}`,
    };
    await scan(opened);
    expect(opened.warnings).toEqual(form === "plain" ? [] : [warning]);
    await opened.layers[0].verify({});
    await scan(opened);
    expect(opened.warnings).toEqual([warning]);
    await opened.close();
  });

  test("with the right diff ID gives no warning", async () => {
    const opened = await imageOf([{ blob, tar }]);
    await opened.layers[0].verify({});
    await scan(opened);
    expect(opened.warnings).toEqual([]);
    await opened.close();
  });

  test("is verified to the end of its stream, also after the end of the archive", async () => {
    const more = Buffer.concat([tar, Buffer.from("more")]);
    const stored = form === "plain" ? more : form === "gzip" ? gzipSync(more) : compress(more, "zstd");
    for (const promised of [more, tar]) {
      const opened = await imageOf([{ blob: stored, tar: promised }]);
      await scan(opened);
      await opened.layers[0].verify({});
      expect(opened.warnings.map(({ code }) => code)).toEqual(promised === tar ? ["diff-id-mismatch"] : []);
      await opened.close();
    }
  });

  test("stops at the signal, with the signal's reason", async () => {
    const opened = await imageOf([{ blob, tar }]);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(opened.layers[0].verify({ signal })).rejects.toThrow("enough");
    await opened.close();
  });

  test("counts its entries against the limit once, also if it is read twice", async () => {
    const opened = await imageOf(
      [
        { blob, tar },
        { blob, tar },
      ],
      { limits: { entries: 6 } },
    );
    for (const index of [0, 0, 1, 1]) expect(await scan(opened, index)).toHaveLength(2);
    await opened.close();
    const bounded = await imageOf(
      [
        { blob, tar },
        { blob, tar },
      ],
      { limits: { entries: 5 } },
    );
    await scan(bounded);
    expect(await failure(scan(bounded, 1))).toBe(
      "limit-passed: layer 1 of image exceeds a limit, since the limit on the number of entries is 5",
    );
    await bounded.close();
  });

  test("counts each folder of a long path against the limit of entries", async () => {
    const deep = await packTar({ [`${"d/".repeat(1000)}file`]: "a" });
    const wish = { limits: { entries: 500 } };
    const opened = await imageOf([{ blob: form === "gzip" ? gzipSync(deep) : deep, tar: deep }], wish);
    expect(await failure(scan(opened))).toBe(
      "limit-passed: layer 0 of image exceeds a limit, since the limit on the number of entries is 500",
    );
    await opened.close();
  });

  test("with a truncated archive is an error with the layer and the offset", async () => {
    const short = tar.subarray(0, 3000);
    const cut = form === "plain" ? short : form === "gzip" ? gzipSync(short) : compress(short, "zstd");
    const opened = await imageOf([
      { blob, tar },
      { blob: cut, tar: short },
    ]);
    expect(await failure(scan(opened, 1))).toBe(
      "layer-truncated: layer 1 of image is cut off, since it ends at byte 3000: its entries need at least 702048 bytes",
    );
    await opened.close();
  });
});

test("the stored bytes of a layer and the config are the bytes of the archive", async () => {
  for (const [, blob] of forms) {
    const opened = await imageOf([{ blob, tar }]);
    const chunks: Uint8Array[] = [];
    for await (const chunk of opened.layers[0].stored()) chunks.push(Uint8Array.from(chunk));
    expect(Buffer.concat(chunks).equals(blob)).toBe(true);
    expect(digestOf(opened.configBytes)).toBe(opened.id);
  }
});

test("a truncated compressed layer is an error with the layer and the stored offset", async () => {
  const whole = gzipSync(tar);
  const cut = whole.subarray(0, -5);
  const opened = await imageOf([{ blob: cut, tar }]);
  expect(await failure(scan(opened))).toBe(
    `layer-truncated: layer 0 of image is cut off, since it ends at byte ${cut.length}: the gzip data ends before its end mark`,
  );
  await opened.close();
});

test.each([0, 512])(
  "a layer with a damaged header is an error with the layer and the offset %i",
  async (at) => {
    const bytes = Buffer.from(tar);
    bytes[at + 88] ^= 1;
    const opened = await imageOf([{ blob: bytes, tar }]);
    expect(await failure(scan(opened))).toBe(
      `layer-corrupt: layer 0 of image is damaged, since at byte ${at}: the checksum of a tar header does not match`,
    );
    await opened.close();
  },
);

test("a layer that is compressed with bzip2 is an error", async () => {
  const opening = imageOf([{ blob: Buffer.from("BZh9"), tar }]);
  expect(await failure(opening)).toBe(
    "compression-unsupported: layer 0 of image cannot be decompressed, since it is compressed with bzip2, which is not supported",
  );
});

test("a layer that expands too far is an error at the limit", async () => {
  const opened = await imageOf([{ blob: gzipSync(tar), tar }], { limits: { expandedBytes: 100_000 } });
  expect(await failure(scan(opened))).toBe(
    "limit-passed: layer 0 of image exceeds a limit, since the limit on what compressed data expands to, in bytes is 100000",
  );
  await opened.close();
});

describe("a sparse file", () => {
  const number = (value: number) => `${value.toString(8).padStart(11, "0")}\0`;
  const sparse = Buffer.concat([
    header({
      flag: "S",
      magic: GNU_MAGIC,
      size: 3,
      patches: [
        [386, number(1) + number(2) + number(6) + number(1)],
        [483, number(8)],
      ],
    }),
    body("abc"),
    END,
  ]);

  test.each([
    ["plain", sparse],
    ["gzip", gzipSync(sparse)],
  ])("of a %s layer has zeros in its holes", async (_, blob) => {
    const opened = await imageOf([{ blob, tar: sparse }]);
    const [found] = await scan(opened);
    const pieces: Uint8Array[] = [];
    for await (const piece of opened.layers[0].open(found)) pieces.push(Buffer.from(piece));
    expect(Buffer.concat(pieces).toString("latin1")).toBe("\0ab\0\0\0c\0");
    const sha = createHash("sha256").update("\0ab\0\0\0c\0").digest();
    expect(await opened.layers[0].digests([found])).toEqual([sha]);
    await opened.close();
  });
});

describe("an eStargz layer", () => {
  const names = (entries: readonly Entry[]) => entries.map(({ path }) => path);
  const table = file("stargz.index.json", "{}");
  const marked = Buffer.concat([
    file(".prefetch.landmark", "\x0f"),
    file(".no.prefetch.landmark", "\x0f"),
    file("a", "x"),
    table,
    END,
  ]);

  test("has technical entries that are not listed as files", async () => {
    const opened = await imageOf([{ blob: gzipSync(marked), tar: marked }]);
    expect(names(await scan(opened))).toEqual(["a"]);
    expect(opened.warnings).toEqual([]);
    await opened.close();
  });

  test.each([
    ["with an external table", "SG\x11\0STARGZEXTERNALTOC"],
    ["of the first version", "0000000000000000STARGZ"],
  ])("%s has a shorter footer, and its technical entries are not listed", async (_, extra) => {
    const landmark = Buffer.concat([file("a", "x"), file(".no.prefetch.landmark", "\x0f"), END]);
    const footer = stargzFooter(extra);
    const opened = await imageOf([{ blob: Buffer.concat([gzipSync(landmark), footer]), tar: landmark }]);
    expect(names(await scan(opened))).toEqual(["a"]);
    await opened.close();
  });

  test.each([
    ["a plain", marked],
    ["a zstd", compress(marked, "zstd")],
  ])("is compressed with gzip: the same names in %s layer are files", async (_, blob) => {
    const opened = await imageOf([{ blob, tar: marked }]);
    expect(names(await scan(opened))).toEqual([
      ".prefetch.landmark",
      ".no.prefetch.landmark",
      "a",
      "stargz.index.json",
    ]);
    await opened.close();
  });

  test("has its table at the end: the same name at another place is a file", async () => {
    const own = Buffer.concat([table, file("d/stargz.index.json", ""), file("a", "x"), END]);
    const opened = await imageOf([{ blob: gzipSync(own), tar: own }]);
    expect(names(await scan(opened))).toEqual(["d/stargz.index.json", "a", "stargz.index.json"]);
    await opened.close();
  });
});

test("warnings about layers are in the order of the layers, not of reading", async () => {
  const tar = await packTar({ a: "x" });
  const other = await packTar({ b: "y" });
  const layers = Array.from({ length: 3 }, () => ({ blob: gzipSync(tar), tar: other }));
  const opened = await imageOf(layers);
  for (const index of [1, 2, 0]) await scan(opened, index);
  const named = opened.warnings.map(({ code, message }) => `${code} ${message.slice(0, 7)}`);
  expect(named).toEqual([0, 1, 2].map((layer) => `diff-id-mismatch layer ${layer}`));
  await opened.close();
});
