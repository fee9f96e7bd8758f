import type { Argv } from "yargs";
import {
  FILE_SORTS,
  type FileQuery,
  type FileSort,
  listFiles,
  listFilesOfLayers,
} from "../../analysis/paths/file-list.js";
import { fail } from "../../errors.js";
import type { EntryType } from "../../image/entry.js";
import type { Image } from "../../image/image.js";
import { FILE_FORMATS, type FileFormat, type FileReport, filesReport } from "../../report/paths/files.js";
import { parseSize } from "../../text/bytes.js";
import { escapeText } from "../../text/escape.js";
import type { FileTree } from "../../tree/file-tree.js";
import { loadTree } from "../../tree/load.js";
import { matchingNodes, typedPattern } from "../arguments/path-pattern-options.js";
import { topOf } from "../arguments/top.js";
import type { Command } from "../command.js";
import { layerIndex } from "../images/paths.js";

interface FilesArgs {
  IMAGE: string;
  PATTERNS: string[] | undefined;
  sort: FileSort;
  "min-size": string | undefined;
  "max-size": string | undefined;
  top: number | undefined;
  type: EntryType[] | undefined;
  "changed-by": string | undefined;
  layer: string | undefined;
  layers: "all" | undefined;
  exclude: string[] | undefined;
  format: FileFormat;
}

const COMMAND = "layerx files";
const TYPES = ["file", "dir", "symlink", "hardlink", "char", "block", "fifo"] as const satisfies EntryType[];
/** Folders have no content of their own. */
const USUAL_TYPES = TYPES.filter((type) => type !== "dir");

export const filesCommand: Command<FilesArgs> = {
  usage: "files <IMAGE> [PATTERNS..]",
  summary: "files by size, with layer and instruction",
  options: (argv: Argv) =>
    argv
      .positional("IMAGE", {
        type: "string",
        demandOption: true,
        describe: "File, folder, - for stdin, or an image name",
      })
      .positional("PATTERNS", {
        type: "string",
        array: true,
        describe: "Globs: '*.so' for a name anywhere, '/usr/**' for paths (default: all)",
      })
      .option("sort", { choices: FILE_SORTS, default: "size" as const, describe: "Order of the list" })
      .option("min-size", { type: "string", requiresArg: true, describe: "Leave out smaller files: 1MB" })
      .option("max-size", { type: "string", requiresArg: true, describe: "Leave out bigger files" })
      .option("top", { type: "number", requiresArg: true, describe: "Only the first N" })
      .option("type", {
        choices: TYPES,
        array: true,
        requiresArg: true,
        describe: "Only this type; may be repeated (default: all but dir)",
      })
      .option("changed-by", {
        type: "string",
        requiresArg: true,
        describe: "Only files that this layer wrote (from 0)",
      })
      .option("layer", {
        type: "string",
        requiresArg: true,
        describe: "Merge the layers up to this one (from 0)",
      })
      .option("layers", {
        choices: ["all"] as const,
        conflicts: "layer",
        describe: "all: what each layer changed, layer by layer",
      })
      .option("exclude", {
        type: "string",
        array: true,
        requiresArg: true,
        describe: "Leave out paths of this glob; may be repeated",
      })
      .option("format", {
        choices: FILE_FORMATS,
        default: "text" as const,
        describe: "For people, for scripts, or for spreadsheets",
      }),
  run: async (args, context) => {
    const { signal, progress, write, warn, columns } = context;
    const sizes = {
      minSize: sizeOf("min-size", args) ?? 0,
      maxSize: sizeOf("max-size", args) ?? Number.POSITIVE_INFINITY,
    };
    const top = topOf(args.top, COMMAND);
    const image = await context.open(args.IMAGE, { looking: true });
    const layer = layerIndex(args.layer, image, COMMAND);
    const changedBy = layerIndex(args["changed-by"], image, COMMAND, "--changed-by");
    const tree = await loadTree(image, { signal, onProgress: progress });
    const query: FileQuery = {
      ...sizes,
      top,
      changedBy,
      sort: args.sort,
      types: new Set<EntryType>(args.type ?? USUAL_TYPES),
      paths: nodesOf(tree, args.PATTERNS ?? [], "PATTERNS"),
      excluded: nodesOf(tree, args.exclude ?? [], "--exclude"),
    };
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

/** 1 for each node that one of the globs matches; `null` where there is none. */
function nodesOf(tree: FileTree, patterns: readonly string[], option: string): Uint8Array | null {
  if (patterns.length === 0) return null;
  const globs = patterns.map((pattern) => typedPattern(pattern, { nocase: false, option, command: COMMAND }));
  return matchingNodes(tree, globs).nodes;
}

/** Bytes of an option. @throws LayerxError `bad-value` */
function sizeOf(name: "min-size" | "max-size", args: FilesArgs): number | null {
  const value = args[name];
  if (value === undefined) return null;
  const bytes = parseSize(value);
  if (bytes !== null) return bytes;
  const wanted = "a size such as 500kB, 10MB or 1MiB";
  return fail("bad-value", { option: `--${name}`, value: escapeText(value), wanted, command: COMMAND });
}
