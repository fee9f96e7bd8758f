import type { Argv } from "yargs";
import { fail } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { dataBytes } from "../../pack/archive-plan.js";
import { type Planned, planChanges, planFilesystem, withTime } from "../../pack/filesystem-plan.js";
import { archiveBatches } from "../../pack/write-archive.js";
import { escapeText } from "../../text/escape.js";
import { parseRfc3339 } from "../../text/rfc3339.js";
import { rootfsUpTo } from "../../tree/layer-diff.js";
import { loadTree } from "../../tree/load.js";
import { IMAGE_ARGUMENT } from "../arguments/options.js";
import type { Command, Context, ExitCode } from "../command-context.js";
import { followPath, layerIndex, typedPath } from "../images/typed-path.js";
import { checkTarTarget, writeTar } from "../output/tar-output.js";

interface ExportArgs {
  IMAGE: string;
  PATH: string | undefined;
  output: string;
  layer: string | undefined;
  changes: boolean;
  mtime: string | undefined;
}

const COMMAND = "layerx export";

export const exportCommand: Command<ExportArgs> = {
  usage: "export <IMAGE> [PATH]",
  summary: "the merged filesystem, or a layer's changes, as a tar",
  options: (argv: Argv) =>
    argv
      .positional("IMAGE", IMAGE_ARGUMENT)
      .positional("PATH", { type: "string", describe: "Only this file or folder, symlinks followed" })
      .option("output", {
        alias: "o",
        type: "string",
        requiresArg: true,
        default: "-",
        defaultDescription: "stdout",
        describe: "Write to this file",
      })
      .option("layer", {
        type: "string",
        requiresArg: true,
        describe: "Merge the layers up to this one (from 0; default: all)",
      })
      .option("changes", {
        type: "boolean",
        default: false,
        describe: "Write what --layer changed, with whiteouts, as a layer's archive",
      })
      .option("mtime", {
        type: "string",
        requiresArg: true,
        describe: "Set every modification time: seconds since 1970 or RFC 3339 (default: SOURCE_DATE_EPOCH)",
      }),
  run: async (args, context) => {
    checkArguments(args);
    exportTime(args, context);
    await checkTarTarget({ output: args.output, images: [args.IMAGE], command: COMMAND }, context);
    const image = await context.open(args.IMAGE, { keepContent: true });
    return exportTar({ ...args, command: COMMAND }, image, context);
  },
};

/** Writes the tar of an open image. `extract IMAGE PATH -` also calls it. */
export async function exportTar(
  args: ExportArgs & { readonly command: string },
  image: Image,
  context: Context,
): Promise<ExitCode> {
  const { signal, progress } = context;
  const mtime = exportTime(args, context);
  const planned = await planOf(args, image, context);
  context.warn(image);
  context.warn(planned);
  const plan = mtime === null ? planned.plan : withTime(planned.plan, mtime);
  const onProgress = (done: number, total: number) => progress(done, total, "writing");
  const batches = archiveBatches(plan, { layers: image.layers, signal, onProgress });
  await writeTar(args, { batches, expected: dataBytes(plan) }, context);
  return 0;
}

function checkArguments({ PATH, layer, changes }: ExportArgs): void {
  const misused = (problem: string, why: string) => fail("bad-usage", { problem, why, command: COMMAND });
  if (changes && layer === undefined)
    misused("--changes without a layer", "--layer N says which layer is meant");
  if (changes && PATH !== undefined)
    misused("--changes with a path", "the archive of a layer contains everything that the layer changed");
}

/**
 * Returns seconds since 1970 of `--mtime`, else of SOURCE_DATE_EPOCH; `null` if neither is set.
 * @throws LayerxError `bad-value`
 */
function exportTime({ mtime: value }: Pick<ExportArgs, "mtime">, { world }: Context): number | null {
  const text = value ?? (world.env.SOURCE_DATE_EPOCH || undefined);
  if (text === undefined) return null;
  const seconds = /^\d{1,11}$/.test(text) ? Number(text) : parseRfc3339(text);
  if (seconds !== null) return seconds;
  const wanted = "seconds since 1970, or a time such as 2024-01-02T03:04:05Z";
  const option = value === undefined ? "SOURCE_DATE_EPOCH" : "--mtime";
  return fail("bad-value", { option, value: escapeText(text), wanted, command: COMMAND });
}

async function planOf(
  args: ExportArgs & { readonly command: string },
  image: Image,
  { signal, progress }: Context,
): Promise<Planned> {
  const layer = layerIndex(args.layer, image, args.command);
  const tree = await loadTree(image, { signal, onProgress: progress });
  if (args.changes && layer !== null) return planChanges(tree, layer);
  const layers = layer === null ? tree.layers.length : layer + 1;
  const rootfs = rootfsUpTo(tree, layer);
  const path = typedPath(tree, args.PATH ?? "/");
  const node = followPath({ tree, rootfs, image, layer, command: args.command }, path);
  return planFilesystem(tree, { rootfs, node, layers });
}
