import { fail } from "../../errors.js";
import { describe } from "../archive/describe.js";
import { Damage, type DamagePlace, explain, LimitPassed, NotTar } from "../damage.js";
import type { LayerBytes } from "./layer-bytes.js";

/** The kind of a layer that is not a tar archive, in words, and the next step for the user. */
interface LayerKind {
  /** The end of "it is …": "an EROFS filesystem". */
  readonly kind: string;
  readonly next: string;
}

const OTHER_LAYERS = "give an image whose layers are tar archives, plain or compressed with gzip or zstd";

/** Kinds by media type, for layers whose first bytes do not show the kind. */
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

/** The number of first bytes that show any of these kinds. */
const KIND_BYTES = 66 * 1024;

/**
 * Returns the kind of a layer without tar headers, by its first bytes, else by its media type, because
 * encrypted bytes look like anything. `null` if neither shows a kind.
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

/**
 * Returns the kind of a layer that is known not to be a tar archive. There is a text for every such layer.
 */
function layerKind(mediaType: string | null, head: Buffer, size: number): LayerKind {
  const known = foreignKind(mediaType, head);
  if (known !== null) return known;
  const zeros = head.length > 0 && head[0] === 0 && head.subarray(0, 512).every((byte) => byte === 0);
  return { kind: zeros ? "zeros, and other bytes after them" : describe(head, size), next: OTHER_LAYERS };
}

/** The failed layer, as far as it was read. */
interface FailedLayer {
  readonly packed: LayerBytes | null;
  readonly mediaType: string | null;
  readonly place: DamagePlace & { readonly layer: number };
}

/**
 * Turns an error of reading a layer into an error of the catalogue. The error for a layer that is not a tar
 * archive names its kind.
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
    const reason = `only ${available} of ${size} bytes are stored`;
    if (available < size) explain(new Damage("truncated", error.at, reason, error), place);
  }
  explain(error, place);
}

/** Returns the kind of a layer that is not a tar archive; `null` for a tar archive that is damaged. */
async function kindInstead(
  error: unknown,
  packed: LayerBytes,
  mediaType: string | null,
): Promise<LayerKind | null> {
  if (error instanceof NotTar) return layerKind(mediaType, await headOf(packed), packed.blob.size);
  // Bytes that are not zstd may request a window of any size.
  const isWindow = error instanceof LimitPassed && error.limit === "zstdWindow";
  return error instanceof Damage || isWindow ? foreignKind(mediaType, Buffer.alloc(0)) : null;
}

/** Returns the first bytes of the uncompressed archive of a layer, which show its kind. */
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
