import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { escaped } from "../escaped.js";
import { listTar } from "../tar-listing.js";
import { MADE_IF_MISSING, OF_THE_ENGINE } from "./engine-paths.js";

const PIECE_BYTES = 1 << 20;

/**
 * Compares the exports of two containers, path by path and byte by byte.
 *
 * @param {string} before a tarball
 * @param {string} after
 * @returns {{ added: string[], removed: string[], changed: string[], metadata: string[], times: string[], files: { before: Map<string, Facts>, after: Map<string, Facts> } }}
 *   paths as layerx's JSON writes them; only `times` has paths that differ in the modification time alone
 */
export function exportedDifference(before, after) {
  const [a, b] = [filesOf(before), filesOf(after)];
  const both = [...a.keys()].filter((path) => b.has(path));
  const differing = (keys) =>
    both.filter((path) => keys.some((key) => a.get(path)[key] !== b.get(path)[key]));
  const changed = new Set(differing(["type", "content", "target"]));
  const metadata = new Set(differing(["mode", "owner", "firstName"]).filter((path) => !changed.has(path)));
  return {
    added: [...b.keys()].filter((path) => !a.has(path)).sort(),
    removed: [...a.keys()].filter((path) => !b.has(path)).sort(),
    changed: [...changed].sort(),
    metadata: [...metadata].sort(),
    times: differing(["mtime"])
      .filter((path) => !changed.has(path) && !metadata.has(path))
      .sort(),
    files: { before: a, after: b },
  };
}

/** @returns true for a path of the image, false for a path of the engine. */
export function isOfImage(path) {
  return !OF_THE_ENGINE.test(path) && !MADE_IF_MISSING.includes(path);
}

function filesOf(tarball) {
  const entries = listTar(tarball).filter(({ path }) => path !== "" && path !== ".");
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const thingOf = (entry) =>
    entry.type === "hardlink" ? byPath.get(entry.linkname.replace(/^(\.?\/)+/, "")) : entry;
  const names = new Map();
  for (const entry of entries) {
    const thing = thingOf(entry);
    names.set(thing, [...(names.get(thing) ?? []), entry.path]);
  }
  const fd = openSync(tarball, "r");
  const facts = entries.map((entry) => {
    const thing = thingOf(entry);
    const isFile = thing.type === "file";
    return [
      `/${escaped(entry.path)}`,
      {
        type: thing.type,
        content: isFile ? digest(fd, thing) : "",
        target: thing.type === "symlink" ? thing.linkname : "",
        mode: thing.type === "symlink" ? 0o777 : thing.mode,
        owner: `${thing.uid}:${thing.gid}`,
        mtime: thing.mtime,
        firstName: isFile ? names.get(thing).sort(inTreeOrder)[0] : "",
        isFirstName: isFile && names.get(thing).sort(inTreeOrder)[0] === entry.path,
        size: thing.size,
      },
    ];
  });
  closeSync(fd);
  return new Map(facts.filter(([path]) => isOfImage(path)));
}

/** Sorts folder by folder: `a/z` comes before `a-b`. */
function inTreeOrder(a, b) {
  const [x, y] = [a, b].map((path) => path.split("/").join("\0"));
  return x < y ? -1 : x > y ? 1 : 0;
}

function digest(fd, { offset, size }) {
  const hash = createHash("sha256");
  const piece = Buffer.alloc(Math.min(size, PIECE_BYTES));
  for (let at = 0; at < size; at += piece.length) {
    const length = Math.min(piece.length, size - at);
    readSync(fd, piece, 0, length, offset + at);
    hash.update(piece.subarray(0, length));
  }
  return hash.digest("hex");
}

/**
 * @typedef {object} Facts
 * @property {string} type for a hard link, the type of its file
 * @property {string} content
 * @property {string} target
 * @property {number} mode
 * @property {string} owner
 * @property {number} mtime whole seconds
 * @property {string} firstName the first one of all names of a file
 * @property {boolean} isFirstName
 * @property {number} size
 */
