import type { RawPath } from "../../text/escape.js";

/** A part that is empty, `.` or `..`; a leading or trailing slash makes an empty one. */
const ODD_PART = /(?:^|\/)\.{0,2}(?:\/|$)/;

/**
 * A member's name as a path below the root: no leading `/` or `./`, no empty, `.` or `..` part. `..` goes up
 * one part and stops at the root. `""` is the root itself.
 */
export function normalisePath(name: RawPath): RawPath {
  // A folder ends in a slash, mostly; without it nothing is left that is odd.
  const path = name.endsWith("/") ? name.slice(0, -1) : name;
  if (!ODD_PART.test(path)) return path as RawPath;
  const parts: string[] = [];
  for (const part of name.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/") as RawPath;
}
