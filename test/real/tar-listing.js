import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const BLOCK = 512;
const TYPE_OF = {
  0: "file",
  "\0": "file",
  1: "hardlink",
  2: "symlink",
  3: "char",
  4: "block",
  5: "dir",
  6: "fifo",
};

/**
 * Lists a tarball of an engine with names as bytes. It uses no code of layerx's own reader, because layerx is compared
 * with it.
 *
 * @param {string} path
 * @returns {TarEntry[]} in archive order
 */
export function listTar(path) {
  const fd = openSync(path, "r");
  const end = fstatSync(fd).size;
  const read = (at, length) => {
    const bytes = Buffer.alloc(length);
    readSync(fd, bytes, 0, length, at);
    return bytes;
  };
  const entries = [];
  let pending = new Map();
  for (let at = 0; at + BLOCK <= end; ) {
    const header = read(at, BLOCK);
    if (header[0] === 0) break;
    const flag = header.toString("latin1", 156, 157);
    const size = numberIn(header, 124, 12);
    const body = at + BLOCK;
    const next = (length) => body + Math.ceil(length / BLOCK) * BLOCK;
    at = next(size);
    if (flag === "x") pending = new Map([...pending, ...paxRecords(read(body, size))]);
    else if (flag === "L") pending.set("path", text(read(body, size)));
    else if (flag === "K") pending.set("linkpath", text(read(body, size)));
    else if (flag !== "g") {
      const entry = entryOf(header, pending, flag, size);
      if (entry.type === "file") at = next(entry.size);
      entries.push({ ...entry, offset: body });
      pending = new Map();
    }
  }
  closeSync(fd);
  return entries;
}

/** @returns {Omit<TarEntry, "offset">} */
function entryOf(header, pax, flag, size) {
  const prefix = header.toString("latin1", 257, 263) === "ustar\0" ? text(header.subarray(345, 500)) : "";
  const name = text(header.subarray(0, 100));
  const number = (key, at, length) => (pax.has(key) ? Number(pax.get(key)) : numberIn(header, at, length));
  const type = TYPE_OF[flag] ?? `unknown ${flag}`;
  return {
    path: (pax.get("path") ?? (prefix === "" ? name : `${prefix}/${name}`))
      .replace(/^(\.?\/)+/, "")
      .replace(/\/+$/, ""),
    type,
    mode: numberIn(header, 100, 8) & 0o7777,
    uid: number("uid", 108, 8),
    gid: number("gid", 116, 8),
    size: type === "file" ? Number(pax.get("size") ?? size) : 0,
    mtime: Math.floor(number("mtime", 136, 12)),
    linkname: pax.get("linkpath") ?? text(header.subarray(157, 257)),
  };
}

/** Octal, or base 256 if the first bit is set. */
function numberIn(header, at, length) {
  const field = header.subarray(at, at + length);
  if (field[0] < 0x80) return Number.parseInt(text(field).trim() || "0", 8);
  let value = field[0] === 0xff ? -1n : BigInt(field[0] & 0x7f);
  for (const byte of field.subarray(1)) value = value * 256n + BigInt(byte);
  return Number(value);
}

function paxRecords(body) {
  const records = new Map();
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at);
    const length = Number(body.toString("latin1", at, space));
    if (!(length > 0)) break;
    const [key, ...value] = body.toString("latin1", space + 1, at + length - 1).split("=");
    records.set(key, value.join("="));
    at += length;
  }
  return records;
}

/** Bytes as a string of one character each, up to the first NUL. */
function text(bytes) {
  const end = bytes.indexOf(0);
  return bytes.toString("latin1", 0, end === -1 ? bytes.length : end);
}

/**
 * @typedef {object} TarEntry
 * @property {string} path without slashes at its ends; one character for each byte (latin1)
 * @property {string} type
 * @property {number} mode
 * @property {number} uid
 * @property {number} gid
 * @property {number} size 0 except for regular files
 * @property {number} mtime whole seconds
 * @property {string} linkname
 * @property {number} offset the offset of its bytes in the tarball
 */
