import type { LayerxError } from "../../errors.js";
import type { ImageFormat, Warning } from "../../image/image.js";
import type { Platform } from "../../image/platform.js";
import type { Printable } from "../../text/escape.js";
import type { Document } from "../source.js";

/** One image of a source, for one platform: the facts that select it. */
export interface Variant {
  /**
   * The digest of its manifest's bytes, in the algorithm of its name; `null` if the source has no manifest.
   */
  readonly digest: string | null;
  /** The digest that names the manifest. */
  readonly promisedDigest: string | null;
  /**
   * The image ID: the digest of the config's bytes, in the algorithm of its name. Before its manifest is read,
   * the digest of the manifest.
   */
  readonly id: string;
  /** The digest that names the config. */
  readonly configDigest: string | null;
  /** The platform in the index; if the index has none, the platform in the config. */
  readonly platform: Platform;
  /** `os.version`, which distinguishes Windows images for one platform. */
  readonly osVersion: string | null;
  /** Lowest first; `null` before its manifest is read. */
  readonly layers: readonly LayerRef[] | null;
}

/** One image of a source, for one platform: the facts in its manifest. Its layers are not read. */
export interface Candidate extends Variant {
  readonly config: Document;
  /**
   * True if its platform in the index is `unknown/unknown`: it counts only if the source has no other image.
   */
  readonly passedOver: boolean;
  /** The annotations of the manifest, as stored; empty if it has none. */
  readonly annotations: ReadonlyMap<string, string>;
  readonly layers: readonly LayerRef[];
}

export interface LayerRef {
  /** The name in the manifest. */
  readonly name: string;
  readonly digest: string | null;
  readonly mediaType: string | null;
  /** Bytes, from the manifest. */
  readonly size: number | null;
  /** True if its bytes are not in the source (`urls`, or such a media type). */
  readonly foreign: boolean;
}

/**
 * An image, or one platform of an image, whose documents cannot be read. Other images can still be opened.
 */
export interface BrokenImage {
  readonly digest: string | null;
  /** The platform in the index; `null` if the index has none. */
  readonly platform: Platform | null;
  readonly osVersion: string | null;
  /**
   * True if a document was not saved with the archive. Partial copies are normal, so an image without a name
   * does not count then.
   */
  readonly absent: boolean;
  readonly error: LayerxError;
}

/** One line of a source's list: an image with its names, for one platform or several. */
export interface Listed<V extends Variant = Candidate> {
  readonly references: readonly string[];
  /** Digests of the whole image: those of indexes. */
  readonly digests: readonly string[];
  readonly variants: readonly V[];
  readonly broken: readonly BrokenImage[];
  readonly parents: readonly string[];
}

/** An artifact that is not an image. */
export interface Artifact {
  readonly references: readonly string[];
  readonly digest: string | null;
  /** The kind in words: "a Helm chart". */
  readonly kind: Printable;
}

/** The contents of a source. */
export interface Listing<V extends Variant = Candidate> {
  readonly format: ImageFormat;
  /** The document that lists the images. */
  readonly name: Printable;
  readonly images: readonly Listed<V>[];
  readonly artifacts: readonly Artifact[];
  /** Warnings about documents that were not needed and could not be read. */
  readonly warnings: readonly Warning[];
}

/** The result of reading one form of a source. The caller adds the form and the name of the document. */
export type Found = Omit<Listing, "format" | "name">;
