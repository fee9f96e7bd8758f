import { fail } from "../../errors.js";
import { sourceName } from "../../image/source-name.js";
import { escapePath, type RawPath } from "../../text/escape.js";
import type { Node } from "../../tree/file-tree.js";
import { follow } from "../../tree/follow-links.js";
import { failNoPath, type PathProblem } from "./typed-path.js";

/**
 * Returns the node of a path that the user named. Symlinks are followed within the image.
 * @throws LayerxError `no-such-path`, `broken-link`.
 */
export function followPath(place: Omit<PathProblem, "path">, path: RawPath): Node {
  const { tree, rootfs, image } = place;
  const found = follow(tree, rootfs, path);
  if (found.is === "found") return found.node;
  const failed = (reason: string) =>
    fail("broken-link", { path: escapePath(path), input: sourceName(image.source), reason });
  if (found.is === "loop")
    return failed(`its symlinks lead in a circle, at ${escapePath(tree.path(found.link))}`);
  if (found.link < 0) return failNoPath({ ...place, path: found.at });
  const link = escapePath(tree.path(found.link));
  return failed(`the symlink ${link} leads to ${escapePath(found.at)}, which is not there`);
}
