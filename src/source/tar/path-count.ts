import { LimitPassed } from "../damage.js";
import type { TallyPart } from "../tally.js";

const SLASH = 0x2f;

/** Counts the paths of an archive against the limits of entries and depth. */
export class PathCount {
  private readonly tally: TallyPart;
  /** The folder of the last path, with its slash. */
  private lastFolder = "";

  constructor(tally: TallyPart) {
    this.tally = tally;
  }

  /**
   * Counts one path, plus one for each of its folders that the previous path is not in: all of them may be implied.
   * @throws LimitPassed
   */
  add(path: string): void {
    const slash = path.lastIndexOf("/");
    let paths = 1;
    if (slash >= 0 && !(slash < this.lastFolder.length && path.startsWith(this.lastFolder))) {
      const { depth } = this.tally.limits;
      const { folders, shared } = foldersOf(path, { to: slash + 1, last: this.lastFolder });
      if (folders + 1 > depth) throw new LimitPassed("depth", depth);
      paths = 1 + folders - shared;
      this.lastFolder = path.slice(0, slash + 1);
    }
    this.tally.add("entries", paths);
  }
}

/**
 * Returns the number of folders of a path before `to`, and how many of them, from the root on, it shares with
 * a path of folders.
 */
function foldersOf(
  path: string,
  { to, last }: { to: number; last: string },
): { folders: number; shared: number } {
  let folders = 0;
  let shared = 0;
  let alike = true;
  for (let at = 0; at < to; at++) {
    const code = path.charCodeAt(at);
    alike &&= code === last.charCodeAt(at);
    if (code !== SLASH) continue;
    folders++;
    if (alike) shared++;
  }
  return { folders, shared };
}
