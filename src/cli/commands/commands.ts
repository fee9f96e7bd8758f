import { type Registered, registered } from "./chosen-command.js";

// In the order in which help lists them. Each is a file that is loaded when the command is named: all of them take 25 ms.
const LOAD: Readonly<Record<string, () => Promise<Registered>>> = {
  inspect: async () => registered((await import("./inspect.js")).inspectCommand),
  history: async () => registered((await import("./history.js")).historyCommand),
  ci: async () => registered((await import("./ci.js")).ciCommand),
  build: async () => registered((await import("./build.js")).buildCommand),
  waste: async () => registered((await import("./waste.js")).wasteCommand),
  tree: async () => registered((await import("./tree.js")).treeCommand),
  find: async () => registered((await import("./find.js")).findCommand),
  files: async () => registered((await import("./files.js")).filesCommand),
  packages: async () => registered((await import("./packages.js")).packagesCommand),
  cat: async () => registered((await import("./cat.js")).catCommand),
  extract: async () => registered((await import("./extract.js")).extractCommand),
  export: async () => registered((await import("./export.js")).exportCommand),
  slim: async () => registered((await import("./slim.js")).slimCommand),
  diff: async () => registered((await import("./diff.js")).diffCommand),
  audit: async () => registered((await import("./audit.js")).auditCommand),
  command: async () => registered((await import("./command.js")).runCommandCommand),
  dockerfile: async () => registered((await import("./dockerfile.js")).dockerfileCommand),
  cache: async () => registered((await import("./cache.js")).cacheCommand),
  completion: async () => registered((await import("./completion.js")).completionCommand),
};

/** The names of all commands, in the order in which help lists them. */
export const COMMAND_NAMES: readonly string[] = Object.keys(LOAD);

/** Loads the commands of these names, which are some of `COMMAND_NAMES`. */
export function loadCommands(names: readonly string[]): Promise<Registered[]> {
  return Promise.all(names.map((name) => LOAD[name]()));
}
