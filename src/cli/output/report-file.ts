import { randomBytes } from "node:crypto";
import { appendFile, chmod, link, open, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { isSystemError } from "../../errors.js";

/*
 * Writes reports to files that the user names. Besides `line-file.ts`, only this file of the command line
 * writes to the disk.
 */

/**
 * Writes a file as a whole or not at all: a reader sees the old content until the new one is complete. A
 * special file (a pipe, `/dev/stderr`) is written without replacing it.
 * @throws the system's errors. Then no temporary file is left.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const there = await existing(path);
  if (there !== null && !there.isFile) return writeFile(path, text);
  const target = there?.path ?? path;
  const part = partOf(target);
  try {
    await writeFile(part, text, { flag: "wx" });
    if (there !== null) await chmod(part, there.mode);
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/**
 * Writes a new file, as a whole or not at all.
 * @throws the system's errors, `EEXIST` if the path exists. Then no temporary file is left.
 */
export async function writeNew(path: string, text: string): Promise<void> {
  const part = partOf(path);
  try {
    await writeFile(part, text, { flag: "wx" });
    await nameNew(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

/** Error codes of file systems without hard links. */
const NO_LINK = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];

/** Unlike a rename, a link never replaces a file. On file systems without links an empty file reserves the name. */
async function nameNew(part: string, path: string): Promise<void> {
  try {
    await link(part, path);
  } catch (error) {
    if (!isSystemError(error) || !NO_LINK.includes(error.code ?? "")) throw error;
    await writeFile(path, "", { flag: "wx" });
    await rename(part, path).catch(async (reason: unknown) => {
      await rm(path, { force: true });
      throw reason;
    });
  }
}

/** Returns a unique name in the folder of the file. */
function partOf(path: string): string {
  return `${path}.${randomBytes(6).toString("hex")}.part`;
}

/**
 * Returns true if the path is a regular file that does not begin with `beginning`.
 * @throws the system's errors.
 */
export async function isOtherFile(path: string, beginning: string): Promise<boolean> {
  if ((await existing(path))?.isFile !== true) return false;
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(beginning.length), position: 0 });
    return buffer.toString("latin1", 0, bytesRead) !== beginning;
  } finally {
    await file.close();
  }
}

/**
 * Appends to a file, or creates it.
 * @throws the system's errors.
 */
export async function writeBehind(path: string, text: string): Promise<void> {
  await appendFile(path, text);
}

/** Returns the file at a path, following links; `null` if there is none. */
async function existing(path: string) {
  try {
    const { mode, isFile } = await stat(path).then((stats) => ({ mode: stats.mode, isFile: stats.isFile() }));
    return { path: await realpath(path), mode: mode & 0o7777, isFile };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
