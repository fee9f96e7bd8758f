import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { Crc64 } from "../../src/source/podman/split-blob.js";
import type { BuiltImage } from "./fixture.js";

export interface StorageOptions {
  readonly driver: "overlay" | "vfs";
  readonly names: readonly string[];
}

export interface BuiltStorage {
  /** The file for `CONTAINERS_STORAGE_CONF`. */
  readonly conf: string;
  readonly root: string;
  /** ID of the image. */
  readonly id: string;
  /** Folders with the files of each layer, lowest first. */
  readonly files: readonly string[];
  /** The tar-split file of each layer. */
  readonly splits: readonly string[];
}

/** Writes an image below the folder in the form of Podman's storage, with uncompressed layers. */
export function podmanStorage(
  folder: string,
  image: BuiltImage,
  { driver, names }: StorageOptions,
): BuiltStorage {
  const root = join(folder, "storage");
  const conf = join(folder, "storage.conf");
  const id = image.id.replace("sha256:", "");
  const ids = image.layers.map((_, i) => `${i + 1}`.repeat(64));
  const [images, layers] = [join(root, `${driver}-images`), join(root, `${driver}-layers`)];
  mkdirSync(join(images, id), { recursive: true });
  mkdirSync(layers, { recursive: true });
  writeFileSync(conf, `[storage]\ndriver = "${driver}"\ngraphroot = "${root}"\n`);
  writeFileSync(
    join(images, "images.json"),
    JSON.stringify([{ id, names, layer: ids.at(-1), digest: "sha256:aa" }]),
  );
  const config = `=${Buffer.from(image.id).toString("base64")}`;
  writeFileSync(join(images, id, config), image.config);
  const rows = image.layers.map(({ diffId, tar }, i) => ({
    id: ids[i],
    ...(i === 0 ? {} : { parent: ids[i - 1] }),
    "diff-digest": diffId,
    "diff-size": tar.length,
  }));
  writeFileSync(join(layers, "layers.json"), JSON.stringify(rows));
  const files = ids.map((each) =>
    driver === "vfs" ? join(root, "vfs/dir", each) : join(root, "overlay", each, "diff"),
  );
  const splits = ids.map((each) => join(layers, `${each}.tar-split.gz`));
  for (const [i, { tar }] of image.layers.entries()) {
    mkdirSync(files[i], { recursive: true });
    writeFileSync(splits[i], gzipSync(tarSplit(tar, files[i])));
  }
  return { conf, root, id, files, splits };
}

/** Writes the contents of files below the folder. @returns the lines of tar-split. */
function tarSplit(tar: Buffer, folder: string): string {
  const lines: object[] = [];
  let raw: Buffer[] = [];
  const segment = () => {
    if (raw.length > 0) lines.push({ type: 2, payload: Buffer.concat(raw).toString("base64") });
    raw = [];
  };
  for (let at = 0; at < tar.length; ) {
    const header = tar.subarray(at, at + 512);
    raw.push(header);
    at += 512;
    const size = Number.parseInt(header.toString("latin1", 124, 135), 8) || 0;
    const padded = Math.ceil(size / 512) * 512;
    if (header[156] === 0x30 && size > 0) {
      segment();
      const name = header.subarray(0, header.indexOf(0));
      const content = tar.subarray(at, at + size);
      const crc = new Crc64();
      crc.update(content);
      const payload = crc.digest().toString("base64");
      const isText = Buffer.from(name.toString("utf8")).equals(name);
      lines.push({
        type: 1,
        ...(isText ? { name: name.toString("utf8") } : { name_raw: name.toString("base64") }),
        size,
        payload,
      });
      const path = Buffer.concat([Buffer.from(`${folder}/`), name]);
      mkdirSync(dirname(path.toString("latin1")), { recursive: true });
      writeFileSync(path, content);
      raw.push(tar.subarray(at + size, at + padded));
    } else {
      raw.push(tar.subarray(at, at + padded));
    }
    at += padded;
  }
  segment();
  return lines.map((line, position) => `${JSON.stringify({ ...line, position })}\n`).join("");
}
