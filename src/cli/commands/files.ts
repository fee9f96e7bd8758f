import type { Argv } from "yargs";
import { type FileQuery, listFiles, listFilesOfLayers } from "../../analysis/paths/file-list.js";
import type { Image } from "../../image/image.js";
import { type FileReport, filesReport } from "../../report/paths/files-report.js";
import type { FileTree } from "../../tree/file-tree.js";
import { loadTree } from "../../tree/load.js";
import { type FileArgs, fileFilter, fileOptions, fileSelection } from "../arguments/file-options.js";
import { IMAGE_ARGUMENT } from "../arguments/options.js";
import type { Command } from "../command-context.js";
import { layerIndex } from "../images/typed-path.js";

interface FilesArgs extends FileArgs {
  IMAGE: string;
  PATTERNS: string[] | undefined;
  layer: string | undefined;
  layers: "all" | undefined;
}

const COMMAND = "layerx files";

export const filesCommand: Command<FilesArgs> = {
  usage: "files <IMAGE> [PATTERNS..]",
  summary: "files by size, with layer and instruction",
  options: (argv: Argv) =>
    fileOptions(
      argv
        .positional("IMAGE", IMAGE_ARGUMENT)
        .positional("PATTERNS", {
          type: "string",
          array: true,
          describe: "Globs: '*.so' for a name anywhere, '/usr/**' for paths (default: all)",
        })
        .option("layer", {
          type: "string",
          requiresArg: true,
          describe: "Merge the layers up to this one (from 0)",
        })
        .option("layers", {
          choices: ["all"] as const,
          requiresArg: true,
          conflicts: "layer",
          describe: "all: what each layer changed",
        }),
      { usualOrder: "size", usualTypes: "all but dir" },
    ),
  run: async (args, context) => {
    const { signal, progress, write, warn, columns } = context;
    const selection = fileSelection(args, COMMAND);
    const image = await context.open(args.IMAGE, { looking: true });
    const layer = layerIndex(args.layer, image, COMMAND);
    const tree = await loadTree(image, { signal, onProgress: progress });
    const patterns = args.PATTERNS ?? [];
    const filter = fileFilter(args, selection, {
      image,
      tree,
      command: COMMAND,
      withoutFolders: true,
      patterns,
    });
    const query: FileQuery = { ...filter, sort: selection.sort ?? "size", top: selection.top };
    warn(image);
    const report =
      args.layers === "all" ? ofLayers(image, tree, query) : merged(image, tree, { layer, query });
    for (const chunk of filesReport(report, args.format, { columns })) {
      signal.throwIfAborted();
      await write(chunk);
    }
    return 0;
  },
};

function merged(
  image: Image,
  tree: FileTree,
  { layer, query }: { readonly layer: number | null; readonly query: FileQuery },
): FileReport {
  const lists = [{ layer: null, files: listFiles(tree, layer, query) }];
  return { image, tree, layer, lists, byLayer: false };
}

function ofLayers(image: Image, tree: FileTree, query: FileQuery): FileReport {
  const lists = listFilesOfLayers(tree, query).map((files, layer) => ({ layer, files }));
  return { image, tree, layer: null, lists, byLayer: true };
}
