import { fail, isSystemError, LayerxError } from "../../errors.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { LIMIT_WORDS, type Limits } from "../limits.js";

/** Bytes that cannot be read as what they should be. Which archive or layer they belong to is known further up. */
export class Damage extends Error {
  override readonly name = "Damage";
  readonly kind: "corrupt" | "truncated";
  /** Offset at which reading stopped, bytes. */
  readonly at: number;

  constructor(kind: "corrupt" | "truncated", at: number, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.kind = kind;
    this.at = at;
  }
}

/** Bytes that are no tar archive from the first one on: nothing of them is damaged. */
export class NotTar extends Error {
  override readonly name = "NotTar";
}

/** A bound of `limits.ts` that the input goes beyond. */
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

/** What was being read: the input as the user named it, and the layer's index. */
export interface DamagePlace {
  readonly input: Printable;
  /** `null`: the archive itself. */
  readonly layer: number | null;
}

/** Turns what a decoder threw into the catalogue's error; anything else is thrown on as it is. */
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
    fail("unreadable", { input, reason: escapeText(error.message) }, error);
  }
  throw error;
}
