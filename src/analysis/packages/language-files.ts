import type { FileTree, Node } from "../../tree/file-tree.js";
import type { DatabaseFiles } from "./database-files.js";

/** Files that stand for one package each, in the order of paths. */
export interface LanguageFiles {
  /** `METADATA` of a `*.dist-info` folder. */
  readonly pip: readonly Node[];
  /** `package.json` of a folder in `node_modules`. */
  readonly npm: readonly Node[];
  /** `*.gemspec` in `specifications`, or in `default` of it. */
  readonly gem: readonly Node[];
}

/** In one pass over the final filesystem. */
export function findLanguageFiles(files: DatabaseFiles): LanguageFiles {
  const { tree } = files;
  const pip: Node[] = [];
  const npm: Node[] = [];
  const gem: Node[] = [];
  for (let node = 1; node < tree.size; node++) {
    if (tree.rootfs[node] < 0) continue;
    const name = tree.name(node);
    if (name === "METADATA") {
      if (tree.name(tree.parent(node)).endsWith(".dist-info") && files.isFile(node)) pip.push(node);
    } else if (name === "package.json") {
      if (isNodeModule(tree, tree.parent(node)) && files.isFile(node)) npm.push(node);
    } else if (name.endsWith(".gemspec")) {
      if (isOfSpecifications(tree, tree.parent(node)) && files.isFile(node)) gem.push(node);
    }
  }
  return { pip, npm, gem };
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
