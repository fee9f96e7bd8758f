import { createHash } from "node:crypto";
import { closeSync, constants, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { isSystemError } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { field, texts } from "../../image/json-field.js";
import { BLOCK } from "../../image/tar-block.js";
import { escapeText, type Printable } from "../../text/escape.js";
import type { LayerRef, Listing } from "../archive/candidate.js";
import type { Blob, LayerMemory } from "../blob.js";
import { type Cache, NO_CACHE } from "../cache/cache.js";
import { headersMemory } from "../cache/file-memory.js";
import { osVersionOf, platformOf, UNKNOWN_PLATFORM } from "../choose-platform.js";
import { explain } from "../damage.js";
import { parseJson } from "../json.js";
import { LateBlob } from "../late-blob.js";
import { imageOf } from "../layers/image-of.js";
import type { NamedImage, NamedOptions } from "../named-source.js";
import { quoted } from "../registry/registry-message.js";
import type { Source } from "../source.js";
import { composefsPlaces } from "./composefs.js";
import type { PodmanStore, StoredImage } from "./podman-store.js";
import { SplitBlob } from "./split-blob.js";
import { UnreadableStorage, unreadable } from "./storage-file.js";
import { type Piece, readPieces } from "./tar-split.js";

interface AddOptions {
  /** Bytes of the layer's archive, as Podman stored it. */
  readonly size: number | null;
  readonly whole: boolean;
  readonly signal?: AbortSignal;
}

/** The layers of one image in Podman's storage, by their IDs there. */
class StorageSource implements Source {
  readonly kind = "folder";
  readonly input: Printable;
  private readonly blobs = new Map<string, Blob>();
  private readonly folders: number[] = [];
  private readonly store: PodmanStore;
  private readonly cache: Cache;

  constructor(store: PodmanStore, { input, cache }: { input: Printable; cache: Cache }) {
    this.store = store;
    this.input = input;
    this.cache = cache;
  }

  /**
   * Reads the headers of a layer, if an earlier run did not cache them. With `whole`, its contents must be readable, too.
   * @throws UnreadableStorage; the signal's reason
   */
  async add(id: string, { size, whole, signal }: AddOptions): Promise<void> {
    if (this.blobs.has(id)) return;
    const { cache } = this;
    const path = this.store.splitFile(id);
    const packed = await readStored(path);
    const { folder: files, table } = this.store.filesOf(id);
    const folder = openFolder(files);
    this.folders.push(folder);
    const memory = cache.keeps && size !== null ? memoryOf(packed, { cache, size, whole }) : undefined;
    const where = escapeText(`layer ${id.slice(0, 12)} of ${this.input}`);
    const load = async () => {
      const place = table === null ? undefined : composefsPlaces(await readStored(table));
      return new SplitBlob(await readPieces(packed, { path, signal }), {
        ...{ key: id, folder, where, memory },
        place,
      });
    };
    const kept = (await memory?.find()) ?? null;
    if (kept !== null && size !== null && (await cache.hasLayer(kept))) {
      this.blobs.set(id, new LateBlob({ key: id, size, compression: "none" }, { memory, load }));
      return;
    }
    const blob = await load();
    if (whole && !mayReadAll(blob.pieces, (name) => closeSync(blob.openFile(name)))) {
      throw new UnreadableStorage(`files of layer ${id} may not be read by this user`);
    }
    if (size !== null && blob.size !== size) {
      throw new UnreadableStorage(
        `the headers of layer ${id} describe ${blob.size} bytes, and ${size} were stored`,
      );
    }
    this.blobs.set(id, blob);
  }

  async blob(name: string): Promise<Blob | null> {
    return this.blobs.get(name) ?? null;
  }

  async has(name: string): Promise<boolean> {
    return this.blobs.has(name);
  }

  async read(): Promise<Buffer | null> {
    return null;
  }

  summary(): Printable {
    return escapeText(`${this.blobs.size} layers`);
  }

  /** Missing files were already found when the layers were added. */
  checkWhole(): void {}

  async close(): Promise<void> {
    for (const folder of this.folders.splice(0)) closeSync(folder);
    this.blobs.clear();
  }
}

/**
 * Opens an image from Podman's storage: headers from the tar-split files, contents from the folders of the
 * layers. With `whole`, the contents of all files must be readable.
 * @throws UnreadableStorage if the storage is not complete; LayerxError; the signal's reason
 */
export async function openStored(
  store: PodmanStore,
  stored: StoredImage,
  { named, whole, options }: { named: NamedImage; whole: boolean; options: NamedOptions },
): Promise<Image> {
  const input = quoted(named.name);
  const source = new StorageSource(store, { input, cache: options.cache ?? NO_CACHE });
  try {
    const listing = await listed(store, stored, { source, whole, signal: options.signal });
    return await imageOf(source, listing, { ...options, source: named.source });
  } catch (error) {
    await source.close();
    if (error instanceof UnreadableStorage) throw error;
    return explain(error, { input, layer: null });
  }
}

async function listed(
  store: PodmanStore,
  { id, names, topLayer }: StoredImage,
  { source, whole, signal }: { source: StorageSource; whole: boolean; signal?: AbortSignal },
): Promise<Listing> {
  const bytes = store.config(id);
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  const config = { name: escapeText("the config"), value: parsed(bytes), bytes, digest };
  const diffIds = texts(field(field(config.value, "rootfs"), "diff_ids")) ?? [];
  const rows = store.layersBelow(topLayer);
  const same = rows.length === diffIds.length && rows.every(({ diffId }, i) => diffId === diffIds[i]);
  if (!same) throw new UnreadableStorage("the config lists other layers than layers.json");
  for (const row of rows) await source.add(row.id, { size: row.size, whole, signal });
  const layers = rows.map(
    (row): LayerRef => ({ name: row.id, digest: null, mediaType: null, size: null, foreign: false }),
  );
  const candidate = {
    digest: null,
    promisedDigest: null,
    config,
    id: digest,
    configDigest: `sha256:${id}`,
    platform: platformOf(config.value) ?? UNKNOWN_PLATFORM,
    osVersion: osVersionOf(config.value),
    passedOver: false,
    annotations: new Map<string, string>(),
    layers,
  };
  const images = [{ references: names, digests: [], variants: [candidate], broken: [], parents: [] }];
  return { format: "podman", name: config.name, images, artifacts: [], warnings: [] };
}

function parsed(bytes: Buffer): unknown {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (error instanceof SyntaxError) throw new UnreadableStorage("the config is not JSON", { cause: error });
    throw error;
  }
}

