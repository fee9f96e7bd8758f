import type { RawPath } from "../text/escape.js";

/** True for a name that a file can have, and that stays in its folder. What reads archives lets no other through: this holds without it. */
export function isSafeName(name: RawPath): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\0]/.test(name);
}

/** True for a target that a symlink can have; where it leads is its own affair. */
export function isSafeLink(target: RawPath): boolean {
  return target !== "" && !target.includes("\0");
}
