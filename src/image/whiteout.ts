import type { RawPath } from "../text/escape.js";

/** The meaning of a member of a layer's archive, by its name. */
export type Member =
  /** A file, folder, link or device of the layer itself. */
  | { readonly kind: "entry" }
  /** Removes `path` of the layers below. */
  | { readonly kind: "whiteout"; readonly path: RawPath }
  /** Hides everything that lower layers have in the folder `path`. */
  | { readonly kind: "opaque"; readonly path: RawPath }
  /** A file that AUFS wrote for its own use, or a whiteout without a name: neither shown nor applied. */
  | { readonly kind: "ignored" };

const PREFIX = ".wh.";
const META_PREFIX = ".wh..wh.";
const OPAQUE = ".wh..wh..opq";

const ENTRY: Member = { kind: "entry" };
const IGNORED: Member = { kind: "ignored" };

/**
 * Returns the meaning of a member by its normalised path. No other file contains names of whiteouts. Source:
 * OCI image spec, layer.md, "Whiteouts". Names of AUFS are skipped as in Docker's archive code.
 */
export function member(path: RawPath): Member {
  if (!path.includes(PREFIX)) return ENTRY;
  const slash = path.lastIndexOf("/");
  const name = path.slice(slash + 1);
  const folder = path.slice(0, Math.max(slash, 0));
  if (isAufsName(folder) || folder.includes(`/${META_PREFIX}`)) return IGNORED;
  if (name === OPAQUE) return { kind: "opaque", path: folder as RawPath };
  if (!name.startsWith(PREFIX)) return ENTRY;
  const removed = name.slice(PREFIX.length);
  if (removed === "" || removed === "." || removed === ".." || name.startsWith(META_PREFIX)) return IGNORED;
  return { kind: "whiteout", path: (folder === "" ? removed : `${folder}/${removed}`) as RawPath };
}

/** Returns true for the name of a file or folder that AUFS wrote for its own use. */
export function isAufsName(name: string): boolean {
  return name.startsWith(META_PREFIX);
}
