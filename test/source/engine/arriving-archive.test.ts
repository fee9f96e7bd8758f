import { createHash, randomBytes } from "node:crypto";
import { closeSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { describe, expect, test } from "vitest";
import { OWN_THREAD_BYTES } from "../../../src/hashing/hash-thread.js";
import type { Entry } from "../../../src/image/entry.js";
import { recordMembers } from "../../../src/image/members/recorder.js";
import { ArchiveSink } from "../../../src/source/engine/archive-sink.js";
import { ArrivingArchive } from "../../../src/source/engine/arriving-archive.js";
import { DEFAULT_LIMITS, type Limits } from "../../../src/source/limits.js";
import { escapeText } from "../../../src/text/escape.js";
import { loadTree } from "../../../src/tree/load.js";
import { digestOf, image } from "../../support/fixture.js";
import { hardlink, type LayerSpec } from "../../support/layer-spec.js";
import { plain } from "../../support/members.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { archive } from "../../support/save.js";
import { tempDir } from "../../support/temp.js";
import { bySeeking } from "../decoded.js";
import { open, openBytes, refusal } from "../opening.js";
import { engineWith, ID } from "./engine-test.js";

const LAYERS: readonly LayerSpec[] = [
  { "usr/": null, "usr/one": "one", big: "0123456789".repeat(9000), ["long".repeat(60)]: "x" },
  { "usr/.wh.one": "", two: "two".repeat(500) },
];

/** Reads the archive in chunks. @returns the reader, and the kept bytes with zeros for all others. */
function arrived(bytes: Buffer, chunkBytes: number, options: { keepContent: boolean; limits?: Limits }) {
  const reading = new ArrivingArchive({ digests: true, limits: DEFAULT_LIMITS, ...options });
  const kept = Buffer.alloc(bytes.length);
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    reading.read(Buffer.from(bytes.subarray(at, at + chunkBytes)));
    for (const part of reading.kept()) part.bytes.copy(kept, at + part.at);
  }
  reading.finish();
  return { reading, kept };
}

describe.each([1, 700, 4096, 1_000_000])("an archive that arrives in chunks of %i bytes", (chunkBytes) => {
  test("has the same members, digests and layers as the archive in a file", async () => {
    const built = await image(LAYERS);
    const bytes = await archive(packings.dockerSave25, [built]);
    const { reading, kept } = arrived(bytes, chunkBytes, { keepContent: true });
    expect(kept.equals(bytes)).toBe(true);
    const members = await bySeeking(bytes);
    expect([...reading.members.values()]).toEqual(members);
    for (const { offset, size, path } of members.filter((member) => member.size > 0)) {
      const content = bytes.subarray(offset, offset + size);
      expect([path, reading.digests.get(`${offset}`)]).toEqual([path, digestOf(content)]);
    }
    const offsets = built.layers.map(({ tar }) => `${bytes.indexOf(tar)}`);
    expect([...reading.layers.keys()].sort()).toEqual(offsets.sort());
    for (const { tar, diffId } of built.layers) {
      const layer = reading.layers.get(`${bytes.indexOf(tar)}`);
      const entries = await bySeeking(tar);
      const expected = await recordMembers(async ({ onEntry }) => entries.forEach(onEntry));
      expect(layer?.diffId).toBe(diffId);
      expect(layer?.members.rows.count).toBe(expected.rows.count);
      expect(withoutDigests(layer?.members)).toEqual(withoutDigests(expected));
    }
  });

  test("is kept without the contents of its layers if no content is read later", async () => {
    const built = await image(LAYERS);
    const bytes = await archive(packings.dockerSave25, [built]);
    const { reading, kept } = arrived(bytes, chunkBytes, { keepContent: false });
    const expected = Buffer.from(bytes);
    for (const { tar, diffId } of built.layers) {
      const offset = bytes.indexOf(tar);
      expect(reading.absent.get(`${offset}`)).toBe(diffId);
      expected.fill(0, offset, offset + tar.length);
    }
    // In small chunks, the first bytes of a layer are kept until its first header is whole.
    if (chunkBytes >= bytes.length) expect(kept.equals(expected)).toBe(true);
    for (const { offset, stored, path } of reading.members.values()) {
      if (reading.absent.has(`${offset}`)) continue;
      const content = kept.subarray(offset, offset + stored);
      expect([path, content.equals(bytes.subarray(offset, offset + stored))]).toEqual([path, true]);
    }
  });
});

