import { posix } from "node:path";
import type { Argv } from "yargs";
import { isListed, makeListing, narrowed } from "../../report/paths/listing.js";
import { treeReport } from "../../report/paths/tree-report.js";
import { loadTree } from "../../tree/load.js";
import { type FileArgs, fileFilter, fileOptions, fileSelection, narrows } from "../arguments/file-options.js";
import { IMAGE_ARGUMENT } from "../arguments/options.js";
import type { Command } from "../command-context.js";
import { failNoPath, layerIndex, typedPath } from "../images/typed-path.js";

interface TreeArgs extends FileArgs {
  IMAGE: string;
  PATH: string;
  layer: string | undefined;
  changes: boolean;
}

const COMMAND = "layerx tree";

export const treeCommand: Command<TreeArgs> = {
  usage: "tree <IMAGE> [PATH]",
  summary: "the merged filesystem, or the changes of one layer",
  options: (argv: Argv) =>
    fileOptions(
      argv
        .positional("IMAGE", IMAGE_ARGUMENT)
        .positional("PATH", {
          type: "string",
          default: "/",
          describe: "List this path and everything below it",
        })
        .option("layer", {
          type: "string",
          requiresArg: true,
          describe:
            "Merge up to this layer (from 0) and mark what it changed; by default the final filesystem",
        })
        .option("changes", {
          type: "boolean",
          default: false,
          describe: "Only the changes of --layer (default: the last layer)",
        }),
      { usualOrder: "as a tree", usualTypes: "all" },
    ),
  run: async (args, context) => {
    const { signal, progress, write, warn } = context;
    const { IMAGE, PATH, layer, changes, format } = args;
    const command = COMMAND;
    const selection = fileSelection(args, command);
    const image = await context.open(IMAGE, { looking: true });
    const index = layerIndex(layer, image, command);
    const tree = await loadTree(image, { signal, onProgress: progress });
    const whole = makeListing(tree, { layer: index, onlyChanges: changes });
    const path = typedPath(tree, posix.normalize(`/${PATH}`));
    const from = tree.find(path);
    if (from < 0 || (from > 0 && !isListed(whole, from))) {
      failNoPath({ tree, rootfs: whole.rootfs, image, layer: index, path, command });
    }
    warn(image);
    const filter = fileFilter(args, selection, { image, tree, command, withoutFolders: false });
    const all = { ...whole, from };
    const listing = narrows(args) ? narrowed(all, { ...selection, filter }) : all;
    for (const chunk of treeReport(listing, format, context)) {
      signal.throwIfAborted();
      await write(chunk);
    }
    return 0;
  },
};
