import type { Argv } from "yargs";
import { versionsOf } from "../../analysis/paths/path-versions.js";
import { findJson } from "../../report/paths/find-json.js";
import { findText } from "../../report/paths/find-text.js";
import { inChunks } from "../../report/paths/listing.js";
import { loadTree } from "../../tree/load.js";
import { matchingNodes, typedPattern } from "../arguments/path-pattern-options.js";
import type { Command } from "../command.js";

interface FindArgs {
  IMAGE: string;
  PATTERN: string;
  "ignore-case": boolean;
  format: "text" | "json";
}

export const findCommand: Command<FindArgs> = {
  usage: "find <IMAGE> <PATTERN>",
  summary: "every version of matching paths, layer by layer",
  options: (argv: Argv) =>
    argv
      .positional("IMAGE", {
        type: "string",
        demandOption: true,
        describe: "File, folder, - for stdin, or an image name",
      })
      .positional("PATTERN", {
        type: "string",
        demandOption: true,
        describe: "A glob: '*.conf' for a name anywhere; with a slash for a whole path, '/etc/**'",
      })
      .option("ignore-case", {
        alias: "i",
        type: "boolean",
        default: false,
        describe: "Upper and lower case match",
      })
      .option("format", {
        choices: ["text", "json"] as const,
        default: "text" as const,
        describe: "For people, or for scripts",
      }),
  run: async ({ IMAGE, PATTERN, format, "ignore-case": nocase }, context) => {
    const { signal, progress, write, warn } = context;
    const image = await context.open(IMAGE, { looking: true });
    const tree = await loadTree(image, { signal, onProgress: progress });
    const glob = typedPattern(PATTERN, { nocase, option: "PATTERN", command: "layerx find" });
    const { nodes: matching } = matchingNodes(tree, [glob]);
    const versions = versionsOf(tree, (node) => matching[node] === 1);
    const found = { image, tree, pattern: PATTERN, versions };
    warn(image);
    for (const chunk of inChunks(format === "json" ? [findJson(found)] : findText(found, context))) {
      await write(chunk);
    }
    return versions.size > 0 ? 0 : 1;
  },
};