describe("a large archive, which another thread hashes,", () => {
  const random = (bytes: number) => Buffer.from(randomBytes(bytes));
  const files = (count: number, bytes: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `${bytes}/${i}`,
        random(1 + Math.floor(((i * 0.618) % 1) * bytes)),
      ]),
    );
  const LARGE: readonly LayerSpec[] = [
    { ...files(3000, 900), ...files(60, 300_000), big: random(9_000_000), empty: "", "usr/": null },
    { "usr/.wh.one": "", ...files(40, 20) },
    { ...files(20, 2_000_000), link: hardlink("2000000/3") },
  ];

  test.each([
    [32_768, "of a known size"],
    [700_001, "of a known size"],
    [32_768, "of an unknown size"],
  ])("has the digest of each file, in chunks of %i bytes, %s", async (chunkBytes, size) => {
    const built = await image(LARGE);
    const bytes = await archive(packings.dockerSave24, [built]);
    expect(bytes.length).toBeGreaterThan(2 * OWN_THREAD_BYTES);
    const sink = new ArchiveSink({
      ...{ tempDir: tempDir(), input: escapeText("app:1"), failed: () => expect.unreachable() },
      ...{ digests: true, limits: DEFAULT_LIMITS, keepContent: false },
      bytes: size === "of a known size" ? bytes.length : 0,
    });
    const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, i) =>
      Buffer.from(bytes.subarray(i * chunkBytes, (i + 1) * chunkBytes)),
    );
    await pipeline(chunks, sink);
    closeSync(sink.fd);
    const { digests, layers } = sink.arriving;
    for (const { offset, size, path } of await bySeeking(bytes)) {
      const content = bytes.subarray(offset, offset + size);
      if (size > 0) expect([path, digests.get(`${offset}`)]).toEqual([path, digestOf(content)]);
    }
    for (const { tar, diffId } of built.layers) {
      const layer = layers.get(`${bytes.indexOf(tar)}`);
      expect(layer?.diffId).toBe(diffId);
      const entries = (await bySeeking(tar)).map((entry) => ({
        ...entry,
        contentDigest: sha256(tar, entry),
      }));
      const expected = await recordMembers(async ({ onEntry }) => entries.forEach(onEntry));
      expect(plain(layer?.members ?? expect.unreachable())).toEqual(plain(expected));
    }
  });

  function sha256(tar: Buffer, { type, offset, size }: Entry) {
    if (type !== "file" || size === 0) return null;
    return createHash("sha256")
      .update(tar.subarray(offset, offset + size))
      .digest();
  }
});

function withoutDigests(members: Parameters<typeof plain>[0] | undefined) {
  if (members === undefined) return null;
  const text = JSON.stringify(plain(members), (name, value) => (/digest/i.test(name) ? null : value));
  return JSON.parse(text);
}

test("reading layers stops at the limit of entries over all layers", async () => {
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, "x"]));
  const bytes = await archive(packings.dockerSave25, [await image([files, { a: "a" }, files])]);
  const limits = { ...DEFAULT_LIMITS, entries: 60 };
  const { reading } = arrived(bytes, 65_536, { keepContent: true, limits });
  expect(reading.layers.size).toBe(2);
});

