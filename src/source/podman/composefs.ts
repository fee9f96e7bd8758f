import { field, text } from "../../image/json-field.js";
import { UnreadableStorage } from "./storage-file.js";

/** The name of the file with a layer's table of contents, below the folder of the layer's data. */
export const COMPOSEFS_TABLE = `=${Buffer.from("zstd-chunked-manifest").toString("base64")}`;

/**
 * Returns a function that finds the content of a file in a layer that Podman shows with composefs: contents are
 * named by their SHA-256, as `ab/cdef…`. Source: containers/storage, pkg/chunked.
 * @param table the layer's table of contents, as JSON
 * @throws UnreadableStorage if the table is damaged, or has a name twice
 */
export function composefsPlaces(table: Buffer): (name: Buffer) => Buffer {
  const places = new Map<string, string>();
  for (const entry of entriesOf(table)) {
    const [name, digest] = [text(field(entry, "name")), text(field(entry, "digest"))];
    const [, folder, file] = /^sha256:([0-9a-f]{2})([0-9a-f]{62})$/.exec(digest ?? "") ?? [];
    if (name === null || file === undefined || field(entry, "type") !== "reg") continue;
    const path = plain(name);
    if (places.has(path)) throw new UnreadableStorage(`the table of a layer has the file ${path} twice`);
    places.set(path, `${folder}/${file}`);
  }
  // A file without a row is not found below its own name, either.
  return (name) => Buffer.from(places.get(plain(name.toString("utf8"))) ?? name);
}

function entriesOf(table: Buffer): readonly unknown[] {
  try {
    const entries = field(JSON.parse(table.toString("utf8")), "entries");
    if (Array.isArray(entries)) return entries;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UnreadableStorage("the table of a layer is not a list");
}

function plain(name: string): string {
  return name.replace(/^(?:\.?\/)+/, "");
}
