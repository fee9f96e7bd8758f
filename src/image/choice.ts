import { type ErrorCode, LayerxError } from "../errors.js";
import type { Printable } from "../text/escape.js";
import type { Platform } from "./platform.js";

/** An image, or one platform of an image, out of several that may be meant. */
export interface ImageChoice {
  /** As stored. */
  readonly references: readonly string[];
  /** Digest of its config; of its manifest, where its config cannot be read. */
  readonly id: string;
  /** Digest of its manifest, or of the index of its platforms; `null` where neither is known. */
  readonly digest: string | null;
  /** The platforms it is for: several where a single image is. */
  readonly platforms: readonly Platform[];
  /** `os.version`, where one image for one platform gives it. */
  readonly osVersion: string | null;
  /** Bytes of its layers as they are stored; `null` where that is not known without reading them. */
  readonly storedBytes: number | null;
  /** Why it cannot be opened; `null` where nothing is known against it. */
  readonly problem: Printable | null;
  /** What chooses it, as `--image` or `--platform` say it. */
  readonly wish: { readonly image: string } | { readonly platform: string };
}

/** It is not said which image is meant: the error for people, with the choices as data. */
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

/** Asks which one is meant. */
export type PickImage = (unclear: UnclearChoice) => Promise<ImageChoice>;
