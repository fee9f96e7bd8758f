import type { Node } from "../../tree/file-tree.js";
import { type DatabaseFiles, linesOf } from "./database-files.js";
import type { FoundPackages } from "./found-packages.js";
import type { PackagePaths } from "./package-paths.js";
import { paragraphs } from "./paragraphs.js";

const FIELDS = new Set(["name", "version"]);
const MOST_LINE = 16_384;

/**
 * Reads Python packages: name and version from `METADATA`, paths from `RECORD`. Those paths are relative to
 * the folder that contains the `.dist-info` folder. All files in the `.dist-info` folder belong to the
 * package, too. Source: https://packaging.python.org/en/latest/specifications/recording-installed-packages/
 */
export async function readPip(
  metadata: readonly Node[],
  { files, paths, found }: { files: DatabaseFiles; paths: PackagePaths; found: FoundPackages },
): Promise<void> {
  const { tree } = files;
  const named = new Map<Node, { name: string; version: string | undefined }>();
  await files.each(metadata, (node, text) => {
    const fields = paragraphs(text, FIELDS).next().value;
    const name = fields?.get("name");
    if (name !== undefined && name !== "") named.set(node, { name, version: fields?.get("version") });
  });
  const records = new Map<Node, number>();
  for (const node of metadata) {
    const package_ = named.get(node);
    if (package_ === undefined) continue;
    const owner = found.add("pip", package_.name, package_.version);
    found.claimFolder(owner, tree.parent(node));
    const record = paths.child(tree.parent(node), "RECORD");
    if (record >= 0) records.set(record, owner);
  }
  await files.each([...records.keys()], (record, text) => {
    const owner = records.get(record) ?? -1;
    const site = tree.path(tree.parent(tree.parent(record)));
    for (const line of linesOf(text)) {
      const path = firstField(line);
      found.claim(owner, paths.find(path.startsWith("/") ? path : `${site}/${path}`));
    }
  });
}

/** Returns the first field of a line of CSV; `""` if the line is longer than a path can be. */
function firstField(line: string): string {
  if (line.length > MOST_LINE) return "";
  if (!line.startsWith('"')) {
    const comma = line.indexOf(",");
    return comma < 0 ? line : line.slice(0, comma);
  }
  const quoted = /^"((?:[^"]|"")*)"/.exec(line)?.[1];
  return quoted === undefined ? "" : quoted.replaceAll('""', '"');
}
