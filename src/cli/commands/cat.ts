import type { Argv } from "yargs";
import { fail } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { sourceName } from "../../image/source-name.js";
import { escapePath, type RawPath } from "../../text/escape.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Rootfs } from "../../tree/file-tree.js";
import { rootfsUpTo } from "../../tree/layer-diff.js";
import { loadTree } from "../../tree/load.js";
import { IMAGE_ARGUMENT } from "../arguments/options.js";
import type { Command } from "../command-context.js";
import { followPath, layerIndex, typedPath } from "../images/typed-path.js";

interface CatArgs {
  IMAGE: string;
  PATH: string;
  layer: string | undefined;
}

const COMMAND = "layerx cat";

export const catCommand: Command<CatArgs> = {
  usage: "cat <IMAGE> <PATH>",
  summary: "one file's bytes to stdout",
  options: (argv: Argv) =>
    argv
      .positional("IMAGE", IMAGE_ARGUMENT)
      .positional("PATH", { type: "string", demandOption: true, describe: "The file; links are followed" })
      .option("layer", {
        type: "string",
        requiresArg: true,
        describe: "The state after this layer, counted from 0 (default: the last layer)",
      }),
  run: async ({ IMAGE, PATH, layer }, context) => {
    const { signal, progress, write, warn } = context;
    const image = await context.open(IMAGE, { keepContent: true, looking: true });
    const index = layerIndex(layer, image, COMMAND);
    const tree = await loadTree(image, { signal, onProgress: progress });
    const rootfs = rootfsUpTo(tree, index);
    warn(image);
    const row = fileBehind({ tree, rootfs, image, layer: index }, typedPath(tree, PATH || "/"));
    const content = tree.entries.content(row);
    for await (const bytes of image.layers[tree.entries.layer(row)].open(content, signal)) {
      await write(bytes, "bytes");
    }
    return 0;
  },
};

interface Place {
  readonly tree: FileTree;
  readonly rootfs: Rootfs;
  readonly image: Image;
  readonly layer: number | null;
}

const KINDS = {
  dir: "a folder",
  char: "a character device",
  block: "a block device",
  fifo: "a named pipe",
  symlink: "a symlink",
  hardlink: "a hard link",
} as const;

/** Returns the row with the bytes of the path. */
function fileBehind({ tree, rootfs, image, layer }: Place, path: RawPath): EntryId {
  const node = followPath({ tree, rootfs, image, layer, command: COMMAND }, path);
  const input = sourceName(image.source);
  const shown = escapePath(path);
  const row = rootfs[node];
  const inode = row < 0 ? -1 : tree.entries.inode[row];
  if (inode >= 0 && tree.entries.isFile(inode)) return inode;
  const type = row < 0 ? "dir" : tree.entries.type(row);
  if (type === "file" || type === "hardlink") {
    const reason = `its hard link leads to /${row < 0 ? "" : escapePath(tree.entries.linkname(row))}, which no layer contains`;
    return fail("broken-link", { path: shown, input, reason });
  }
  const hint =
    type === "dir" ? `list it with \`layerx tree … ${shown}\`` : "only regular files have bytes to print";
  return fail("no-file", { path: shown, input, kind: KINDS[type], hint });
}
