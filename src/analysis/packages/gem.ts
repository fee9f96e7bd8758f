import type { Node } from "../../tree/file-tree.js";
import type { DatabaseFiles } from "./database-files.js";
import type { FoundPackages } from "./found-packages.js";
import type { PackagePaths } from "./package-paths.js";

// Every repetition has a bound, so that the time grows only with the length of the text.
const NAME = /^[ \t]{0,40}s\.name[ \t]{0,40}=[ \t]{0,40}["']([^"'\n]{1,300})["']/m;
const VERSION =
  /^[ \t]{0,40}s\.version[ \t]{0,40}=[ \t]{0,40}(?:Gem::Version\.new\()?["']([^"'\n]{1,300})["']/m;
const END = ".gemspec";

/**
 * Reads Ruby gems: each `specifications/NAME-VERSION.gemspec`, as RubyGems writes it. The gem owns that file
 * and all files in `gems/NAME-VERSION`. Ruby is not executed: a gem whose file sets the name in another way
 * is not listed.
 */
export async function readGems(
  specs: readonly Node[],
  { files, paths, found }: { files: DatabaseFiles; paths: PackagePaths; found: FoundPackages },
): Promise<void> {
  const { tree } = files;
  const named = new Map<Node, { name: string; version: string | undefined }>();
  await files.each(specs, (node, text) => {
    const name = NAME.exec(text)?.[1];
    if (name !== undefined) named.set(node, { name, version: VERSION.exec(text)?.[1] });
  });
  for (const node of specs) {
    const gem = named.get(node);
    if (gem === undefined) continue;
    const owner = found.add("gem", gem.name, gem.version);
    found.claim(owner, node);
    const above = tree.parent(node);
    const specifications = tree.name(above) === "default" ? tree.parent(above) : above;
    const gems = paths.child(tree.parent(specifications), "gems");
    const folder = gems < 0 ? -1 : paths.child(gems, tree.name(node).slice(0, -END.length));
    found.claimFolder(owner, folder);
  }
}
