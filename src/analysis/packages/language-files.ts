import type { FileTree, Node } from "../../tree/file-tree.js";
import type { DatabaseFiles } from "./database-files.js";

/** Files that describe one package each, in the order of paths. Go programs describe themselves. */
export interface LanguageFiles {
  /** `METADATA` of a `*.dist-info` folder. */
  readonly pip: readonly Node[];
  /** `package.json` of a folder in `node_modules`. */
  readonly npm: readonly Node[];
  /** `*.gemspec` in `specifications`, or in its folder `default`. */
  readonly gem: readonly Node[];
  /** Programs that Go may have built. */
  readonly programs: readonly Node[];
}

/** The minimum size of a Go program in bytes. */
const LEAST_PROGRAM = 256 * 1024;
const EXECUTABLE = 0o111;
const MOST_PROGRAMS = 2000;

/** Finds these files in one pass over the final filesystem. */
export function findLanguageFiles(files: DatabaseFiles): LanguageFiles {
  const { tree } = files;
  const pip: Node[] = [];
  const npm: Node[] = [];
  const gem: Node[] = [];
  const programs: Node[] = [];
  const { entries } = tree;
  for (let node = 1; node < tree.size; node++) {
    const row = tree.rootfs[node];
    if (row < 0) continue;
    if (entries.bytes(row) >= LEAST_PROGRAM && (entries.mode(row) & EXECUTABLE) !== 0) {
      if (programs.length < MOST_PROGRAMS && files.isFile(node)) programs.push(node);
    }
    const name = tree.name(node);
    if (name === "METADATA") {
      if (tree.name(tree.parent(node)).endsWith(".dist-info") && files.isFile(node)) pip.push(node);
    } else if (name === "package.json") {
      if (isNodeModule(tree, tree.parent(node)) && files.isFile(node)) npm.push(node);
    } else if (name.endsWith(".gemspec")) {
      if (isOfSpecifications(tree, tree.parent(node)) && files.isFile(node)) gem.push(node);
    }
  }
  return { pip, npm, gem, programs };
}

function isNodeModule(tree: FileTree, folder: Node): boolean {
  if (folder <= 0) return false;
  const above = tree.parent(folder);
  const name = tree.name(above);
  if (name === "node_modules") return true;
  return name.startsWith("@") && above > 0 && tree.name(tree.parent(above)) === "node_modules";
}

function isOfSpecifications(tree: FileTree, folder: Node): boolean {
  const name = tree.name(folder);
  return (
    name === "specifications" || (name === "default" && tree.name(tree.parent(folder)) === "specifications")
  );
}
