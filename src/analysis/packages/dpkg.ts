import type { Node } from "../../tree/file-tree.js";
import { type DatabaseFiles, linesOf } from "./database-files.js";
import type { FoundPackages } from "./found-packages.js";
import type { PackagePaths } from "./package-paths.js";
import { paragraphs } from "./paragraphs.js";

const FOLDER = "/var/lib/dpkg";
const FIELDS = new Set(["package", "version", "status", "architecture"]);

/**
 * Diversions: for a listed path, the path where the file really is. `by` is the package that is not diverted.
 */
type Diversions = ReadonlyMap<string, { readonly to: string; readonly by: string }>;

/**
 * Reads packages of Debian and systems based on it, as `dpkg-query -W` lists them, without those that are not
 * installed. Paths are those of `info/NAME.list` or `info/NAME:ARCH.list`, with the diversions. In `status.d`
 * (distroless) each package has a file of its own, and its paths are those of `NAME.md5sums`.
 */
export async function readDpkg(
  files: DatabaseFiles,
  paths: PackagePaths,
  found: FoundPackages,
): Promise<void> {
  await readStatus(files, paths, found);
  await readStatusFolder(files, paths, found);
}

async function readStatus(files: DatabaseFiles, paths: PackagePaths, found: FoundPackages): Promise<void> {
  const status = await files.one(paths.folder(`${FOLDER}/status`));
  const info = paths.folder(`${FOLDER}/info`);
  const diversions = diversionsOf(await files.one(paths.folder(`${FOLDER}/diversions`)));
  const lists = new Map<Node, { owner: number; name: string }>();
  for (const fields of paragraphs(status, FIELDS)) {
    const name = fields.get("package");
    if (name === undefined || name === "" || fields.get("status")?.endsWith(" not-installed") === true)
      continue;
    const owner = found.add("dpkg", name, fields.get("version"));
    if (info < 0) continue;
    const withArch = paths.child(info, `${name}:${fields.get("architecture")}.list`);
    const list = files.isFile(withArch) ? withArch : paths.child(info, `${name}.list`);
    if (list >= 0 && !lists.has(list)) lists.set(list, { owner, name });
  }
  await files.each([...lists.keys()], (list, text) => {
    const package_ = lists.get(list);
    if (package_ === undefined) return;
    const { owner, name } = package_;
    for (const line of linesOf(text)) {
      const diverted = diversions.get(line);
      const path = diverted === undefined || diverted.by === name ? line : diverted.to;
      found.claim(owner, paths.find(path));
    }
  });
}

/**
 * Parses diversions, three lines each: the path, the path to which it is diverted, and the package whose file
 * stays (`:` for none).
 */
function diversionsOf(text: string): Diversions {
  const diversions = new Map<string, { to: string; by: string }>();
  let three: string[] = [];
  for (const line of linesOf(text)) {
    three.push(line);
    if (three.length < 3) continue;
    diversions.set(three[0], { to: three[1], by: three[2] });
    three = [];
  }
  return diversions;
}

async function readStatusFolder(
  files: DatabaseFiles,
  paths: PackagePaths,
  found: FoundPackages,
): Promise<void> {
  const { tree } = files;
  const folder = paths.folder(`${FOLDER}/status.d`);
  if (folder < 0) return;
  const controls = [...tree.children(folder)].filter((node) => !tree.name(node).endsWith(".md5sums"));
  const named = new Map<Node, { name: string; version: string | undefined }>();
  await files.each(controls, (node, text) => {
    const fields = paragraphs(text, FIELDS).next().value;
    const name = fields?.get("package");
    if (name !== undefined && name !== "") named.set(node, { name, version: fields?.get("version") });
  });
  const sums = new Map<Node, number>();
  for (const node of controls) {
    const control = named.get(node);
    if (control === undefined) continue;
    const owner = found.add("dpkg", control.name, control.version);
    found.claim(owner, node);
    const list = paths.child(folder, `${tree.name(node)}.md5sums`);
    if (list < 0) continue;
    found.claim(owner, list);
    sums.set(list, owner);
  }
  await files.each([...sums.keys()], (list, text) => {
    for (const line of linesOf(text)) {
      const space = line.indexOf(" ");
      const node = space < 0 ? -1 : paths.find(line.slice(space).trimStart());
      found.claim(sums.get(list) ?? -1, node);
    }
  });
}
