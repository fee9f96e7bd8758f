import { escapePath, type Printable, rawPath } from "../text/escape.js";

/** Where an image comes from, as the user named it: a path or reference, or `standard input` for `-`. */
export function sourceName(source: string): Printable {
  return escapePath(rawPath(source === "-" ? "standard input" : source));
}
