import { closeSync, constants, openSync } from "node:fs";

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants;

/**
 * Opens a file below an open folder without following any link, one folder at a time: a layer may have a link
 * in place of a folder.
 * @returns the file's descriptor.
 * @throws a system error, `ELOOP` or `ENOTDIR` for a link; `ENOENT` for a name that leads out of the folder
 */
export function openBeneath(folder: number, name: Buffer): number {
  const parts = partsOf(name);
  let at = folder;
  try {
    for (const [i, part] of parts.entries()) {
      const last = i === parts.length - 1;
      const path = Buffer.concat([Buffer.from(`/proc/self/fd/${at}/`), part]);
      const next = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | (last ? 0 : O_DIRECTORY));
      if (at !== folder) closeSync(at);
      at = next;
    }
    return at;
  } catch (error) {
    if (at !== folder) closeSync(at);
    throw error;
  }
}

function partsOf(name: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let start = 0; start <= name.length; ) {
    const slash = name.indexOf(0x2f, start);
    const end = slash < 0 ? name.length : slash;
    const part = name.subarray(start, end);
    start = end + 1;
    if (part.length === 0 || part.equals(Buffer.from("."))) continue;
    if (part.equals(Buffer.from("..")) || part.includes(0)) throw missing(name);
    parts.push(part);
  }
  if (parts.length === 0) throw missing(name);
  return parts;
}

function missing(name: Buffer): Error {
  const error = new Error(`ENOENT: ${name.toString("utf8")} is not a name below the folder`);
  return Object.assign(error, { code: "ENOENT", syscall: "open" });
}
