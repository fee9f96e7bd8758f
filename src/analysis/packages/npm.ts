import type { FileTree, Node } from "../../tree/file-tree.js";
import type { DatabaseFiles } from "./database-files.js";
import type { FoundPackages } from "./found-packages.js";

/**
 * Reads packages of Node.js: each folder in a `node_modules` that has a `package.json`. All files in the
 * folder belong to the package, except those of packages within it.
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

/** Returns the name of the folder, for a package without a name. */
function folderName(tree: FileTree, manifest: Node): string {
  const folder = tree.parent(manifest);
  const above = tree.name(tree.parent(folder));
  return above.startsWith("@") ? `${above}/${tree.name(folder)}` : tree.name(folder);
}

function fieldsOf(text: string): { name?: string; version?: string } {
  let value: unknown;
  try {
    // The text has one char for each byte of UTF-8, so JSON strings also have one.
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

/** Encodes characters of `\u` escapes that do not fit in a byte as UTF-8. */
function bytesOf(text: string): string {
  return /^[\0-\xff]*$/.test(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}
