import type { ImageFormat, Platform } from "../../image/image.js";
import type { Printable } from "../../text/escape.js";
import type { Document } from "../source.js";

/** One image that a source holds, for one platform: what its manifest says, nothing read of its layers. */
export interface Candidate {
  /** Digest of its manifest; `null` where the source has none. */
  readonly digest: string | null;
  /** Digest that the manifest should have. */
  readonly promisedDigest: string | null;
  readonly config: Document;
  /** Digest that the config should have. */
  readonly configDigest: string | null;
  readonly platform: Platform;
  /** Of the manifest, as stored; empty where it has none. */
  readonly annotations: ReadonlyMap<string, string>;
  /** Lowest first. */
  readonly layers: readonly LayerRef[];
}

export interface LayerRef {
  /** As the manifest names it. */
  readonly name: string;
  readonly digest: string | null;
  readonly mediaType: string | null;
  /** Bytes that the manifest promises. */
  readonly size: number | null;
  /** Its bytes are elsewhere (`urls`, or a media type that says so). */
  readonly foreign: boolean;
}

/** One line of what a source lists: an image under its names, for one platform or several. */
export interface Listed {
  readonly references: readonly string[];
  /** Digests that name all of it: those of indexes. */
  readonly digests: readonly string[];
  readonly variants: readonly Candidate[];
  readonly parents: readonly string[];
}

/** Everything that a source holds. */
export interface Listing {
  readonly format: ImageFormat;
  /** The document that lists the images. */
  readonly name: Printable;
  readonly images: readonly Listed[];
  /** What else it names, in words: "a Helm chart". */
  readonly artifacts: readonly Printable[];
  /** The first manifest or config that is named and not there. */
  readonly absent: { readonly role: string; readonly name: string } | null;
}
