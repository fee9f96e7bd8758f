import type { Node } from "../../tree/file-tree.js";
import type { DatabaseFiles } from "./database-files.js";
import type { FoundPackages } from "./found-packages.js";
import { type GoModule, type GoProgram, readGoProgram } from "./go-build-info.js";

/** The maximum of bytes that are read of all programs. */
const MOST_BYTES_IN_ALL = 2 * 1024 * 1024 * 1024;

/**
 * Reads programs that Go built. The main module of a program is a package that owns the file. Each other
 * module in it is a package without bytes, because the linker mixes the modules. Modules of several programs
 * are listed once for each version.
 */
export async function readGo(
  programs: readonly Node[],
  { files, found }: { files: DatabaseFiles; found: FoundPackages },
): Promise<void> {
  const known = new Map<Node, GoProgram>();
  let left = MOST_BYTES_IN_ALL;
  async function* bounded(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      left -= chunk.length;
      if (left < 0) return;
      yield chunk;
    }
  }
  await files.stream(programs, async (node, content) => {
    const program = left < 0 ? null : await readGoProgram(bounded(content));
    if (program !== null) known.set(node, program);
  });
  if (left < 0) found.warn("go-too-big", "the programs are too big; the Go modules of some were not read");
  const listed = new Map<string, number>();
  const ownerOf = ({ path, version }: GoModule): number => {
    const key = `${path} ${version}`;
    const owner = listed.get(key) ?? found.add("go", path, version);
    listed.set(key, owner);
    return owner;
  };
  for (const node of programs) {
    const program = known.get(node);
    if (program === undefined) continue;
    if (program.main !== null) found.claim(ownerOf(program.main), node);
    for (const module of program.modules) ownerOf(module);
  }
}
