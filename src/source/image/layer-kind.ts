import { fail } from "../../errors.js";
import { describe } from "../archive/describe.js";
import { Damage, type DamagePlace, explain, LimitPassed, NotTar } from "./damage.js";
import type { LayerBytes } from "./layer-bytes.js";

/** What a layer is that is no tar archive, in words, and what to do about it. */
interface LayerKind {
  /** As "it is …" continues: "an EROFS filesystem". */
  readonly kind: string;
  readonly next: string;
}

const OTHER_LAYERS = "give an image whose layers are tar archives, plain or compressed with gzip or zstd";

/** By media type: of these the first bytes tell nothing, or what they wrap. */
const BY_TYPE: readonly (readonly [RegExp, string, string])[] = [
  [/encrypted/i, "encrypted", "decrypt the image first, with its private key"],
  [/nydus/i, "a nydus blob", OTHER_LAYERS],
  [/squashfs/i, "a squashfs filesystem", OTHER_LAYERS],
  [/erofs/i, "an EROFS filesystem", OTHER_LAYERS],
  [/wasm/i, "a WebAssembly module", OTHER_LAYERS],
  [/gguf/i, "a GGUF model", OTHER_LAYERS],
  [/safetensors/i, "a model's tensors", OTHER_LAYERS],
];

const BY_MAGIC: readonly (readonly [offset: number, magic: string, kind: string])[] = [
  [1024, "\xe2\xe1\xf5\xe0", "an EROFS filesystem"],
  [0, "hsqs", "a squashfs filesystem"],
  [0, "sqsh", "a squashfs filesystem"],
  [0, "\0asm", "a WebAssembly module"],
  [0, "GGUF", "a GGUF model"],
  [0, "\xfd7zXZ\0", "compressed with xz"],
  [0, "BZh", "compressed with bzip2"],
  [1080, "\x53\xef", "an ext filesystem"],
  [0, "XFSB", "an XFS filesystem"],
  [0, "\x28\xcd\x3d\x45", "a cramfs filesystem"],
  [32769, "CD001", "an ISO 9660 filesystem"],
  [65600, "_BHRfS_M", "a btrfs filesystem"],
];

/** Bytes at the beginning that tell all of these. */
const KIND_BYTES = 66 * 1024;

/**
 * What a layer without tar headers is: by its first bytes where they tell, by its media type where they do not, since
 * encrypted bytes look like anything. `null` where neither says that it is something else than a tar archive.
 */
function foreignKind(mediaType: string | null, head: Buffer): LayerKind | null {
  const byType = BY_TYPE.find(([pattern]) => pattern.test(mediaType ?? ""));
  if (byType !== undefined && /encrypted/i.test(mediaType ?? "")) return { kind: byType[1], next: byType[2] };
  const byMagic = BY_MAGIC.find(
    ([offset, magic]) => head.toString("latin1", offset, offset + magic.length) === magic,
  );
  if (byMagic !== undefined) return { kind: byMagic[2], next: OTHER_LAYERS };
  return byType === undefined ? null : { kind: byType[1], next: byType[2] };
}

/** The same, where it is known to be no tar archive: then there is always a word for it. */
function layerKind(mediaType: string | null, head: Buffer, size: number): LayerKind {
  const known = foreignKind(mediaType, head);
  if (known !== null) return known;
  const zeros = head.length > 0 && head[0] === 0 && head.subarray(0, 512).every((byte) => byte === 0);
  return { kind: zeros ? "zeros, and other bytes after them" : describe(head, size), next: OTHER_LAYERS };
}

/** What was read of a layer when it failed. */
interface FailedLayer {
  readonly packed: LayerBytes | null;
  readonly mediaType: string | null;
  readonly place: DamagePlace & { readonly layer: number };
}

/**
 * Turns an error while reading a layer into an error of the catalogue. A layer that is not a tar archive is named by what it is.
 * @throws LayerxError, or the error itself
 */
export async function explainLayer(
  error: unknown,
  { packed, mediaType, place }: FailedLayer,
): Promise<never> {
  const kind = packed === null ? null : await kindInstead(error, packed, mediaType);
  if (kind !== null)
    fail("layer-no-tar", { where: `layer ${place.layer} of ${place.input}`, ...kind }, error);
  if (packed !== null && error instanceof Damage && error.kind === "truncated") {
    const { available, size } = packed.blob;
    const reason = `of ${size} bytes that should be stored, ${available} are there`;
    if (available < size) explain(new Damage("truncated", error.at, reason, error), place);
  }
  explain(error, place);
}

/** What a layer is instead of a tar archive; `null` for a tar archive that is damaged. */
async function kindInstead(
  error: unknown,
  packed: LayerBytes,
  mediaType: string | null,
): Promise<LayerKind | null> {
  if (error instanceof NotTar) return layerKind(mediaType, await headOf(packed), packed.blob.size);
  // Bytes that are not zstd may ask for any window.
  const isWindow = error instanceof LimitPassed && error.limit === "zstdWindow";
  return error instanceof Damage || isWindow ? foreignKind(mediaType, Buffer.alloc(0)) : null;
}

/** The first bytes of the uncompressed archive of a layer, which show its kind. */
async function headOf(packed: LayerBytes): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of packed.range({ from: 0, to: KIND_BYTES })) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes >= KIND_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, KIND_BYTES);
}
