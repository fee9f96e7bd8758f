import { COMMAND_ERRORS } from "./errors/command-errors.js";
import { ENGINE_ERRORS } from "./errors/engine-errors.js";
import type { Details, ErrorText } from "./errors/error-text.js";
import { IMAGE_ERRORS } from "./errors/image-errors.js";
import { REGISTRY_ERRORS } from "./errors/registry-errors.js";

/** Every error that a user can meet. One place in `cli/` turns it into words and an exit code. */
const CATALOGUE = { ...IMAGE_ERRORS, ...REGISTRY_ERRORS, ...ENGINE_ERRORS, ...COMMAND_ERRORS };

export type ErrorCode = keyof typeof CATALOGUE;

export const errorCodes = Object.keys(CATALOGUE) as ErrorCode[];

/** What could not be done, in words for the user. Exit code 2. */
export class LayerxError extends Error implements ErrorText {
  override readonly name = "LayerxError";
  readonly code: ErrorCode;
  readonly what: string;
  readonly why: string;
  /** What each source said, one line each; added where several were asked. */
  lines: readonly string[];
  readonly next: string;

  constructor(code: ErrorCode, details: Details = {}, cause?: unknown) {
    const text: ErrorText = CATALOGUE[code](details);
    super(`${text.what}: ${text.why}`, { cause });
    this.code = code;
    this.what = text.what;
    this.why = text.why;
    this.lines = text.lines ?? [];
    this.next = text.next;
  }
}

/** Throws the catalogue's error `code`. */
export function fail(code: ErrorCode, details?: Details, cause?: unknown): never {
  throw new LayerxError(code, details, cause);
}

/** True for an error of the operating system (`ENOENT`, `EACCES`, …). */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "code" in error;
}
