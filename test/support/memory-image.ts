import { createHash } from "node:crypto";
import type { ImageConfig } from "../../src/image/config/config.js";
import type { Entry, EntryType, FileBytes } from "../../src/image/entry.js";
import type { Image } from "../../src/image/image.js";
import type { Layer, ScanOptions } from "../../src/image/layer.js";
import { recordMembers } from "../../src/image/members/recorder.js";
import { type RawPath, rawPath } from "../../src/text/escape.js";

/** A member of a layer's archive, as declared in a test. */
export interface MemberSpec {
  /** Normalised, without a leading slash. Whiteouts have their own names. */
  readonly path: string;
  readonly type?: EntryType;
  readonly content?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  readonly linkname?: string;
  readonly xattrs?: Readonly<Record<string, string>>;
}

export interface MemoryImageOptions {
  /** A scan returns the digest of each file, as for a compressed layer. */
  readonly digestsInScan?: boolean;
  /** Indexes of layers without a blob. */
  readonly missing?: readonly number[];
}

/** A config in which nothing is set. */
export const EMPTY_CONFIG: ImageConfig = {
  created: null,
  author: null,
  user: null,
  workingDir: null,
  entrypoint: null,
  cmd: null,
  env: [],
  exposedPorts: [],
  volumes: [],
  labels: new Map(),
  stopSignal: null,
  healthcheck: null,
  shell: null,
  onBuild: [],
};

/** @returns an image with layers in memory, for tests of trees and numbers that need no archive. */
export function memoryImage(
  layers: readonly (readonly MemberSpec[])[],
  options: MemoryImageOptions = {},
): Image {
  return {
    source: "memory",
    format: "docker-archive",
    references: [],
    id: `sha256:${"0".repeat(64)}`,
    digest: null,
    platform: { os: "linux", architecture: "amd64", variant: null },
    annotations: new Map(),
    configBytes: new Uint8Array(),
    config: EMPTY_CONFIG,
    history: [],
    parents: [],
    layers: layers.map((members, index) => memoryLayer(members, index, options)),
    warnings: [],
    close: async () => undefined,
  };
}

function memoryLayer(members: readonly MemberSpec[], index: number, options: MemoryImageOptions): Layer {
  let bytes = "";
  const entries: Entry[] = members.map((spec) => {
    const content = spec.content ?? "";
    const offset = bytes.length;
    bytes += content;
    return entryOf(spec, offset, options.digestsInScan === true ? sha256(content) : null);
  });
  const scan = async ({ onEntry }: Pick<ScanOptions, "onEntry">) => entries.forEach(onEntry);
  async function* content(file: FileBytes) {
    yield Buffer.from(bytes.slice(file.offset, file.offset + file.size));
  }
  async function* data(file: FileBytes) {
    for await (const bytes of content(file)) yield [{ offset: 0, bytes }];
  }
  return {
    index,
    diffId: null,
    digest: null,
    mediaType: null,
    compressedSize: null,
    storedSize: bytes.length,
    available: options.missing?.includes(index) !== true,
    blobKey: `layer ${index}`,
    filePosition: null,
    members: () => recordMembers(scan),
    scan,
    open: content,
    stored: async function* () {
      yield Buffer.from(bytes);
    },
    contents: async function* (files) {
      const order = [...files.keys()].sort((a, b) => files[a].offset - files[b].offset);
      for (const index of order) yield { index, content: content(files[index]), data: data(files[index]) };
    },
    pieces: async function* (files) {
      const order = [...files.keys()].sort((a, b) => files[a].offset - files[b].offset);
      for (const index of order) for await (const bytes of content(files[index])) yield [{ index, bytes }];
    },
    readAll: async (files) =>
      files.map((file) => Buffer.from(bytes.slice(file.offset, file.offset + file.size))),
    digests: async (files) => files.map((file) => sha256(bytes.slice(file.offset, file.offset + file.size))),
    mapDigests: async (files) =>
      files.map((file) => sha256(bytes.slice(file.offset, file.offset + file.size))),
    verify: async () => undefined,
  };
}

export function entryOf(spec: MemberSpec, offset: number, contentDigest: Uint8Array | null): Entry {
  const size = (spec.content ?? "").length;
  return {
    path: rawPath(spec.path),
    type: spec.type ?? "file",
    size,
    stored: size,
    offset,
    sparse: null,
    mode: spec.mode ?? 0o644,
    uid: spec.uid ?? 0,
    gid: spec.gid ?? 0,
    mtime: spec.mtime ?? 0,
    mtimeNanos: 0,
    linkname: rawPath(spec.linkname ?? ""),
    device: spec.type === "char" || spec.type === "block" ? { major: 1, minor: 3 } : null,
    xattrs: spec.xattrs
      ? new Map<string, RawPath>(Object.entries(spec.xattrs).map(([k, v]) => [k, rawPath(v)]))
      : null,
    headBlocks: 0,
    contentDigest,
  };
}

function sha256(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
