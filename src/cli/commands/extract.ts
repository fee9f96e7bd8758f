import type { Argv } from "yargs";
import { fail } from "../../errors.js";
import { checkTarget } from "../../extract/existing-files.js";
import { extract } from "../../extract/extract.js";
import {
  NOTHING_WRITTEN,
  plannedText,
  planText,
  type Written,
  writtenText,
} from "../../extract/extract-text.js";
import { type ExtractPlan, planExtract } from "../../extract/plan.js";
import { keepImage } from "../../extract/same-file.js";
import { findTarget } from "../../extract/target.js";
import type { Image } from "../../image/image.js";
import type { Printable, RawPath } from "../../text/escape.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { rootfsUpTo } from "../../tree/layer-diff.js";
import { loadTree } from "../../tree/load.js";
import { IMAGE_ARGUMENT } from "../arguments/options.js";
import type { Command, Context } from "../command-context.js";
import { followPath, layerIndex, typedPath } from "../images/typed-path.js";
import { checkTarTarget } from "../output/tar-output.js";
import { exportTar } from "./export.js";

interface ExtractArgs {
  IMAGE: string;
  PATH: string;
  TO: string;
  layer: string | undefined;
  force: boolean;
  "dry-run": boolean;
  owner: boolean;
  setuid: boolean;
}

const COMMAND = "layerx extract";

export const extractCommand: Command<ExtractArgs> = {
  usage: "extract <IMAGE> <PATH> <TO>",
  summary: "write files and folders of an image to the disk, safely",
  options: (argv: Argv) =>
    argv
      .positional("IMAGE", IMAGE_ARGUMENT)
      .positional("PATH", {
        type: "string",
        demandOption: true,
        describe: "File or folder, links followed; / or FOLDER/. for its content",
      })
      .positional("TO", {
        type: "string",
        demandOption: true,
        describe: "Existing folder, or the new name; - for a tar on stdout",
      })
      .option("layer", {
        type: "string",
        requiresArg: true,
        describe: "The state after this layer, counted from 0 (default: the last layer)",
      })
      .option("force", { type: "boolean", default: false, describe: "Replace files; never a folder" })
      .option("dry-run", {
        type: "boolean",
        default: false,
        describe: "Only list what would be written",
      })
      .option("owner", {
        type: "boolean",
        default: false,
        describe: "Keep owners and groups, by number (needs root)",
      })
      .option("setuid", {
        type: "boolean",
        default: false,
        describe: "Keep setuid, setgid and sticky bits",
      }),
  run: async (args, context) => {
    await checkArguments(args, context);
    const image = await context.open(args.IMAGE, { keepContent: true });
    if (args.TO === "-") return exportTar({ ...EXPORT_DEFAULTS, ...args }, image, context);
    const plan = await planned(args, image, context);
    context.warn(image);
    context.warn(plan);
    if (args["dry-run"]) await list(plan, args, context);
    else {
      if (args.force) await keepImage(plan, args.IMAGE, context.world);
      await write(plan, args, image, context);
    }
    return 0;
  },
};

const EXPORT_DEFAULTS = { output: "-", changes: false, mtime: undefined, command: COMMAND };

/** Checks the arguments that can be checked before the image is read. */
async function checkArguments(args: ExtractArgs, context: Context): Promise<void> {
  const { TO, owner, IMAGE } = args;
  if (TO === "-" && args["dry-run"]) {
    const why = "a tar on standard output writes no file; `layerx tree` lists the paths";
    fail("bad-usage", { problem: "--dry-run with -", why, command: COMMAND });
  }
  if (TO === "-") await checkTarTarget({ output: TO, images: [IMAGE], command: COMMAND }, context);
  if (owner && context.world.uid !== 0) fail("owner-needs-root");
  if (TO !== "") return;
  const wanted = "the path of a folder or a file, or - for a tar on stdout; `layerx cat` prints a file";
  fail("bad-value", { option: "TO", value: "nothing", wanted, command: COMMAND });
}

async function planned(args: ExtractArgs, image: Image, context: Context): Promise<ExtractPlan> {
  const { signal, progress, world } = context;
  const layer = layerIndex(args.layer, image, COMMAND);
  const tree = await loadTree(image, { signal, onProgress: progress });
  const rootfs = rootfsUpTo(tree, layer);
  const path = typedPath(tree, args.PATH);
  const node = followPath({ tree, rootfs, image, layer, command: COMMAND }, path);
  const target = findTarget(args.TO, { cwd: world.cwd, name: ownName(tree, node, path) });
  return planExtract({ tree, rootfs, node }, { target, owner: args.owner, setuid: args.setuid });
}

/** Returns the last name of the path; `null` if the path means the contents of a folder, as for `cp -r`. */
function ownName(tree: FileTree, node: Node, path: RawPath): RawPath | null {
  const last = path.split("/").findLast((part) => part !== "");
  if (node === 0 || last === undefined || last === ".") return null;
  return last === ".." ? tree.name(node) : (last as RawPath);
}

async function list(plan: ExtractPlan, { force }: ExtractArgs, { signal, write }: Context): Promise<void> {
  await checkTarget(plan, { overwrite: force, signal });
  for (const chunk of planText(plan)) {
    signal.throwIfAborted();
    await write(chunk);
  }
}

async function write(
  plan: ExtractPlan,
  { force }: ExtractArgs,
  { layers }: Image,
  { signal, progress, tell }: Context,
): Promise<void> {
  let written = NOTHING_WRITTEN;
  const onProgress = (sofar: Written) => {
    written = sofar;
    progress(sofar.bytes, plan.bytes, "writing");
  };
  // Warnings about the contents of a folder are printed only when writing begins.
  const onBegin = () => {
    if (plan.folders.length > 0) tell(`writing ${plannedText(plan)} to ${plan.target.shown}` as Printable);
  };
  const said = () => `${writtenText(written)} to ${plan.target.shown}` as Printable;
  try {
    await extract(plan, { layers, signal, onBegin, onProgress, overwrite: force });
  } catch (error) {
    if (written !== NOTHING_WRITTEN) tell(`stopped after ${said()}; no file is incomplete` as Printable);
    throw error;
  }
  tell(said());
}
