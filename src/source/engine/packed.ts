import { closeSync, readSync } from "node:fs";
import type { Entry } from "../../image/entry.js";
import type { Image, ImageFormat } from "../../image/image.js";
import type { Printable } from "../../text/escape.js";
import { type ArchiveSource, openArchive } from "../archive/archive-source.js";
import { Damage, explain, NotTar } from "../image/damage.js";
import { imageOf } from "../image/image-of.js";
import { Tally } from "../image/tally.js";
import { DEFAULT_LIMITS } from "../limits.js";
import { list } from "../open.js";
import { spool } from "../spool.js";
import { TarStream } from "../tar/streamed-tar.js";
import type { NamedOptions } from "./named-options.js";
import { bodyWords } from "./words.js";

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
 * error that an engine writes in the place of a header. The image closes the file.
 * @throws LayerxError; what `chunks` throws; the signal's reason
 */
export async function openPacked(
  chunks: AsyncIterable<Buffer>,
  packed: Packed,
  options: NamedOptions,
): Promise<Image> {
  return (await readPacked(chunks, packed, options)).image;
}

/** An image, and the archive that it was read from. */
interface ReadPacked {
  readonly image: Image;
  readonly archive: ArchiveSource;
  /** Names of its layers in the archive, lowest first. */
  readonly layers: readonly string[];
  /** Digests of what the archive holds, by `blobKey`. */
  readonly digests: MemberDigests;
}

/** The same, with the archive. */
export async function readPacked(
  chunks: AsyncIterable<Buffer>,
  packed: Packed,
  options: NamedOptions,
): Promise<ReadPacked> {
  const { input, format, source } = packed;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { fd, size, digests } = await spooled(chunks, packed, options);
  const archive: ArchiveSource = await openArchive(
    { fd, size, input, cache: null },
    { limits, signal: options.signal },
  );
  try {
    const listing = await list(archive, { forced: null, limits });
    const { references } = packed;
    const images =
      references === null || listing.images.length !== 1
        ? listing.images
        : listing.images.map((image) => ({ ...image, references }));
    const asked = { ...options, image: undefined, source };
    const image = await imageOf(archive, { ...listing, format, images }, asked);
    checkDiffIds(image, digests);
    const variants = listing.images.flatMap((listed) => listed.variants);
    const layers = variants.find(({ id }) => id === image.id)?.layers.map(({ name }) => name) ?? [];
    return { image, archive, layers, digests };
  } catch (error) {
    await archive.close();
    return explain(error, { input, layer: null });
  }
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
      yield chunk;
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

/** Compares the layers that are stored plain with what the pass hashed. */
function checkDiffIds({ layers, warnings }: Image, digests: MemberDigests): void {
  for (const { index, diffId, blobKey, compressedSize } of layers) {
    const actual = digests.get(blobKey);
    if (compressedSize !== null || actual === undefined || !diffId?.startsWith("sha256:")) continue;
    if (actual === diffId) continue;
    warnings.push({
      code: "diff-id-mismatch",
      message: `layer ${index}: its bytes are ${actual}, the config promises ${diffId}`,
    });
  }
}
