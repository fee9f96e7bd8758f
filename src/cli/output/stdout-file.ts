import { fstatSync } from "node:fs";
import { isSystemError } from "../../errors.js";

/** Returns the descriptor of the regular file that a stream writes to; `null` if it writes to something else. */
export function fileOf(stream: NodeJS.WritableStream): number | null {
  const fd = "fd" in stream ? stream.fd : undefined;
  if (typeof fd !== "number") return null;
  try {
    return fstatSync(fd).isFile() ? fd : null;
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}
