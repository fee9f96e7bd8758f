import { closeSync, readSync } from "node:fs";
import type { Image, ImageFormat } from "../../image/image.js";
import { escapeText, type Printable } from "../../text/escape.js";
import type { FetchedArchive } from "../archive/archive-again.js";
import { ArchiveRecorder } from "../archive/archive-record.js";
import { type ArchiveSource, type ArrivedMembers, openArchive } from "../archive/archive-source.js";
import { keepArchive, keptArchive, NotRecorded } from "../archive/kept-archive.js";
import { blobMemory } from "../cache/file-memory.js";
import { Damage, explain, LimitPassed, NotTar } from "../damage.js";
import { imageOf } from "../layers/image-of.js";
import { DEFAULT_LIMITS } from "../limits.js";
import type { NamedOptions } from "../named-source.js";
import { list } from "../open.js";
import type { Source } from "../source.js";
import { type SpoolPart, spoolParts } from "../spool.js";
import { ArrivingArchive } from "./arriving-archive.js";
import { bodyWords } from "./engine-message.js";

export interface Packed {
  /** The name of the image in messages. */
  readonly input: Printable;
  /** The name that the user gave, for `image.source`. */
  readonly source: string;
  readonly format: ImageFormat;
  /** Tags in the engine's list; `null`: the tags in the archive. */
  readonly references: readonly string[] | null;
  /** Throws the error for an engine that reports a failure in the middle of the archive. */
  failed(words: Printable): never;
}

const ERROR_BYTES = 64 * 1024;

/** Starts packing the archive, and passes its chunks to `use`. */
export type Save = <T>(use: (chunks: AsyncIterable<Buffer>) => Promise<T>) => Promise<T>;

interface PackedOptions {
  /**
   * The cache key of the image, so that the next run can open it without the engine; `null`: it is not
   * cached.
   */
  readonly key: readonly string[] | null;
  readonly options: NamedOptions;
  readonly save: Save;
}

/**
 * Reads the archive that an engine packs. One pass reads and hashes its members, and finds an error that an
 * engine writes instead of a header. Bytes that are needed later are written to a temporary file, which is
 * deleted when the image is closed. If the contents of files are not kept, the first read of a file starts the
 * packing again.
 * @throws LayerxError; what `save` throws; the signal's reason
 */
export async function openPacked(packed: Packed, { key, options, save }: PackedOptions): Promise<Image> {
  const fetch = () =>
    save(async (chunks) => fetchedFrom(await received(chunks, packed, whole(options)), packed));
  const { archive, digests, recorder } = await save((chunks) =>
    received(chunks, packed, { ...options, fetch }),
  );
  try {
    const image = await imageFrom(archive, packed, options);
    const right = checkDiffIds(image, digests);
    const { cache } = options;
    if (right && key !== null && recorder !== undefined && cache !== undefined)
      await keepArchive(recorder, { cache, key });
    return image;
  } catch (error) {
    await archive.close();
    return explain(error, { input: packed.input, layer: null });
  }
}

/** Returns the cached image of a key; `null` if it is not complete. */
export async function openKept(
  key: readonly string[],
  packed: Packed,
  { options, save }: Omit<PackedOptions, "key">,
): Promise<Image | null> {
  const { cache } = options;
  if (cache === undefined) return null;
  const fetch = () =>
    save(async (chunks) => fetchedFrom(await received(chunks, packed, whole(options)), packed));
  const memoryOf = (digest: string) => blobMemory(cache, digest);
  const kept = await keptArchive({ input: packed.input, cache, key, memoryOf, fetch });
  if (kept === null) return null;
  try {
    return await imageFrom(kept, packed, options);
  } catch (error) {
    await kept.close();
    if (error instanceof NotRecorded) return null;
    return explain(error, { input: packed.input, layer: null });
  }
}

/** Returns the image of the archive, with the names in the engine's list. */
async function imageFrom(archive: Source, packed: Packed, options: NamedOptions): Promise<Image> {
  const { format, source, references } = packed;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const listing = await list(archive, { forced: null, limits });
  const images =
    references === null || listing.images.length !== 1
      ? listing.images
      : listing.images.map((image) => ({ ...image, references }));
  return imageOf(archive, { ...listing, format, images }, { ...options, image: undefined, source });
}

