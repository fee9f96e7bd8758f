import { escapePath, type Printable, rawPath } from "../text/escape.js";
import type { Image } from "./image.js";

/** Returns true for `-`, with or without a scheme and a suffix: `docker-archive:-:app:1`. */
export function readsStandardInput(source: string): boolean {
  return /^(?:-|(?:docker-archive|oci-archive|oci|dir):-|(?:docker-archive|oci-archive|oci):-:.+)$/s.test(
    source,
  );
}

/**
 * Returns the name of an image's source for errors and reports: the argument as the user typed it, or
 * `standard input`. Only the `source` field of JSON always has the argument itself.
 */
export function sourceName(source: string): Printable {
  const isEmpty = source.trim() === "";
  return escapePath(
    rawPath(readsStandardInput(source) ? "standard input" : isEmpty ? "an empty path" : source),
  );
}

/**
 * Returns the name of an image in every command, format and in the explorer: its first reference, or the name
 * of its source.
 */
export function imageName({ references, source }: Pick<Image, "references" | "source">): Printable {
  const [reference] = references;
  return reference === undefined ? sourceName(source) : escapePath(rawPath(reference));
}
