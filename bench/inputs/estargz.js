import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { END, header, padding } from "./tar.js";

const BLOCK = 512;
const CHUNK_BYTES = 4 << 20;
const TOC_NAME = "stargz.index.json";
const TYPE_OF = { 0: "reg", 1: "hardlink", 2: "symlink", 5: "dir" };

/**
 * Writes each layer to a file in eStargz.
 *
 * @param {string} folder for the files
 * @param {string} list gets what a manifest and a config say about each file
 * @param {Iterable<{ tar: Buffer }>} layers
 */
export function writeEstargzLayers(folder, list, layers) {
  mkdirSync(folder, { recursive: true });
  const facts = [];
  for (const { tar } of layers) {
    const { blob, diffId, toc } = estargz(tar);
    const name = `${facts.length + 1}.gz`;
    const annotations = { "containerd.io/snapshot/stargz/toc.digest": toc };
    writeFileSync(join(folder, name), blob);
    facts.push({ name, digest: digestOf(blob), size: blob.length, diffId, annotations });
  }
  writeFileSync(list, JSON.stringify(facts));
}

/**
 * Returns a layer in eStargz: each header, and each 4 MiB of a file's content, is a gzip member of its own, and a table of contents
 * follows. Source: estargz.md of stargz-snapshotter.
 *
 * @param {Buffer} tar
 * @returns {{ blob: Buffer, diffId: string, toc: string }} `toc` is the digest of the table
 */
function estargz(tar) {
  const parts = [];
  const whole = createHash("sha256");
  let size = 0;
  /** @returns the offset of the new gzip member */
  const add = (bytes) => {
    const packed = gzipSync(bytes);
    whole.update(bytes);
    parts.push(packed);
    size += packed.length;
    return size - packed.length;
  };
  const entries = [];
  for (const { head, entry, body } of membersOf(tar)) {
    add(head);
    entries.push(entry);
    if (body.length === 0) continue;
    entry.digest = digestOf(body);
    for (let at = 0; at < body.length; at += CHUNK_BYTES) {
      const chunk = body.subarray(at, at + CHUNK_BYTES);
      const isLast = at + chunk.length === body.length;
      const offset = add(isLast ? Buffer.concat([chunk, Buffer.alloc(padding(body.length))]) : chunk);
      const place = { offset, chunkDigest: digestOf(chunk) };
      if (at === 0) Object.assign(entry, place, isLast ? {} : { chunkSize: chunk.length });
      else
        entries.push({ name: entry.name, type: "chunk", chunkOffset: at, chunkSize: chunk.length, ...place });
    }
  }
  const json = Buffer.from(JSON.stringify({ version: 1, entries }));
  const head = header({ path: TOC_NAME, flag: "0", mode: 0o644, linkname: "", size: json.length });
  const table = add(Buffer.concat([head, json, Buffer.alloc(padding(json.length)), END]));
  return {
    blob: Buffer.concat([...parts, footer(table)]),
    diffId: `sha256:${whole.digest("hex")}`,
    toc: digestOf(json),
  };
}

function* membersOf(tar) {
  for (let at = 0; tar[at] !== 0; ) {
    const text = (from, length) =>
      tar.toString("latin1", at + from, at + from + length).replace(/\0.*$/s, "");
    const number = (from) => Number.parseInt(text(from, 12), 8) || 0;
    const size = number(124);
    const prefix = text(345, 155);
    const entry = {
      name: prefix === "" ? text(0, 100) : `${prefix}/${text(0, 100)}`,
      type: TYPE_OF[text(156, 1)],
      ...(size > 0 ? { size } : {}),
      modtime: new Date(number(136) * 1000).toISOString().replace(".000", ""),
      ...(text(157, 100) === "" ? {} : { linkName: text(157, 100) }),
      mode: number(100),
      NumLink: 0,
    };
    const content = at + BLOCK;
    yield { head: tar.subarray(at, content), entry, body: tar.subarray(content, content + size) };
    at = content + size + padding(size);
  }
}

/** @returns an empty gzip member that has the offset of the table in its extra field */
function footer(table) {
  const start = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 26, 0, 0x53, 0x47, 22, 0]);
  const extra = Buffer.from(`${table.toString(16).padStart(16, "0")}STARGZ`);
  return Buffer.concat([start, extra, Buffer.from([1, 0, 0, 0xff, 0xff]), Buffer.alloc(8)]);
}

function digestOf(bytes) {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
