import type { LayerxError } from "../errors.js";
import type { Image } from "../image/image.js";
import type { Printable } from "../text/escape.js";
import type { OpenOptions } from "./open.js";
import type { RemoteKind } from "./references/scheme.js";
import type { NetworkOptions } from "./registry/open-registry.js";

/** The options for opening an image by its name. */
export interface NamedOptions extends OpenOptions {
  readonly network: NetworkOptions;
  readonly tempDir: string;
}

/** An image as the user named it. */
export interface NamedImage {
  /** The reference or ID, without a scheme. */
  readonly name: string;
  /** The whole argument, for `image.source`. */
  readonly source: string;
  /** True if the user named the source, so that no other source is tried. */
  readonly forced: boolean;
}

/** The answer of a source to a name. Any other failure is thrown and ends the search. */
export type Reply =
  | { readonly is: "image"; readonly image: Image }
  | {
      /**
       * `absent`: the source does not have the image. `not available`: the source does not exist, or cannot have
       * the image.
       */
      readonly is: "absent" | "not available";
      readonly why: Printable;
      /** The same as an error, if the user named this source. */
      readonly error: LayerxError;
    };

/** A source of images by name. */
export interface NamedSource {
  readonly name: RemoteKind;
  /** @throws LayerxError; the signal's reason */
  open(named: NamedImage, options: NamedOptions): Promise<Reply>;
}

/** Returns true for an image ID. Only engines have IDs; a registry does not. */
export function isImageId(name: string): boolean {
  return /^(?:[0-9a-f]{12,64}|sha256:[0-9a-f]{64})$/.test(name);
}
