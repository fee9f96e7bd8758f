import { COMMAND_ERRORS } from "./errors/command-errors.js";
import { ENGINE_ERRORS } from "./errors/engine-errors.js";
import type { Details, ErrorText } from "./errors/error-text.js";
import { IMAGE_ERRORS } from "./errors/image-errors.js";
import { REGISTRY_ERRORS } from "./errors/registry-errors.js";

/** All errors that a user can meet. Only `cli/run.ts` turns them into text and an exit code. */
const CATALOGUE = { ...IMAGE_ERRORS, ...REGISTRY_ERRORS, ...ENGINE_ERRORS, ...COMMAND_ERRORS };

export type ErrorCode = keyof typeof CATALOGUE;

export const errorCodes = Object.keys(CATALOGUE) as ErrorCode[];

/** An error with a text for the user. Exit code 2. */
export class LayerxError extends Error implements ErrorText {
  override readonly name = "LayerxError";
  readonly code: ErrorCode;
  readonly details: Details;
  readonly what: string;
  readonly why: string;
  /** The answer of each source, one line each; empty if only one source was tried. */
  readonly lines: readonly string[];
  readonly next: string;

  /** `changed` replaces parts of the text in the catalogue. */
  constructor(code: ErrorCode, details: Details = {}, cause?: unknown, changed: Partial<ErrorText> = {}) {
    const text: ErrorText = { ...CATALOGUE[code](details), ...changed };
    super(`${text.what}: ${text.why}`, { cause });
    this.code = code;
    this.details = details;
    this.what = text.what;
    this.why = text.why;
    this.lines = text.lines ?? [];
    this.next = text.next;
  }
}

/** Throws the error `code` of the catalogue. */
export function fail(code: ErrorCode, details?: Details, cause?: unknown): never {
  throw new LayerxError(code, details, cause);
}

/** Returns true for an error of the operating system (`ENOENT`, `EACCES`, …). */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "code" in error;
}