describe("an image of an engine", () => {
  async function opened(spec: readonly LayerSpec[] = LAYERS) {
    const bytes = await archive(packings.dockerSave24, [await image(spec)]);
    return { ...(await sent(bytes)), bytes };
  }

  /** An engine that sends these bytes, in chunks. */
  async function sent(bytes: Buffer) {
    const { engine, env } = await engineWith({
      instead: {
        "/get": (_, response) => {
          for (let at = 0; at < bytes.length; at += 32_768) response.write(bytes.subarray(at, at + 32_768));
          response.end();
        },
        "/json": (_, response) =>
          response.end(JSON.stringify({ Id: ID, RepoTags: ["app:1"], Size: bytes.length })),
      },
    });
    const gets = () => engine.requests.filter((path) => path.endsWith("/get")).length;
    const from = (keepContent: boolean) => open("docker:app:1", { network: { env }, keepContent });
    return { from, gets, env };
  }

  test("is listed with one request, and requested once more when content is read", async () => {
    const { from, gets, bytes } = await opened();
    const expected = await openBytes(bytes);
    const image = await from(false);
    const tree = await loadTree(image);
    expect(tree.size).toBe((await loadTree(expected)).size);
    expect([image.warnings, gets()]).toEqual([[], 1]);
    for (const layer of image.layers) await layer.verify({});
    expect([image.warnings, gets()]).toEqual([[], 1]);
    for (const { index } of image.layers) {
      const [stored, same] = await Promise.all(
        [image, expected].map((one) => bytesOf(one.layers[index].stored())),
      );
      expect(stored.equals(same)).toBe(true);
    }
    expect(gets()).toBe(2);
    await image.close();
    await expected.close();
  });

  test("is requested once if the command keeps the contents", async () => {
    const { from, gets } = await opened();
    const image = await from(true);
    await loadTree(image);
    for (const layer of image.layers) expect((await bytesOf(layer.stored())).length).toBe(layer.storedSize);
    expect(gets()).toBe(1);
    await image.close();
  });

  describe("is requested once without a cache, although contents are compared, by", () => {
    const before: readonly LayerSpec[] = [
      { a: "one".repeat(300), b: "same" },
      { a: "two".repeat(300) },
      { a: "two".repeat(300) },
    ];
    const after = [{ a: "six".repeat(300), b: "same" }];
    test.each([
      "ci docker:app:1 --highest-wasted-bytes 1B",
      "waste docker:app:1",
      "inspect docker:app:1 --format json --duplicates",
      "diff docker:app:1 - --quiet",
      "diff docker:app:1 - a",
      "diff docker:app:1 -",
      "ci - --baseline-image docker:app:1 --config rules.yaml",
    ])("%s", async (args) => {
      const { gets, env } = await opened(before);
      const cwd = tempDir();
      writeFileSync(join(cwd, "rules.yaml"), "forbidden: secrets\n");
      const stdin = await archive(packings.dockerSave24, [await image(after, { references: ["app:2"] })]);
      const { code, stderr } = await layerx([...args.split(" "), "--no-cache"], { env, cwd, stdin });
      expect(stderr).toBe("");
      expect([code, gets()]).toEqual([/^ci docker|quiet/.test(args) ? 1 : 0, 1]);
    });
  });

  test("arrives unchanged if a layer is large, and its diff ID is checked in another thread", async () => {
    const big = Buffer.alloc(OWN_THREAD_BYTES + 12_345);
    for (let at = 0; at + 4 <= big.length; at += 4) big.writeUInt32LE(at, at);
    const built = await image([{ big, small: "one" }, { two: "two" }]);
    const { from } = await sent(await archive(packings.dockerSave24, [built]));
    const opened = await from(true);
    for (const [index, { tar }] of built.layers.entries()) {
      expect((await bytesOf(opened.layers[index].stored())).equals(tar)).toBe(true);
      await opened.layers[index].verify({});
    }
    expect(opened.warnings).toEqual([]);
    await opened.close();
  });

  test("with a damaged layer has the same error as its archive", async () => {
    const built = await image(LAYERS);
    const bytes = await archive(packings.dockerSave24, [built]);
    const at = bytes.indexOf(built.layers[1].tar) + 512;
    bytes.fill(0x61, bytes.indexOf("two", at), bytes.indexOf("two", at) + 3);
    const { from } = await sent(bytes);
    const loaded = async (opening: ReturnType<typeof open>) => {
      const opened = await opening;
      await loadTree(opened);
      return opened;
    };
    const errors = [
      refusal(loaded(from(false))),
      refusal(loaded(from(true))),
      refusal(loaded(openBytes(bytes))),
    ];
    const [late, kept, file] = (await Promise.all(errors)).map((words) => words.replace(/app:1|image/g, "X"));
    expect(late).toMatch(/^layer-corrupt: /);
    expect([late, kept]).toEqual([file, file]);
  });
});

test("an archive over a limit is an error of the catalogue", async () => {
  const { env } = await engineWith();
  expect(await refusal(open("docker:app:1", { network: { env }, limits: { nameBytes: 3 } }))).toMatch(
    /^limit-passed: /,
  );
});

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(Uint8Array.from(chunk));
  return Buffer.concat(parts);
}
