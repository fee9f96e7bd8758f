import type { Entry } from "../../src/image/entry.js";
import {
  DIGEST_BYTES,
  ENTRY_TYPES,
  type LayerMembers,
  type MemberRows,
} from "../../src/image/members/members.js";
import { MemberRecorder } from "../../src/image/members/recorder.js";
import type { SortedPaths } from "../../src/image/members/sorted-paths.js";
import type { RawPath } from "../../src/text/escape.js";

/** @returns the columns of a layer with these members. */
export function membersOf(entries: readonly Entry[]): LayerMembers {
  const recorder = new MemberRecorder();
  for (const entry of entries) recorder.add(entry);
  return recorder.finish();
}

/** @returns the full path of each node. */
export function pathsOf({ parent, nameStart, pool }: SortedPaths): string[] {
  const paths: string[] = [];
  for (let node = 0; node < parent.length; node++) {
    const name = pool.toString("latin1", nameStart[node], nameStart[node + 1]);
    paths.push(parent[node] > 0 ? `${paths[parent[node]]}/${name}` : name);
  }
  return paths;
}

/** @returns the rows as entries with their full paths. */
export function entriesOf({ paths, rows }: LayerMembers): Entry[] {
  const known = pathsOf(paths);
  return Array.from({ length: rows.count }, (_, row) => entryOf(rows, { row, path: known[rows.node[row]] }));
}

function entryOf(rows: MemberRows, { row, path }: { row: number; path: string }): Entry {
  const size = rows.size[row];
  const sparse = rows.sparse.get(row);
  const at = rows.digest[row] * DIGEST_BYTES;
  return {
    path: path as RawPath,
    type: ENTRY_TYPES[rows.type[row]],
    mode: rows.mode[row],
    uid: rows.owners.get(row)?.uid ?? rows.uid[row],
    gid: rows.owners.get(row)?.gid ?? rows.gid[row],
    mtime: rows.mtime[row],
    mtimeNanos: rows.mtimeNanos[row],
    linkname: rows.linkText.toString(
      "latin1",
      row === 0 ? 0 : rows.linkEnd[row - 1],
      rows.linkEnd[row],
    ) as RawPath,
    device: rows.devices.get(row) ?? null,
    xattrs: rows.xattrs.get(row) ?? null,
    offset: rows.offset[row],
    size,
    stored: sparse?.stored ?? size,
    sparse: sparse?.sparse ?? null,
    headBlocks: rows.headBlocks[row],
    contentDigest: at < 0 ? null : new Uint8Array(rows.digests.subarray(at, at + DIGEST_BYTES)),
  };
}

/** @returns all fields of a layer that a tree uses, as plain values that tests can compare. */
export function plain(members: LayerMembers): unknown {
  const { memberCount, root, paths, targets, links, linkNodes, whiteouts, opaques } = members;
  return {
    memberCount,
    root,
    entries: entriesOf(members),
    paths: pathsOf(paths),
    ends: [...paths.end],
    targets: pathsOf(targets),
    ...{ links: [...links], linkNodes: [...linkNodes] },
    ...{ whiteouts: [...whiteouts], opaques: [...opaques] },
  };
}
