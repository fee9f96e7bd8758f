import { type ErrorCode, LayerxError } from "../errors.js";
import type { Printable } from "../text/escape.js";
import type { Platform } from "./platform.js";

/** One of several images, or platforms of an image, that the user may mean. */
export interface ImageChoice {
  /** The references, as stored. */
  readonly references: readonly string[];
  /** The digest of its config; of its manifest, if its config cannot be read. */
  readonly id: string;
  /** The digest of its manifest, or of the index of its platforms; `null` if neither is known. */
  readonly digest: string | null;
  /** Its platforms. A single image may be for several platforms. */
  readonly platforms: readonly Platform[];
  /** `os.version` of the platform; `null` if it is not set. */
  readonly osVersion: string | null;
  /** Bytes of its stored layers; `null` if they are not known without reading the layers. */
  readonly storedBytes: number | null;
  /** The reason why it cannot be opened; `null` if no reason is known. */
  readonly problem: Printable | null;
  /** The value of `--image` or `--platform` that selects it. */
  readonly wish: { readonly image: string } | { readonly platform: string };
}

/** The error for an unclear choice: the user did not say which image is meant. It has the choices as data. */
export class UnclearChoice extends LayerxError {
  readonly choices: readonly ImageChoice[];

  constructor(
    code: Extract<ErrorCode, "several-images" | "several-platforms" | "several-alike">,
    details: Readonly<Record<string, string>>,
    choices: readonly ImageChoice[],
  ) {
    super(code, details);
    this.choices = choices;
  }
}

/** Lets the user select one of the choices. */
export type PickImage = (unclear: UnclearChoice) => Promise<ImageChoice>;
