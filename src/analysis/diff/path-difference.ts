/**
 * The difference of a path between two filesystems. `SAME` is also used for a path that neither of them has.
 */
export const SAME = 0;
export const PATH_ADDED = 1;
export const PATH_REMOVED = 2;
/** Another content, another type, or another target of a symlink. */
export const PATH_CHANGED = 3;
/** The same content, but another mode, owner, group, extended attribute, or hard link. */
export const METADATA = 4;
/** The new path of moved content. The old path no longer exists. */
export const MOVED = 5;
/** The old path of moved content. */
export const MOVED_AWAY = 6;
export type PathDifference =
  | typeof SAME
  | typeof PATH_ADDED
  | typeof PATH_REMOVED
  | typeof PATH_CHANGED
  | typeof METADATA
  | typeof MOVED
  | typeof MOVED_AWAY;

/**
 * The aspects that differ at a path that both images have, or between the two paths of a move: one bit each.
 */
export const TYPE = 1;
export const CONTENT = 2;
export const TARGET = 4;
export const MODE = 8;
export const OWNER = 16;
export const XATTRS = 32;
/** The names that share the content of a file (hard links). */
export const LINKS = 64;
/** The modification time, if times are compared. */
export const TIME = 128;
/** A sum of the bits above. */
export type Aspects = number;

/** Returns {@link PATH_CHANGED} if content, type or target differ; else {@link METADATA}. */
export function pathDifference(aspects: Aspects): PathDifference {
  if ((aspects & (TYPE | CONTENT | TARGET)) !== 0) return PATH_CHANGED;
  return aspects === 0 ? SAME : METADATA;
}
