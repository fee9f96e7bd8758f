import { closeSync, readSync } from "node:fs";
import type { Entry } from "../../image/entry.js";
import type { Image, ImageFormat } from "../../image/image.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { ArchiveRecorder } from "../archive/archive-record.js";
import { type ArchiveSource, openArchive } from "../archive/archive-source.js";
import { type FetchedArchive, keepArchive, keptArchive, NotRecorded } from "../archive/kept-archive.js";
import { blobMemory } from "../cache/file-memory.js";
import { Damage, explain, NotTar } from "../image/damage.js";
import { imageOf } from "../image/image-of.js";
import { Tally } from "../image/tally.js";
import { DEFAULT_LIMITS } from "../limits.js";
import { list } from "../open.js";
import type { Source } from "../source.js";
import { spool } from "../spool.js";
import { TarStream } from "../tar/streamed-tar.js";
import { bodyWords } from "./engine-message.js";
import type { NamedOptions } from "./named-options.js";

export interface Packed {
  /** What the image is called in messages. */
  readonly input: Printable;
  /** As the user named it, for `image.source`. */
  readonly source: string;
  readonly format: ImageFormat;
  /** Tags that the engine lists; `null`: those of the archive. */
  readonly references: readonly string[] | null;
  /** Throws the error for an engine that reports a failure in the middle of the archive. */
  failed(words: Printable): never;
}

const BLOCK = 512;
const ERROR_BYTES = 64 * 1024;

/**
 * Reads the archive that an engine packs: one pass writes it to a temporary file, hashes its members, and finds the
 * error that an engine writes in place of a header. The image closes the file.
 * @param chunks each may change once the next one is requested
 * @param key what the image is known by, so that the next run can open it without the engine; `null`: it is not known
 * @throws LayerxError; what `chunks` throws; the signal's reason
 */
export async function openPacked(
  chunks: AsyncIterable<Buffer>,
  packed: Packed,
  { key, options }: { key: readonly string[] | null; options: NamedOptions },
): Promise<Image> {
  const { archive, digests, recorder } = await spooledArchive(chunks, packed, options);
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

/** Has the archive packed, and passes its chunks to `use`. */
export type Save = <T>(use: (chunks: AsyncIterable<Buffer>) => Promise<T>) => Promise<T>;

/** The image that an earlier run kept under a key; `null` where it is not complete. */
export async function openKept(
  key: readonly string[],
  packed: Packed,
  { options, save }: { options: NamedOptions; save: Save },
): Promise<Image | null> {
  const { cache } = options;
  if (cache === undefined) return null;
  const fetch = () =>
    save(async (chunks) => fetchedFrom(await spooledArchive(chunks, packed, options), packed));
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

/** The one image of the archive, under the names that the engine lists. */
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

interface Spooled {
  readonly archive: ArchiveSource;
  /** Digests of what the archive has, by `blobKey`. */
  readonly digests: MemberDigests;
  readonly recorder: ArchiveRecorder | undefined;
}

async function spooledArchive(
  chunks: AsyncIterable<Buffer>,
  packed: Packed,
  options: NamedOptions,
): Promise<Spooled> {
  const { cache, signal } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { fd, size, digests } = await spooled(chunks, packed, options);
  const keeps = cache?.keeps === true;
  const recorder = keeps ? new ArchiveRecorder((key) => digests.get(key) ?? null) : undefined;
  const memoryOf = (key: string) => {
    const digest = digests.get(key);
    if (cache === undefined || !keeps || digest === undefined) return undefined;
    return { ...blobMemory(cache, digest), hashed: digest };
  };
  const archive = await openArchive(
    { fd, size, input: packed.input, memoryOf, recorder },
    { limits, signal },
  );
  return { archive, digests, recorder };
}

/** Finds the blobs of an archive that was packed again. Names may differ, bytes may not. */
function fetchedFrom({ archive, digests }: Spooled, { failed }: Packed): FetchedArchive {
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
  { tempDir, limits, signal, onProgress }: NamedOptions,
): Promise<{ fd: number; size: number; digests: MemberDigests }> {
  const digests = new Map<string, string>();
  /** Where the next header is expected. */
  let next = 0;
  const onEntry = ({ offset, stored, contentDigest }: Entry) => {
    next = Math.max(next, offset + Math.ceil(stored / BLOCK) * BLOCK);
    if (contentDigest) digests.set(`${offset}`, `sha256:${Buffer.from(contentDigest).toString("hex")}`);
  };
  const tally = new Tally({ ...DEFAULT_LIMITS, ...limits }).part("");
  const tar = new TarStream(tally, onEntry, { digests: true });
  let damage: unknown = null;
  async function* passing() {
    let doneBytes = 0;
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      doneBytes += chunk.length;
      onProgress?.({ phase: "reading", doneBytes, totalBytes: null });
      if (damage === null) damage = damageOf(() => tar.push(chunk));
      // The file is written while the next chunk takes this one's place.
      yield Buffer.from(chunk);
      // The words of an error are short. Whatever else is not an archive may be endless.
      if (damage !== null && doneBytes - next > ERROR_BYTES) break;
    }
    damage ??= damageOf(() => tar.finish());
  }
  const { fd, size } = await spool(passing(), { folder: tempDir, input });
  if (damage === null) return { fd, size, digests };
  const rest = Buffer.alloc(Math.max(0, Math.min(size - next, ERROR_BYTES)));
  readSync(fd, rest, 0, rest.length, next);
  closeSync(fd);
  const said = rest.toString("utf8").replaceAll("\0", "");
  return said.startsWith("{") ? failed(bodyWords(said)) : explain(damage, { input, layer: null });
}

function damageOf(work: () => void): unknown {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Damage || error instanceof NotTar) return error;
    throw error;
  }
}

/** Compares the layers that are stored plain with what the pass hashed. @returns false where one differs */
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
