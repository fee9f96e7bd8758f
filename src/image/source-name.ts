import { escapePath, type Printable, rawPath } from "../text/escape.js";
import type { Image } from "./image.js";

/** True for `-`, with or without a scheme and a suffix: `docker-archive:-:app:1`. */
export function readsStandardInput(source: string): boolean {
  return /^(?:-|(?:docker-archive|oci-archive|oci|dir):-|(?:docker-archive|oci-archive|oci):-:.+)$/s.test(
    source,
  );
}

/**
 * The name of an image's source, in errors and where a report says where an image comes from: the argument as the user
 * typed it, or `standard input`. Only the `source` field of JSON is the argument itself.
 */
export function sourceName(source: string): Printable {
  return escapePath(rawPath(readsStandardInput(source) ? "standard input" : source));
}

/** The one name of an image in every command and format, and in the explorer: its first reference, else that of its source. */
export function imageName({ references, source }: Pick<Image, "references" | "source">): Printable {
  const [reference] = references;
  return reference === undefined ? sourceName(source) : escapePath(rawPath(reference));
}
