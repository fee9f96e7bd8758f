import type { Argv } from "yargs";
import { isListed, makeListing } from "../../report/paths/listing.js";
import { treeJson } from "../../report/paths/tree-json.js";
import { treeText } from "../../report/paths/tree-text.js";
import { loadTree } from "../../tree/load.js";
import type { Command } from "../command.js";
import { failNoPath, layerIndex, typedPath } from "../images/paths.js";

interface TreeArgs {
  IMAGE: string;
  PATH: string;
  layer: string | undefined;
  changes: boolean;
  format: "text" | "json";
}

export const treeCommand: Command<TreeArgs> = {
  usage: "tree <IMAGE> [PATH]",
  summary: "the filesystem, merged up to a layer, or what one layer changed",
  options: (argv: Argv) =>
    argv
      .positional("IMAGE", {
        type: "string",
        demandOption: true,
        describe: "File, folder, - for stdin, or an image name",
      })
      .positional("PATH", { type: "string", default: "/", describe: "List this and what is below it" })
      .option("layer", {
        type: "string",
        requiresArg: true,
        describe: "Merge up to this layer (from 0) and mark what it changed; by default the final filesystem",
      })
      .option("changes", {
        type: "boolean",
        default: false,
        describe: "Only what the layer changed; without --layer, the last one",
      })
      .option("format", {
        choices: ["text", "json"] as const,
        default: "text" as const,
        describe: "For people, or for scripts",
      }),
  run: async ({ IMAGE, PATH, layer, changes, format }, context) => {
    const { signal, progress, write, warn } = context;
    const command = "layerx tree";
    const image = await context.open(IMAGE, { looking: true });
    const index = layerIndex(layer, image, command);
    const tree = await loadTree(image, { signal, onProgress: progress });
    const whole = makeListing(tree, { layer: index, onlyChanges: changes });
    const path = typedPath(tree, PATH);
    const from = tree.find(path);
    if (from < 0 || (from > 0 && !isListed(whole, from))) {
      failNoPath({ tree, rootfs: whole.rootfs, image, layer: index, path, command });
    }
    warn(image);
    const listing = { ...whole, from };
    for (const chunk of format === "json" ? treeJson(listing) : treeText(listing, context)) {
      signal.throwIfAborted();
      await write(chunk);
    }
    return 0;
  },
};
