import type { RawPath } from "../../text/escape.js";

/** Matches a part that is empty, `.` or `..`. A leading or trailing slash makes an empty part. */
const ODD_PART = /(?:^|\/)\.{0,2}(?:\/|$)/;

/**
 * Returns a member's name as a path below the root: no leading `/` or `./`, no empty, `.` or `..` part. `..`
 * goes up one part and stops at the root. `""` is the root itself.
 */
export function normalisePath(name: RawPath): RawPath {
  // The name of a folder usually ends in a slash. Without it, most names need no further change.
  const path = name.endsWith("/") ? name.slice(0, -1) : name;
  if (!ODD_PART.test(path)) return path as RawPath;
  const parts: string[] = [];
  for (const part of name.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/") as RawPath;
}

/** Returns true for a name that every engine reads as this path. */
export function isPlain(name: RawPath, path: RawPath): boolean {
  if (name === path) return true;
  const start = name.startsWith("./") ? 2 : 0;
  const end = name.length - (name.endsWith("/") ? 1 : 0);
  return end - start === path.length && name.startsWith(path, start);
}
