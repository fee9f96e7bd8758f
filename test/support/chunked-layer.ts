import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Entry } from "../../src/image/entry.js";
import { DEFAULT_LIMITS } from "../../src/source/limits.js";
import { Tally } from "../../src/source/tally.js";
import { TarStream } from "../../src/source/tar/streamed-tar.js";
import { skippableFrame, zstdFrame } from "./compression.js";
import type { SpecPair } from "./layer-spec.js";
import { END_OF_ARCHIVE, packMembers } from "./tar.js";

export interface ChunkedLayer {
  readonly tar: Buffer;
  readonly blob: Buffer;
  readonly mediaType: string;
  /** Annotations of the layer's descriptor, with the place of the table. */
  readonly annotations: Readonly<Record<string, string>>;
}

export type Row = Record<string, unknown>;

export interface ChunkedOptions {
  readonly form: "estargz" | "zstd:chunked";
  /** The footer of stargz before eStargz. */
  readonly oldFooter?: boolean;
  /** Changes the rows of the table before they are written, so that the table can be wrong. */
  readonly rows?: (rows: Row[]) => Row[];
  /** Bytes of a file that are compressed together; larger files have several chunks. */
  readonly chunkBytes?: number;
}

/** @returns a layer with a table of contents, in the form of stargz-snapshotter or containers/storage. */
export async function chunkedLayer(
  pairs: readonly SpecPair[],
  options: ChunkedOptions,
): Promise<ChunkedLayer> {
  const plain = Buffer.concat(await packMembers(pairs));
  return options.form === "estargz" ? estargz(plain, options) : zstdChunked(plain, options);
}

async function estargz(plain: Buffer, options: ChunkedOptions): Promise<ChunkedLayer> {
  const { body, rows } = compressed(plain, options, (bytes) => gzipSync(bytes));
  // This form has no end offsets.
  const stored = rows.map(({ endOffset: _, ...row }) => row);
  const json = tableOf(stored, options);
  const table = Buffer.concat([...(await packMembers([["stargz.index.json", json]])), END_OF_ARCHIVE]);
  return {
    tar: Buffer.concat([plain, table]),
    blob: Buffer.concat([body, gzipSync(table), footer(body.length, options)]),
    mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
    annotations: { "containerd.io/snapshot/stargz/toc.digest": sha256(json) },
  };
}

function zstdChunked(plain: Buffer, options: ChunkedOptions): ChunkedLayer {
  const tar = Buffer.concat([plain, END_OF_ARCHIVE]);
  const { body, rows } = compressed(tar, options, zstdFrame);
  const json = tableOf(rows, options);
  const table = zstdFrame(json);
  const position = `${body.length + 8}:${table.length}:${json.length}:1`;
  return {
    tar,
    blob: Buffer.concat([body, skippableFrame(table), skippableFrame(Buffer.alloc(64))]),
    mediaType: "application/vnd.oci.image.layer.v1.tar+zstd",
    annotations: {
      "io.github.containers.zstd-chunked.manifest-position": position,
      "io.github.containers.zstd-chunked.manifest-checksum": sha256(table),
    },
  };
}

/** The content of each file begins a new compressed piece, which continues into the next header. */
function compressed(
  tar: Buffer,
  { chunkBytes = 100_000 }: ChunkedOptions,
  compress: (bytes: Buffer) => Buffer,
): { body: Buffer; rows: Row[] } {
  const entries = entriesOf(tar);
  const cuts = entries.flatMap(({ type, offset, size }) =>
    type === "file"
      ? Array.from({ length: Math.ceil(size / chunkBytes) }, (_, i) => offset + i * chunkBytes)
      : [],
  );
  const starts = [0, ...cuts.filter((cut) => cut > 0), tar.length];
  const pieces = starts.slice(0, -1).map((start, i) => compress(tar.subarray(start, starts[i + 1])));
  const places = new Map<number, { offset: number; endOffset: number }>();
  let at = 0;
  for (const [i, piece] of pieces.entries()) {
    places.set(starts[i], { offset: at, endOffset: at + piece.length });
    at += piece.length;
  }
  const rows = entries.flatMap((entry) => rowsOf(entry, tar, places, chunkBytes));
  return { body: Buffer.concat(pieces), rows };
}

function rowsOf(
  entry: Entry,
  tar: Buffer,
  places: ReadonlyMap<number, { offset: number; endOffset: number }>,
  chunkBytes: number,
): Row[] {
  const name = Buffer.from(entry.path, "latin1").toString("utf8");
  const types = {
    file: "reg",
    dir: "dir",
    symlink: "symlink",
    hardlink: "hardlink",
    char: "char",
    block: "block",
    fifo: "fifo",
  };
  const row: Row = {
    name: entry.type === "dir" ? `${name}/` : name,
    type: types[entry.type],
    mode: entry.mode,
    uid: entry.uid,
    gid: entry.gid,
    modtime: new Date(entry.mtime * 1000).toISOString().replace(".000Z", "Z"),
    ...(entry.linkname === "" ? {} : { linkName: Buffer.from(entry.linkname, "latin1").toString("utf8") }),
    ...(entry.device === null ? {} : { devMajor: entry.device.major, devMinor: entry.device.minor }),
    ...(entry.xattrs === null
      ? {}
      : {
          xattrs: Object.fromEntries(
            [...entry.xattrs].map(([key, value]) => [key, Buffer.from(value, "latin1").toString("base64")]),
          ),
        }),
  };
  if (entry.type !== "file" || entry.size === 0) return [row];
  const digest = sha256(tar.subarray(entry.offset, entry.offset + entry.size));
  const chunks = Array.from({ length: Math.ceil(entry.size / chunkBytes) }, (_, i) => ({
    ...places.get(entry.offset + i * chunkBytes),
    chunkOffset: i * chunkBytes,
    chunkSize: Math.min(chunkBytes, entry.size - i * chunkBytes),
  }));
  const [first, ...others] = chunks;
  return [
    { ...row, size: entry.size, digest, ...first },
    ...others.map((chunk) => ({ name, type: "chunk", ...chunk })),
  ];
}

function entriesOf(tar: Buffer): Entry[] {
  const entries: Entry[] = [];
  const stream = new TarStream(new Tally(DEFAULT_LIMITS).part("layer"), (entry) => entries.push(entry), {
    digests: false,
  });
  stream.push(tar);
  return entries;
}

function tableOf(rows: Row[], { rows: changed }: ChunkedOptions): Buffer {
  return Buffer.from(JSON.stringify({ version: 1, entries: changed?.(rows) ?? rows }));
}

function footer(tableOffset: number, { oldFooter = false }: ChunkedOptions): Buffer {
  const field = oldFooter ? [22, 0] : [26, 0, 0x53, 0x47, 22, 0];
  const header = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, ...field]);
  const extra = Buffer.from(`${tableOffset.toString(16).padStart(16, "0")}STARGZ`);
  return Buffer.concat([header, extra, Buffer.from([1, 0, 0, 0xff, 0xff]), Buffer.alloc(8)]);
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
