import { describe, expect, test } from "vitest";
import type { Entry, FileBytes } from "../../../src/image/entry.js";
import type { Image } from "../../../src/image/image.js";
import { compress } from "../../support/compression.js";
import { digestOf, jsonBytes } from "../../support/fixture.js";
import { packTar } from "../../support/tar.js";
import { openTar } from "../opening.js";

/** @returns a text of this length without repetition. */
function text(length: number, seed: string): string {
  let all = "";
  for (let i = 0; all.length < length; i++) all += `${seed}${i}.`;
  return all.slice(0, length);
}

const MB = 1024 * 1024;
const contents: Record<string, string> = {
  a: "a",
  empty: "",
  b: text(700, "b"),
  large: text(2 * MB + 300_001, "large"),
  c: text(513, "c"),
  "not-wanted": text(200_000, "n"),
  d: text(MB - 5, "d"),
  e: text(60, "e"),
};

async function layerOf(form: "none" | "gzip" | "zstd", members = contents): Promise<Image> {
  const tar = await packTar(members);
  const config = {
    os: "linux",
    architecture: "amd64",
    rootfs: { type: "layers", diff_ids: [digestOf(tar)] },
  };
  return openTar([
    ["c.json", jsonBytes(config)],
    ["l.tar", form === "none" ? tar : compress(tar, form)],
    ["manifest.json", jsonBytes([{ Config: "c.json", RepoTags: null, Layers: ["l.tar"] }])],
  ]);
}

async function entriesOf({ layers }: Image): Promise<Entry[]> {
  const entries: Entry[] = [];
  await layers[0].scan({ onEntry: (entry) => entries.push(entry) });
  return entries;
}

/** @returns the contents, joined while the pieces are valid, and the order of the files. */
async function joined({ layers }: Image, files: readonly FileBytes[]) {
  const all = files.map(() => "");
  const order: number[] = [];
  for await (const batch of layers[0].pieces(files)) {
    for (const { index, bytes } of batch) {
      if (order.at(-1) !== index) order.push(index);
      all[index] += Buffer.from(bytes).toString("latin1");
    }
  }
  return { all, order };
}

describe.each(["none", "gzip", "zstd"] as const)("pieces of a layer with compression %s", (form) => {
  test("are the stored bytes of the files, in the order of the archive, not of the list", async () => {
    const image = await layerOf(form);
    const wanted = (await entriesOf(image)).filter(({ path }) => path !== "not-wanted").reverse();
    const { all, order } = await joined(image, wanted);
    expect(all.map(digest)).toEqual(wanted.map(({ path }) => digest(contents[path])));
    expect(order.map((i) => wanted[i].path)).toEqual(["a", "b", "large", "c", "d", "e"]);
    await image.close();
  });

  test("can be read only in part, and are empty for an empty list of files", async () => {
    const image = await layerOf(form);
    const files = await entriesOf(image);
    for await (const batch of image.layers[0].pieces(files)) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    expect(await joined(image, [])).toEqual({ all: [], order: [] });
    await image.close();
  });

  test("are an error if the archive ends before a file, or if reading is aborted", async () => {
    const image = await layerOf(form, { a: "a" });
    const [entry] = await entriesOf(image);
    const beyond = { ...entry, offset: entry.offset + 100_000 };
    await expect(joined(image, [entry, beyond])).rejects.toMatchObject({ code: "layer-truncated" });
    const stopped = image.layers[0].pieces([entry], AbortSignal.abort(new Error("enough")));
    await expect(stopped[Symbol.asyncIterator]().next()).rejects.toThrow("enough");
    await image.close();
  });
});

function digest(content: string): string {
  return digestOf(Buffer.from(content, "latin1"));
}
