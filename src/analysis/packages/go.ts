import type { Node } from "../../tree/file-tree.js";
import type { DatabaseFiles } from "./database-files.js";
import type { FoundPackages } from "./found-packages.js";
import type { GoModule } from "./go-build-info.js";

/**
 * Reads programs that Go built. The main module of a program is a package that owns the file. Each other
 * module in it is a package without bytes, because the linker mixes the modules. Modules of several programs
 * are listed once for each version.
 */
export function readGo(
  programs: readonly Node[],
  { files, found }: { files: DatabaseFiles; found: FoundPackages },
): void {
  const listed = new Map<string, number>();
  const ownerOf = ({ path, version }: GoModule): number => {
    const key = `${path} ${version}`;
    const owner = listed.get(key) ?? found.add("go", path, version);
    listed.set(key, owner);
    return owner;
  };
  for (const node of programs) {
    const read = files.modules(node);
    if (read === null)
      found.warn("go-too-big", "the programs are too big; the Go modules of some were not read");
    const program = read?.program ?? null;
    if (program === null) continue;
    if (program.main !== null) found.claim(ownerOf(program.main), node);
    for (const module of program.modules) ownerOf(module);
  }
}
