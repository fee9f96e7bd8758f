import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";

/** The maximum number of names that are read from one folder, for the completion of a typed path. */
const MOST_NAMES = 50_000;

interface Listed {
  readonly name: string;
  readonly isFolder: boolean;
}

/**
 * Lists a folder of this computer, without `.` and `..`: at most 50,000 names, not sorted. A symlink to a
 * folder counts as a folder. Names that are not UTF-8 are left out, because they cannot be typed.
 * @throws the system's errors; the signal's reason when aborted.
 */
export async function listFolder(folder: string, signal: AbortSignal): Promise<Listed[]> {
  const found: Listed[] = [];
  for await (const entry of await opendir(folder)) {
    signal.throwIfAborted();
    if (entry.name.includes("\ufffd")) continue;
    const isFolder =
      entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(folder, entry.name)));
    found.push({ name: entry.name, isFolder });
    if (found.length === MOST_NAMES) break;
  }
  return found;
}

async function leadsToFolder(folder: string, name: string): Promise<boolean> {
  try {
    return (await stat(join(folder, name))).isDirectory();
  } catch {
    // A broken symlink does not lead to a folder.
    return false;
  }
}
