import type { Writable } from "node:stream";
import type { Image, ImageFormat } from "../../image/image.js";
import { escapeText, type Printable } from "../../text/escape.js";
import type { FetchedArchive } from "../archive/archive-again.js";
import { ArchiveRecorder } from "../archive/archive-record.js";
import { type ArchiveSource, type ArrivedMembers, openArchive } from "../archive/archive-source.js";
import { keepArchive, keptArchive, NotRecorded } from "../archive/kept-archive.js";
import { blobMemory } from "../cache/file-memory.js";
import { explain } from "../damage.js";
import { imageOf } from "../layers/image-of.js";
import { DEFAULT_LIMITS } from "../limits.js";
import type { NamedOptions } from "../named-source.js";
import { list } from "../open.js";
import type { Source } from "../source.js";
import { ArchiveSink } from "./archive-sink.js";

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

/** Starts packing the archive, and writes it to a stream. */
export type Save = (sink: Writable) => Promise<void>;

interface PackedOptions {
  /**
   * The cache key of the image, so that the next run can open it without the engine; `null`: it is not
   * cached.
   */
  readonly key: readonly string[] | null;
  readonly options: NamedOptions;
  readonly save: Save;
  /** The expected size in bytes; 0 if it is not known. */
  readonly bytes: number;
}

/**
 * Reads the archive that an engine packs. One pass reads and hashes its members, and finds an error that an
 * engine writes instead of a header. Bytes that are needed later are written to a temporary file, which is
 * deleted when the image is closed. If the contents of files are not kept, the first read of a file starts the
 * packing again.
 * @throws LayerxError; what `save` throws; the signal's reason
 */
export async function openPacked(
  packed: Packed,
  { key, options, save, bytes }: PackedOptions,
): Promise<Image> {
  const fetch = async () => fetchedFrom(await received(save, packed, whole(options)), packed);
  const { archive, digests, recorder } = await received(save, packed, { ...options, fetch, bytes });
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
  { options, save }: Omit<PackedOptions, "key" | "bytes">,
): Promise<Image | null> {
  const { cache } = options;
  if (cache === undefined) return null;
  const fetch = async () => fetchedFrom(await received(save, packed, whole(options)), packed);
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
  return imageOf(archive, { ...listing, format, images }, { ...options, source });
}

interface Received {
  readonly archive: ArchiveSource;
  /** Digests of the members, by `blobKey`. */
  readonly digests: MemberDigests;
  readonly recorder: ArchiveRecorder | undefined;
}

type ReceiveOptions = NamedOptions & Pick<ArrivedMembers, "fetch"> & { readonly bytes?: number };

/** Returns the options for keeping all bytes of an archive. */
function whole(options: NamedOptions): ReceiveOptions {
  const fetch = () => Promise.reject(new Error("all bytes of the archive are there"));
  return { ...options, keepContent: true, fetch };
}

async function received(save: Save, packed: Packed, options: ReceiveOptions): Promise<Received> {
  const { cache, signal, fetch } = options;
  const keepContent = options.keepContent !== false;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const keeps = cache?.keeps === true;
  const sink = new ArchiveSink({
    ...options,
    ...packed,
    limits,
    keepContent,
    // Contents that are not kept are compared by their digests.
    digests: keeps || !keepContent,
  });
  try {
    await save(sink);
  } finally {
    sink.destroy();
  }
  const { fd, size } = sink;
  const { members, digests, layers, absent } = sink.arriving;
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
      message: `layer ${index}: its digest is ${actual}, but the config has ${diffId}`,
    });
  }
  return right;
}
