import type { RawPath } from "../text/escape.js";

/** True for a name that a file can have, and that stays in its folder. What reads archives lets no other through: this holds without it. */
export function isSafeName(name: RawPath): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\0]/.test(name);
}

/** The longest name of a file, in bytes. Source: NAME_MAX in limits.h of Linux; no usual file system has longer ones. */
const LONGEST_NAME = 255;

/** True for a name that is longer than that of any file on a disk; archives can hold such names. */
export function isLongName(name: RawPath): boolean {
  return name.length > LONGEST_NAME;
}

/** True for a target that a symlink can have; where it leads is its own affair. */
export function isSafeLink(target: RawPath): boolean {
  return target !== "" && !target.includes("\0");
}