interface Received {
  readonly archive: ArchiveSource;
  /** Digests of the members, by `blobKey`. */
  readonly digests: MemberDigests;
  readonly recorder: ArchiveRecorder | undefined;
}

type ReceiveOptions = NamedOptions & Pick<ArrivedMembers, "fetch">;

/** Returns the options for keeping all bytes of an archive. */
function whole(options: NamedOptions): ReceiveOptions {
  const fetch = () => Promise.reject(new Error("all bytes of the archive are there"));
  return { ...options, keepContent: true, fetch };
}

async function received(
  chunks: AsyncIterable<Buffer>,
  packed: Packed,
  options: ReceiveOptions,
): Promise<Received> {
  const { cache, signal, fetch } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { fd, size, arrived } = await spooled(chunks, packed, options);
  const { members, digests, layers, absent } = arrived;
  const keeps = cache?.keeps === true;
  const recorder = keeps ? new ArchiveRecorder((key) => digests.get(key) ?? null) : undefined;
  const memoryOf = (key: string) => {
    const digest = digests.get(key);
    if (cache === undefined || !keeps || digest === undefined) return undefined;
    return { ...blobMemory(cache, digest), hashed: digest };
  };
  const archive = await openArchive(
    { fd, size, input: packed.input, memoryOf, recorder, arrived: { members, layers, absent, fetch } },
    { limits, signal },
  );
  return { archive, digests, recorder };
}

/** Finds the blobs of an archive that was packed again. Names may differ, but bytes may not. */
function fetchedFrom({ archive, digests }: Received, { failed }: Packed): FetchedArchive {
  return {
    close: () => archive.close(),
    blob: async (name, { id }) => {
      for (const path of [name, ...archive.paths()]) {
        const blob = await archive.blob(path);
        if (blob !== null && digests.get(blob.key) === id) return blob;
      }
      return failed(escapeText(`the image has no layer any more whose blob is ${id}`));
    },
  };
}

/** Digests of members, by the offset of their content in the file. */
type MemberDigests = ReadonlyMap<string, string>;

async function spooled(
  chunks: AsyncIterable<Buffer>,
  { input, failed }: Packed,
  { cache, tempDir, keepContent = true, signal, onProgress, ...options }: ReceiveOptions,
): Promise<{ fd: number; size: number; arrived: ArrivingArchive }> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const arrived = new ArrivingArchive({ limits, digests: cache?.keeps === true, keepContent });
  let damage: unknown = null;
  let size = 0;
  async function* parts(): AsyncGenerator<SpoolPart> {
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      const start = size;
      size += chunk.length;
      onProgress?.({ phase: "reading", doneBytes: size, totalBytes: null });
      if (damage === null) damage = damageOf(() => arrived.read(chunk));
      const kept = damage === null ? arrived.kept() : [{ bytes: chunk, at: 0 }];
      for (const { bytes, at } of kept) yield { bytes, at: start + at };
      // The text of an error is short. Other input that is not an archive may be endless.
      if (damage !== null && size - arrived.next > ERROR_BYTES) break;
    }
    damage ??= damageOf(() => arrived.finish());
  }
  const fd = await spoolParts(parts(), { folder: tempDir, input });
  if (damage === null) return { fd, size, arrived };
  const rest = Buffer.alloc(Math.max(0, Math.min(size - arrived.next, ERROR_BYTES)));
  readSync(fd, rest, 0, rest.length, arrived.next);
  closeSync(fd);
  const said = rest.toString("utf8").replaceAll("\0", "");
  return said.startsWith("{") ? failed(bodyWords(said)) : explain(damage, { input, layer: null });
}

function damageOf(work: () => void): unknown {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Damage || error instanceof NotTar || error instanceof LimitPassed) return error;
    throw error;
  }
}

/**
 * Compares the diff IDs of plain layers with their digests.
 * @returns false if one differs
 */
function checkDiffIds({ layers, warnings }: Image, digests: MemberDigests): boolean {
  let right = true;
  for (const { index, diffId, blobKey, compressedSize } of layers) {
    const actual = digests.get(blobKey);
    if (compressedSize !== null || actual === undefined || !diffId?.startsWith("sha256:")) continue;
    if (actual === diffId) continue;
    right = false;
    warnings.push({
      code: "diff-id-mismatch",
      message: `layer ${index}: its bytes are ${actual}, the config promises ${diffId}`,
    });
  }
  return right;
}
