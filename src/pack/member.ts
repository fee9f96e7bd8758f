import type { MemberHeader } from "../image/entry.js";
import type { RawPath } from "../text/escape.js";
import type { EntryId, EntryTable } from "../tree/columns/entry-table.js";

const NONE = "" as RawPath;

/**
 * Returns another name of the file at `target`, with the attributes of the row that has the content. Engines set the owner
 * again for each name, which removes capabilities, so each name has them.
 */
export function linkMember(
  entries: EntryTable,
  inode: EntryId,
  path: RawPath,
  target: RawPath,
): MemberHeader {
  return {
    ...entries.header(inode, path),
    type: "hardlink",
    linkname: target,
    size: 0,
    sparse: null,
  };
}

/** Returns an empty file, which is the form of whiteouts. */
export function markerMember(path: RawPath): MemberHeader {
  return {
    path,
    type: "file",
    mode: 0o600,
    uid: 0,
    gid: 0,
    mtime: 0,
    mtimeNanos: 0,
    linkname: NONE,
    device: null,
    xattrs: null,
    size: 0,
    sparse: null,
  };
}

/**
 * Returns the empty file that removes `path` of the lower layers. Source: OCI image spec, layer.md,
 * "Whiteouts".
 */
export function whiteoutMember(path: RawPath): MemberHeader {
  const slash = path.lastIndexOf("/") + 1;
  return markerMember(`${path.slice(0, slash)}.wh.${path.slice(slash)}` as RawPath);
}

/** Returns the empty file that hides everything that lower layers have in the folder `path`. */
export function opaqueMember(path: RawPath): MemberHeader {
  return markerMember((path === "" ? ".wh..wh..opq" : `${path}/.wh..wh..opq`) as RawPath);
}
