import type { Warning } from "../../image/image.js";
import type { FileTree, Node } from "../../tree/file-tree.js";

/** The kind of database that names a package. */
export type PackageType = "dpkg" | "apk" | "rpm" | "pip" | "npm" | "gem" | "go";

/** A package as its database names it. The texts are from the image: they are not printable yet. */
export interface FoundPackage {
  readonly type: PackageType;
  readonly name: string;
  /** `null` if the database has none. */
  readonly version: string | null;
}

const MOST_PACKAGES = 200_000;
const MOST_NAME = 256;

/** The packages in databases, and the paths that each of them lists. A path counts for the first package that lists it. */
export class FoundPackages {
  readonly packages: FoundPackage[] = [];
  readonly warnings: Warning[] = [];
  readonly #tree: FileTree;
  readonly #owner: Int32Array;
  readonly #folders = new Map<Node, number>();

  constructor(tree: FileTree) {
    this.#tree = tree;
    this.#owner = new Int32Array(tree.size).fill(-1);
  }

  /** Adds a package. Returns its number, or −1 if there are too many. `name` and `version` are bytes of a database. */
  add(type: PackageType, name: string, version: string | undefined): number {
    if (this.packages.length >= MOST_PACKAGES) {
      this.warn("packages-too-many", `more than ${MOST_PACKAGES} packages; the rest are not listed`);
      return -1;
    }
    const known = version !== undefined && version !== "";
    return (
      this.packages.push({ type, name: shortText(name), version: known ? shortText(version) : null }) - 1
    );
  }

  /** Records that a package lists a path. −1 for the package or the path has no effect. */
  claim(owner: number, node: Node): void {
    if (owner < 0 || node < 0) return;
    const before = this.#owner[node];
    if (before < 0 || owner < before) this.#owner[node] = owner;
  }

  /**
   * Records that a package owns a folder with all files in it, except files that a database lists or that a
   * package in a subfolder owns. −1 for the package or the folder has no effect.
   */
  claimFolder(owner: number, folder: Node): void {
    if (owner >= 0 && folder >= 0 && !this.#folders.has(folder)) this.#folders.set(folder, owner);
  }

  /** Adds a warning. Each code is added once. */
  warn(code: string, message: string): void {
    if (!this.warnings.some((warning) => warning.code === code)) this.warnings.push({ code, message });
  }

  /** Returns, for each node, the number of the package that owns it; −1 for none. */
  owners(): Int32Array {
    const owners = this.#owner.slice();
    if (this.#folders.size === 0) return owners;
    const around = new Int32Array(owners.length).fill(-1);
    for (let node = 1; node < owners.length; node++) {
      around[node] = this.#folders.get(node) ?? around[this.#tree.parent(node)];
      if (owners[node] < 0) owners[node] = around[node];
    }
    return owners;
  }
}

function shortText(bytes: string): string {
  const short = bytes.length > MOST_NAME;
  const text = Buffer.from(short ? bytes.slice(0, MOST_NAME) : bytes, "latin1").toString("utf8");
  return short ? `${text}…` : text;
}
