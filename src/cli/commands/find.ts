import type { Argv } from "yargs";
import { fileOrder, fileTest } from "../../analysis/paths/file-filter.js";
import { sortedVersions, versionsOf } from "../../analysis/paths/path-versions.js";
import { findReport } from "../../report/paths/find-report.js";
import { loadTree } from "../../tree/load.js";
import { matchingNodes } from "../../tree/search/glob-search.js";
import {
  type FileArgs,
  fileFilter,
  fileOptions,
  fileSelection,
  typedPattern,
} from "../arguments/file-options.js";
import { IMAGE_ARGUMENT } from "../arguments/options.js";
import type { Command } from "../command-context.js";
import { layerIndex } from "../images/typed-path.js";

interface FindArgs extends FileArgs {
  IMAGE: string;
  PATTERN: string;
  "ignore-case": boolean;
  layer: string | undefined;
}

const COMMAND = "layerx find";

export const findCommand: Command<FindArgs> = {
  usage: "find <IMAGE> <PATTERN>",
  summary: "every version of matching paths, layer by layer",
  options: (argv: Argv) =>
    fileOptions(
      argv
        .positional("IMAGE", IMAGE_ARGUMENT)
        .positional("PATTERN", {
          type: "string",
          demandOption: true,
          describe: "A glob: '*.conf' for a name anywhere; with a slash for a whole path, '/etc/**'",
        })
        .option("layer", {
          type: "string",
          requiresArg: true,
          describe: "Only layers up to this one (from 0)",
        })
        .option("ignore-case", {
          alias: "i",
          type: "boolean",
          default: false,
          describe: "Ignore case",
        }),
      { usualOrder: "path", usualTypes: "all" },
    ),
  run: async (args, context) => {
    const { signal, progress, write, warn } = context;
    const { IMAGE, PATTERN, format, "ignore-case": nocase } = args;
    const selection = fileSelection(args, COMMAND);
    const glob = typedPattern(PATTERN, { nocase, option: "PATTERN", command: COMMAND });
    const image = await context.open(IMAGE, { looking: true });
    const upTo = layerIndex(args.layer, image, COMMAND) ?? image.layers.length - 1;
    const tree = await loadTree(image, { signal, onProgress: progress });
    const { nodes: matching } = matchingNodes(tree, [glob]);
    const filter = fileFilter(args, selection, { image, tree, command: COMMAND, withoutFolders: false });
    // A removal is a change of its layer, although the layer wrote no entry.
    const { changedBy } = filter;
    const isListed = fileTest(tree, { ...filter, paths: matching, changedBy: null });
    const all = versionsOf(
      tree,
      (node, { layer, row }) => isListed(node, row) && (changedBy === null || layer === changedBy),
      { upTo },
    );
    const order = fileOrder(selection.sort ?? "path", tree.entries);
    const versions = sortedVersions(all, { order, top: selection.top });
    warn(image);
    for (const chunk of findReport({ image, tree, pattern: PATTERN, versions }, format, context)) {
      signal.throwIfAborted();
      await write(chunk);
    }
    return versions.size > 0 ? 0 : 1;
  },
};
