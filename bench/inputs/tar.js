const BLOCK = 512;
/** The time of every member, except in layers that were built again. */
export const MTIME = 1_700_000_000;
const FLAG_OF = { file: "0", hardlink: "1", symlink: "2", dir: "5" };

/**
 * Returns one member of a tar archive in ustar, with a name of at most 255 bytes.
 *
 * @param {{ path: string, type?: "file" | "hardlink" | "symlink" | "dir", mode?: number, mtime?: number, linkname?: string, body?: Buffer }} entry
 * @returns {Buffer[]} header, body, padding
 */
export function member({
  path,
  type = "file",
  mode = type === "dir" ? 0o755 : 0o644,
  mtime = MTIME,
  linkname = "",
  body,
}) {
  const size = body?.length ?? 0;
  const parts = [header({ path, flag: FLAG_OF[type], mode, mtime, linkname, size })];
  if (body !== undefined && size > 0) parts.push(body, Buffer.alloc(padding(size)));
  return parts;
}

/** The end of a tar archive: two blocks of zeros. */
export const END = Buffer.alloc(2 * BLOCK);

/** @param {number} size */
export function padding(size) {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

/** @returns {Buffer} */
export function header({ path, flag, mode, mtime = MTIME, linkname, size }) {
  const block = Buffer.alloc(BLOCK);
  const [prefix, name] = split(path);
  const octal = (value, at, length) => block.write(value.toString(8).padStart(length - 1, "0"), at, "latin1");
  block.write(name, 0, "latin1");
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(mtime, 136, 12);
  block.write("        ", 148, "latin1");
  block.write(flag, 156, "latin1");
  block.write(linkname, 157, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  block.write(prefix, 345, "latin1");
  let sum = 0;
  for (const byte of block) sum += byte;
  octal(sum, 148, 7);
  block[155] = 0x20;
  return block;
}

/** Splits a name of more than 100 bytes at a slash, as ustar requires. */
function split(path) {
  if (path.length <= 100) return ["", path];
  const cut = path.indexOf("/", path.length - 101);
  return [path.slice(0, cut), path.slice(cut + 1)];
}
