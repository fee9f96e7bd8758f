/*
 * The catalogue: every error that a user can meet. One place in `cli/` turns it into words and an exit code.
 */

export interface ErrorText {
  /** What failed, on which input: one sentence, untrusted parts already escaped. */
  readonly what: string;
  /** Why. */
  readonly why: string;
  /** The next thing to try. */
  readonly next: string;
}

type Details = Record<string, string | number>;

/** One error a user can meet, by code; `test/errors.test.ts` walks it. Every value in `d` is printable. */
const CATALOGUE = {
  "not-found": (d) => ({
    what: `cannot open ${d.input}`,
    why: "there is no such file or folder",
    next: "check the path; an image of an engine is saved with `docker save IMAGE -o image.tar`",
  }),
} satisfies Record<string, (details: Details) => ErrorText>;

export type ErrorCode = keyof typeof CATALOGUE;

export const errorCodes = Object.keys(CATALOGUE) as ErrorCode[];

/** What could not be done, in words for the user. Exit code 2. */
export class LayerxError extends Error implements ErrorText {
  override readonly name = "LayerxError";
  readonly code: ErrorCode;
  readonly what: string;
  readonly why: string;
  readonly next: string;

  constructor(code: ErrorCode, details: Details = {}, cause?: unknown) {
    const text = CATALOGUE[code](details);
    super(`${text.what}: ${text.why}`, { cause });
    this.code = code;
    this.what = text.what;
    this.why = text.why;
    this.next = text.next;
  }
}

/** Throws the catalogue's error `code`. */
export function fail(code: ErrorCode, details?: Details, cause?: unknown): never {
  throw new LayerxError(code, details, cause);
}
