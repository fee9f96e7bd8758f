import { type ParsableCommand, parsable } from "./chosen-command.js";
import { historyCommand } from "./history.js";

// The commands in the order of the help text. Each is loaded when it is named: loading all of them takes 25 ms.
// `history` is always loaded: it is small, other commands need most of it too, and a file of its own takes 5 ms.
const LOAD: Readonly<Record<string, () => Promise<ParsableCommand>>> = {
  inspect: async () => parsable((await import("./inspect.js")).inspectCommand),
  history: async () => parsable(historyCommand),
  ci: async () => parsable((await import("./ci.js")).ciCommand),
  build: async () => parsable((await import("./build.js")).buildCommand),
  waste: async () => parsable((await import("./waste.js")).wasteCommand),
  tree: async () => parsable((await import("./tree.js")).treeCommand),
  find: async () => parsable((await import("./find.js")).findCommand),
  files: async () => parsable((await import("./files.js")).filesCommand),
  packages: async () => parsable((await import("./packages.js")).packagesCommand),
  cat: async () => parsable((await import("./cat.js")).catCommand),
  extract: async () => parsable((await import("./extract.js")).extractCommand),
  export: async () => parsable((await import("./export.js")).exportCommand),
  slim: async () => parsable((await import("./slim.js")).slimCommand),
  diff: async () => parsable((await import("./diff.js")).diffCommand),
  audit: async () => parsable((await import("./audit.js")).auditCommand),
  command: async () => parsable((await import("./command.js")).runCommandCommand),
  dockerfile: async () => parsable((await import("./dockerfile.js")).dockerfileCommand),
  cache: async () => parsable((await import("./cache.js")).cacheCommand),
  completion: async () => parsable((await import("./completion.js")).completionCommand),
};

/** The names of all commands, in the order of the help text. */
export const COMMAND_NAMES: readonly string[] = Object.keys(LOAD);

/** Loads the commands of these names, which are some of `COMMAND_NAMES`. */
export function loadCommands(names: readonly string[]): Promise<ParsableCommand[]> {
  return Promise.all(names.map((name) => LOAD[name]()));
}
