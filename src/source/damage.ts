import { fail, isSystemError, LayerxError } from "../errors.js";
import { escapeText, type Printable } from "../text/escape.js";
import { readReason } from "../text/system-words.js";
import { LIMIT_WORDS, type Limits } from "./limits.js";

/** Damaged bytes. The caller adds the name of the archive or layer. */
export class Damage extends Error {
  override readonly name = "Damage";
  readonly kind: "corrupt" | "truncated";
  /** The offset in bytes at which reading stopped. */
  readonly at: number;

  constructor(kind: "corrupt" | "truncated", at: number, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.kind = kind;
    this.at = at;
  }
}

/** The input is not a tar archive: its first bytes are something else. This is not damage. */
export class NotTar extends Error {
  override readonly name = "NotTar";
}

/** The input exceeds a limit of `limits.ts`. */
export class LimitPassed extends Error {
  override readonly name = "LimitPassed";
  readonly limit: keyof Limits;
  readonly bound: number;

  constructor(limit: keyof Limits, bound: number) {
    super(`more than ${bound}`);
    this.limit = limit;
    this.bound = bound;
  }
}

/** The place of an error: the input as the user named it, and the layer's index. */
export interface DamagePlace {
  readonly input: Printable;
  /** `null`: the archive itself. */
  readonly layer: number | null;
}

/** Turns an error of a decoder into an error of the catalogue. Any other error is thrown unchanged. */
export function explain(error: unknown, { input, layer }: DamagePlace): never {
  const where = layer === null ? input : `layer ${layer} of ${input}`;
  if (error instanceof LimitPassed) {
    const { flag, of } = LIMIT_WORDS[error.limit];
    fail("limit-passed", { where, of, bound: error.bound, flag }, error);
  }
  if (error instanceof NotTar) {
    const details = { where, at: 0, reason: "there is no tar header" };
    fail(layer === null ? "archive-corrupt" : "layer-corrupt", details, error);
  }
  if (error instanceof Damage) {
    const details = { where, at: error.at, reason: escapeText(error.message) };
    if (layer === null) fail(`archive-${error.kind}`, details, error);
    fail(`layer-${error.kind}`, details, error);
  }
  if (!(error instanceof LayerxError) && isSystemError(error)) {
    fail("unreadable", { input, reason: readReason(error) }, error);
  }
  throw error;
}
