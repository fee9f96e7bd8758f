import type { Warning } from "../image/image.js";
import { escapePath, type Printable } from "../text/escape.js";
import type { EntryId } from "../tree/columns/entry-table.js";
import type { FileTree, Node } from "../tree/file-tree.js";

const SENTENCES = {
  device: "devices and named pipes are left out",
  "broken-hard-link": "hard links that lead to no file are left out",
  "unsafe-name": "names that a file cannot have are left out, with everything below them",
  "long-name": "names over 255 bytes are left out, with everything below them",
  "unsafe-link": "symlinks with a target that a symlink cannot have are left out",
  xattrs: "extended attributes are not written",
  setuid: "setuid, setgid and sticky bits are taken off",
} as const;

type Kind = keyof typeof SENTENCES;

const SPECIAL_BITS = 0o7000;

/** Counts the parts of an image that are not written to the disk: for each reason, their number and the first path. */
export class LeftOut {
  readonly #tree: FileTree;
  readonly #setuid: boolean;
  readonly #kinds = new Map<Kind, { first: Node; count: number }>();

  /** @param options `setuid`: true if special mode bits are kept */
  constructor(tree: FileTree, { setuid }: { readonly setuid: boolean }) {
    this.#tree = tree;
    this.#setuid = setuid;
  }

  add(kind: Kind, node: Node): void {
    const known = this.#kinds.get(kind);
    if (known === undefined) this.#kinds.set(kind, { first: node, count: 1 });
    else known.count++;
  }

  /** Counts the attributes of a node that are not written. */
  addAttributes(row: EntryId, node: Node): void {
    const { entries } = this.#tree;
    if (entries.xattrs(row) !== null) this.add("xattrs", node);
    const special = (entries.mode(row) & SPECIAL_BITS) !== 0 && entries.type(row) !== "symlink";
    if (special && !this.#setuid) this.add("setuid", node);
  }

  warnings(): Warning[] {
    return [...this.#kinds].map(([kind, { first, count }]) => ({
      code: `extract-${kind}`,
      message: `${SENTENCES[kind]}: ${this.#some(first, count)}`,
    }));
  }

  #some(first: Node, count: number): Printable {
    const path = escapePath(this.#tree.path(first));
    return (count === 1 ? path : `${path} and ${count - 1} more`) as Printable;
  }
}
