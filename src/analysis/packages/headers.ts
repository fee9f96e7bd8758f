import { linesOf } from "./database-files.js";

/**
 * Paragraphs of `Name: value` lines, as dpkg's control files and Python's metadata have them: by lower-case name the first
 * line of each wanted field. An empty line ends a paragraph; a line that begins with a space goes on with the field.
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
    // Fields that are wanted have short names.
    if (colon < 0 || colon > 40) continue;
    const name = line.slice(0, colon).toLowerCase();
    if (wanted.has(name) && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  if (begun) yield fields;
}