/** @throws UnreadableStorage */
async function readStored(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    unreadable(error);
  }
}

function memoryOf(
  packed: Buffer,
  { cache, size, whole }: { cache: Cache; size: number; whole: boolean },
): LayerMemory {
  const digest = `sha256:${createHash("sha256").update(packed).digest("hex")}`;
  return headersMemory(cache, { digest, checked: [String(size), whole ? "contents" : "headers"] });
}

function openFolder(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (error) {
    unreadable(error);
  }
}

const MODE_AT = 100;
const MODE_BYTES = 8;
const OTHERS_READ = 0o004;

/**
 * Returns true if the contents of a layer's files may be read. It opens the first file of each folder, and
 * each file that is not readable for everyone: in the storage of a user who is not root, files may belong to
 * subordinate IDs.
 * @param opens opens and closes a file.
 * @throws a system error if it cannot
 */
export function mayReadAll(pieces: readonly Piece[], opens: (name: Buffer) => void): boolean {
  const folders = new Set<string>();
  for (const [index, piece] of pieces.entries()) {
    if (piece.is !== "file") continue;
    const folder = piece.name.subarray(0, piece.name.lastIndexOf(0x2f) + 1).toString("latin1");
    const known = folders.has(folder);
    folders.add(folder);
    if (known && isForAll(pieces[index - 1])) continue;
    try {
      opens(piece.name);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      // Other errors of a file are reported when it is read.
      if (error.code === "EACCES" || error.code === "EPERM") return false;
    }
  }
  return true;
}

/** Returns true if everyone may read a file, by its header, which is the last block before its content. */
function isForAll(before: Piece | undefined): boolean {
  if (before?.is !== "raw" || before.size < BLOCK) return false;
  const at = before.size - BLOCK + MODE_AT;
  const mode = Number.parseInt(before.bytes.subarray(at, at + MODE_BYTES).toString("latin1"), 8);
  return (mode & OTHERS_READ) !== 0;
}
