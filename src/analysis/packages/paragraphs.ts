import { linesOf } from "./database-files.js";

/**
 * Yields paragraphs of `Name: value` lines, as in dpkg's control files and Python's metadata. Each paragraph
 * is a map from the lower-case name of a wanted field to its first line. An empty line ends a paragraph. A
 * line that begins with a space continues the field above it.
 */
export function* paragraphs(text: string, wanted: ReadonlySet<string>): Generator<Map<string, string>> {
  let fields = new Map<string, string>();
  let begun = false;
  for (const line of linesOf(text)) {
    if (line === "") {
      if (begun) yield fields;
      fields = new Map();
      begun = false;
      continue;
    }
    begun = true;
    const colon = line.indexOf(":");
    // The names of all wanted fields are short.
    if (colon < 0 || colon > 40) continue;
    const name = line.slice(0, colon).toLowerCase();
    if (wanted.has(name) && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  if (begun) yield fields;
}
