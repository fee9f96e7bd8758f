import type { Argv } from "yargs";
import { analyze } from "../../analysis/analyze.js";
import {
  START_SORTS,
  START_VIEWS,
  type StartSort,
  type StartView,
  THEMES,
  type ThemeName,
} from "../../explorer/settings.js";
import type { ImageFormat } from "../../image/image.js";
import { formatNamed, IMAGE_FORMAT_NAMES, type ImageFormatName } from "../../report/image/formats.js";
import { redacted } from "../../report/image/image-json.js";
import { escapeText } from "../../text/escape.js";
import { checkPiped, IMAGE_ARGUMENT } from "../arguments/options.js";
import type { Command, Context, ExitCode } from "../command-context.js";
import { isUnattended } from "../context.js";
import { explorerReports } from "../explorer/explorer-reports.js";
import { explorerWorld, hasScreen, withKeys } from "../explorer/explorer-world.js";
import { type BaseArgs, baseOptions, reportedBase } from "../gate/base-options.js";
import { findingsOn } from "../images/image-findings.js";

/** The options for showing an image. */
export interface InspectOptions extends BaseArgs {
  format: ImageFormatName | undefined;
  duplicates: boolean;
  redact: boolean;
  secrets: boolean;
  theme: ThemeName | undefined;
  "no-mouse": boolean | undefined;
  ascii: boolean | undefined;
  sort: StartSort | undefined;
  show: StartView | undefined;
}

interface InspectArgs extends InspectOptions {
  IMAGE: string;
}

/** Adds the options for showing an image. */
export function inspectOptions<T>(argv: Argv<T>): Argv<T & InspectOptions> {
  return baseOptions(argv)
    .option("format", {
      choices: IMAGE_FORMAT_NAMES,
      requiresArg: true,
      describe: "Print a report in this format instead of the explorer",
    })
    .option("duplicates", {
      type: "boolean",
      default: false,
      describe: "Also report duplicate files (reads contents)",
    })
    .option("secrets", {
      type: "boolean",
      default: false,
      describe: "Also fetch an image of an engine or a registry, to search it for secrets and packages",
    })
    .option("redact", {
      type: "boolean",
      default: false,
      describe: "Leave environment, labels and instruction arguments out of the report",
    })
    .option("theme", {
      choices: THEMES,
      requiresArg: true,
      describe: "Colours of the explorer; auto: the terminal's own",
    })
    .option("no-mouse", { type: "boolean", describe: "Do not use the mouse" })
    .option("ascii", { type: "boolean", describe: "Draw without box and block characters" })
    .option("sort", {
      choices: START_SORTS,
      requiresArg: true,
      describe: "Order of the files when the explorer opens (default: name)",
    })
    .option("show", {
      choices: START_VIEWS,
      requiresArg: true,
      describe: "Files when the explorer opens: the layer's changes, or all (default: layer)",
    });
}

export const inspectCommand: Command<InspectArgs> = {
  usage: "inspect <IMAGE>",
  summary: "explore an image in a terminal; print a report if stdout is not a terminal",
  options: (argv: Argv) => inspectOptions(argv).positional("IMAGE", IMAGE_ARGUMENT),
  run: inspectImage,
};

/** Shows an image: in the explorer on a terminal, else as a report. */
export async function inspectImage(args: InspectArgs, context: Context): Promise<ExitCode> {
  checkPiped([args.IMAGE, args.base ?? ""], "layerx inspect");
  if (args.format === undefined && isUnattended(context.world.env)) context.tell(NO_GATE);
  if (!isInteractive(args, context)) return report(args, context);
  return withKeys(context, (keys) => explore(args, context, keys)) ?? report(args, context);
}

/** The formats of images that are files of the user. */
const ON_DISK: ReadonlySet<ImageFormat> = new Set(["docker-archive", "oci-archive", "oci-layout", "dir"]);

/** Printed if `CI` is set. In dive, this variable alone turns the command into a gate. */
const NO_GATE = escapeText(
  "note: this is a report, not a gate: its exit code does not depend on the image. `layerx ci IMAGE` is the gate.",
);

/** The explorer needs a screen. A format, or an option that only reports support, requests a report. */
function isInteractive({ format, duplicates, redact, secrets }: InspectArgs, { world }: Context): boolean {
  return hasScreen(world) && format === undefined && !duplicates && !redact && !secrets;
}

async function explore(
  args: InspectArgs,
  context: Context,
  stdin: Context["world"]["stdin"],
): Promise<ExitCode> {
  const { IMAGE, ...flags } = args;
  const world = await explorerWorld(flags, context, stdin);
  const { openExplorer } = await import("../../explorer/session/open-explorer.js");
  return openExplorer({
    ...world,
    reports: explorerReports(args, context),
    source: IMAGE,
    open: (waiting) => context.open(IMAGE, { ...waiting, keepContent: true, looking: true }),
    release: context.release,
    openPlatform: (exactly) => (waiting) =>
      context.open(IMAGE, { ...waiting, keepContent: true, looking: true, choice: { exactly } }),
    // The choice between several images in this archive does not apply to another archive.
    openOther: (source) => (waiting) =>
      context.open(source, {
        ...waiting,
        keepContent: true,
        looking: true,
        choice: { image: undefined },
      }),
    findBase: async (image, onProgress, signal) => {
      const open: Context["open"] = (source, more) => context.open(source, { ...more, onProgress, signal });
      const asked = { image, byFile: null, command: "layerx inspect" };
      return (await reportedBase(flags, asked, { open })).found;
    },
  });
}

async function report(args: InspectArgs, context: Context): Promise<ExitCode> {
  const { IMAGE, format: name = "text", duplicates, redact } = args;
  const { signal, progress } = context;
  // An HTML page may be passed on, so it does not depend on tables of contents, which may be wrong.
  const image = await context.open(IMAGE, {
    keepContent: args.secrets,
    looking: name !== "html" && !args.secrets,
  });
  const analysis = await analyze(image, { digests: true, signal, onProgress: progress });
  const found = await findingsOn(analysis, {
    args,
    duplicates,
    // The cache has no file contents: searching an image of an engine or a registry would fetch it again.
    contents: args.secrets || ON_DISK.has(image.format),
    signal,
    open: context.open,
  });
  const format = formatNamed(name);
  if (format.name === "text") context.warn(image);
  await context.write(await format.write(redact ? redacted(found) : found, context));
  return 0;
}
