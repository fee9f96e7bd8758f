import { readFileSync, statSync } from "node:fs";
import { isSystemError } from "../../errors.js";

/** The storage cannot be read, or has an unexpected form, so that the image must be read in another way. */
export class UnreadableStorage extends Error {
  override readonly name: string = "UnreadableStorage";

  /** The path that this user may not read; `null` if permission is not the reason. */
  get denied(): string | null {
    const { cause } = this;
    if (!isSystemError(cause)) return null;
    return cause.code === "EACCES" || cause.code === "EPERM" ? (cause.path ?? null) : null;
  }
}

/** The user cannot see whether there is a storage at all. */
export class HiddenStorage extends UnreadableStorage {
  override readonly name = "HiddenStorage";
}

/**
 * Returns true if a path of the storage exists.
 * @throws UnreadableStorage if the user cannot see that, for example without permission for its folder
 */
export function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    if (isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR")) return false;
    unreadable(error);
  }
}

/** @throws UnreadableStorage */
export function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    unreadable(error);
  }
}

/** Throws `UnreadableStorage` for an error of the system. Other errors are thrown unchanged. */
export function unreadable(error: unknown): never {
  if (isSystemError(error)) throw new UnreadableStorage(error.message, { cause: error });
  throw error;
}
