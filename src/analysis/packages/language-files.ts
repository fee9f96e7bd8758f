import type { Node } from "../../tree/file-tree.js";
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

const MOST_PROGRAMS = 2000;

/** Returns these files of the final filesystem. */
export function findLanguageFiles(files: DatabaseFiles): LanguageFiles {
  const found = { pip: [] as Node[], npm: [] as Node[], gem: [] as Node[], program: [] as Node[] };
  for (const [node, kind] of files.describing) {
    if (kind === "database") continue;
    if (kind !== "program" || found.program.length < MOST_PROGRAMS) found[kind].push(node);
  }
  const { program, ...others } = found;
  return { ...others, programs: program };
}
