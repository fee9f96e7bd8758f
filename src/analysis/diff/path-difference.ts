/** How a path differs between two filesystems. `SAME` is also a path that neither has. */
export const SAME = 0;
export const PATH_ADDED = 1;
export const PATH_REMOVED = 2;
/** Other content, another type, another target of a symlink. */
export const PATH_CHANGED = 3;
/** The same content with another mode, owner, group, extended attribute, or hard link. */
export const METADATA = 4;
/** At the new path of moved content: the old path is gone. */
export const MOVED = 5;
/** At the old path of moved content. */
export const MOVED_AWAY = 6;
export type PathDifference =
  | typeof SAME
  | typeof PATH_ADDED
  | typeof PATH_REMOVED
  | typeof PATH_CHANGED
  | typeof METADATA
  | typeof MOVED
  | typeof MOVED_AWAY;

/** What differs at a path that both have, or at the two ends of a move: a bit each. */
export const TYPE = 1;
export const CONTENT = 2;
export const TARGET = 4;
export const MODE = 8;
export const OWNER = 16;
export const XATTRS = 32;
/** Whether a file shares its content with other names, and with which. */
export const LINKS = 64;
/** The modification time; only where times are compared. */
export const TIME = 128;
/** Bits of the above. */
export type Aspects = number;

/** {@link PATH_CHANGED} where content, type or target differ; else {@link METADATA}. */
export function pathDifference(aspects: Aspects): PathDifference {
  if ((aspects & (TYPE | CONTENT | TARGET)) !== 0) return PATH_CHANGED;
  return aspects === 0 ? SAME : METADATA;
}
