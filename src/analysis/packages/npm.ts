import type { FileTree, Node } from "../../tree/file-tree.js";
import type { DatabaseFiles } from "./database-files.js";
import type { FoundPackages } from "./found-packages.js";

/**
 * Packages of Node.js: each folder of a `node_modules` that has a `package.json`. All files in the folder belong to the
 * package, except those of packages within it.
 */
export async function readNpm(
  manifests: readonly Node[],
  { files, found }: { files: DatabaseFiles; found: FoundPackages },
): Promise<void> {
  const named = new Map<Node, { name: string; version: string | undefined }>();
  await files.each(manifests, (node, text) => {
    named.set(node, { name: folderName(files.tree, node), version: undefined, ...fieldsOf(text) });
  });
  for (const node of manifests) {
    const { name, version } = named.get(node) ?? { name: folderName(files.tree, node), version: undefined };
    found.claimFolder(found.add("npm", name, version), files.tree.parent(node));
  }
}

/** The name of the folder, for a package without a name. */
function folderName(tree: FileTree, manifest: Node): string {
  const folder = tree.parent(manifest);
  const above = tree.name(tree.parent(folder));
  return above.startsWith("@") ? `${above}/${tree.name(folder)}` : tree.name(folder);
}

function fieldsOf(text: string): { name?: string; version?: string } {
  let value: unknown;
  try {
    // Strings stay bytes: a char that JSON may hold is a byte of its UTF-8 here.
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
  if (typeof value !== "object" || value === null) return {};
  const { name, version } = value as { name?: unknown; version?: unknown };
  return {
    ...(typeof name === "string" && name !== "" ? { name: bytesOf(name) } : {}),
    ...(typeof version === "string" ? { version: bytesOf(version) } : {}),
  };
}

/** `\u` escapes may name characters beyond a byte: they become UTF-8. */
function bytesOf(text: string): string {
  return /^[\0-\xff]*$/.test(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}
