import type { EntryType } from "./entry.js";

const TYPE_LETTERS: { readonly [K in EntryType]: string } = {
  file: "-",
  hardlink: "-",
  dir: "d",
  symlink: "l",
  char: "c",
  block: "b",
  fifo: "p",
};

const SPECIAL = [
  { bit: 0o4000, executable: "s", plain: "S" },
  { bit: 0o2000, executable: "s", plain: "S" },
  { bit: 0o1000, executable: "t", plain: "T" },
];

/** Returns type and permissions as `ls -l` shows them: `drwxr-xr-x`, `-rwsr-xr-x`. */
export function modeText(type: EntryType, mode: number): string {
  const triples = SPECIAL.map(({ bit, executable, plain }, index) => {
    const bits = mode >> (6 - index * 3);
    const last = (mode & bit) === 0 ? (bits & 1 ? "x" : "-") : bits & 1 ? executable : plain;
    return `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${last}`;
  });
  return TYPE_LETTERS[type] + triples.join("");
}
