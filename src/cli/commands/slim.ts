import { tmpdir } from "node:os";
import { resolve } from "node:path";
import type { Argv } from "yargs";
import { namedBase } from "../../analysis/base-image.js";
import { fail } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { sourceName } from "../../image/source-name.js";
import { dataBytes } from "../../pack/archive-plan.js";
import { COMPRESSIONS, canCompress, type LayerCompression } from "../../pack/compressor.js";
import { Hashes } from "../../pack/hashes.js";
import { IMAGE_FORMS, type ImageForm } from "../../pack/image-form.js";
import { isSpecial, writeFileWhole } from "../../pack/output-file.js";
import { checkPlaces, checkSlimmed } from "../../pack/same-filesystem.js";
import { fileBlocks, slimOutput, temporaryPlace } from "../../pack/slim-output.js";
import { planSlim, type SlimLayer } from "../../pack/slim-plan.js";
import { slimJson, slimText } from "../../pack/slim-report.js";
import { ImageWriter, type WrittenLayer } from "../../pack/write-image.js";
import { batchesOf } from "../../pack/written-content.js";
import { jsonDocument } from "../../report/syntax/json-document.js";
import { layersOfFile } from "../../source/layers/assemble.js";
import { parseReference } from "../../source/registry/registry-reference.js";
import { spool } from "../../source/spool.js";
import { escapePath, escapeText, type Printable, rawPath } from "../../text/escape.js";
import type { FileTree } from "../../tree/file-tree.js";
import { loadTree } from "../../tree/load.js";
import { checkPiped, IMAGE_ARGUMENT, wholeNumber } from "../arguments/options.js";
import type { Command, Context } from "../command-context.js";
import { annotatedBase } from "../gate/annotated-base.js";
import { type BaseArgs, baseOptions, reportedBase } from "../gate/base-options.js";
import { checkTarTarget } from "../output/tar-output.js";

interface SlimArgs extends BaseArgs {
  IMAGE: string;
  output: string | undefined;
  format: ImageForm | undefined;
  compression: LayerCompression | undefined;
  level: string | undefined;
  tag: string[] | undefined;
  squash: boolean;
  "dry-run": boolean;
  json: boolean;
}

/** The source image after reading, and the plan for the new image. */
interface Work {
  readonly image: Image;
  readonly tree: FileTree;
  readonly plan: readonly SlimLayer[];
  /** The number of layers of the base image. */
  readonly base: number;
  readonly form: ImageForm;
}

const COMMAND = "layerx slim";

const NO_LIMIT = Number.MAX_SAFE_INTEGER;
/**
 * The limits for the new image. Its source passed the limits, but some of them are lower for a smaller file.
 */
const OWN_LIMITS = { entries: NO_LIMIT, textBytes: NO_LIMIT, expandedBytes: NO_LIMIT };

export const slimCommand: Command<SlimArgs> = {
  usage: "slim <IMAGE>",
  summary: "the same image without its wasted bytes",
  options: (argv: Argv) =>
    baseOptions(argv, { auto: "the one that the image names" })
      .positional("IMAGE", IMAGE_ARGUMENT)
      .option("output", {
        alias: "o",
        type: "string",
        requiresArg: true,
        describe: "Write to this file, to this new folder (oci-layout), or - for stdout",
      })
      .option("format", {
        choices: IMAGE_FORMS,
        requiresArg: true,
        describe: "Form of the new image (default: the form of IMAGE, else docker-archive)",
      })
      .option("compression", {
        choices: COMPRESSIONS,
        requiresArg: true,
        describe: "Compression of new layers (default: as in the replaced layers)",
      })
      .option("level", { type: "string", requiresArg: true, describe: "Level of the compression" })
      .option("tag", {
        type: "string",
        array: true,
        requiresArg: true,
        describe: "Tag of the new image; may be repeated (default: the tags of IMAGE)",
      })
      .option("squash", {
        type: "boolean",
        default: false,
        describe: "Make one layer of all layers above the base image",
      })
      .option("dry-run", {
        type: "boolean",
        default: false,
        describe: "Show what would change; write nothing",
      })
      .option("json", {
        type: "boolean",
        default: false,
        describe: "Describe the new image as JSON",
      }),
  run: async (args, context) => {
    await checkArguments(args, context);
    const image = await context.open(args.IMAGE, { keepContent: true });
    context.warn(image);
    if (args["dry-run"]) {
      const work = await planned(args, image, context);
      await context.write(described(work, null, args, context));
      return 0;
    }
    const hashes = new Hashes();
    try {
      hashes.prepare(Math.max(0, ...image.layers.map(({ storedSize }) => storedSize)));
      await write(await planned(args, image, context), hashes, args, context);
      return 0;
    } finally {
      hashes.stop();
    }
  },
};

async function checkArguments(args: SlimArgs, context: Context): Promise<void> {
  const { output, format, compression, "dry-run": dryRun } = args;
  const misused = (problem: string, why: string) => fail("bad-usage", { problem, why, command: COMMAND });
  if (output === undefined && !dryRun)
    misused("--output is missing", "use --output FILE to write the image, or --dry-run to write nothing");
  levelOf(args);
  if (compression !== undefined && !canCompress(compression)) fail("no-zstd");
  if (output === "-" && format === "oci-layout")
    misused("a folder on standard output", "oci-layout is a folder");
  const images = [args.IMAGE, ...(args.base === undefined ? [] : [args.base])];
  checkPiped(images, COMMAND);
  if (output !== undefined) await checkTarTarget({ output, images, command: COMMAND }, context);
}

/** @throws LayerxError `bad-value`, `bad-reference` */
function checkTags(tags: readonly string[]): void {
  for (const tag of tags) {
    if (parseReference(tag).digest === null) continue;
    const wanted = "a name with a tag such as app:1, without a digest";
    fail("bad-value", { option: "--tag", value: escapeText(tag), wanted, command: COMMAND });
  }
}

/** @throws LayerxError `bad-value` */
function levelOf({ level, compression }: SlimArgs): number | null {
  const most = compression === "zstd" ? 22 : 9;
  return level === undefined
    ? null
    : wholeNumber(level, { option: "--level", least: 1, most, command: COMMAND });
}

async function planned(args: SlimArgs, image: Image, context: Context): Promise<Work> {
  const form = formOf(args, image);
  // In an OCI layout, any text may be the name of an image.
  if (form === "docker-archive") checkTags(args.tag ?? []);
  const missing = image.layers.find(({ available }) => !available);
  if (missing !== undefined)
    fail("not-slimmable", {
      reason: `layer ${missing.index} is not in ${sourceName(image.source)}`,
      next: "save the image with all its layers",
    });
  const name =
    args.base === "auto" ? annotatedBase(image, { cwd: context.world.cwd, command: COMMAND }) : args.base;
  const given = { base: name, "base-layers": args["base-layers"] };
  const { found, counted } = await reportedBase(given, { image, byFile: null, command: COMMAND }, context);
  const base = counted && found !== null ? found.layers : 0;
  const named = namedBase(image).name;
  if (base === 0 && named !== null) {
    context.tell(
      `note: the image names its base ${escapeText(named)}: --base auto keeps its layers, so that they stay shared` as Printable,
    );
  }
  const tree = await loadTree(image, { signal: context.signal, onProgress: context.progress });
  // Warnings about the bytes of layers.
  context.warn(image);
  const plan = planSlim(tree, { base, squash: args.squash });
  const unnamed = plan.find(({ index, archive }) => archive === null && image.layers[index].diffId === null);
  if (unnamed !== undefined)
    fail("not-slimmable", {
      reason: `the config has no diff ID for layer ${unnamed.index}`,
      next: "build the image again, or import its files as a new image: layerx export IMAGE | docker import - NAME",
    });
  return { image, tree, base, plan, form };
}

/** Returns the requested format; by default the format of the source, if it can be written. */
function formOf({ format, output }: SlimArgs, image: Image): ImageForm {
  if (format !== undefined) return format;
  const own = IMAGE_FORMS.find((form) => form === image.format);
  return own === undefined || (own === "oci-layout" && output === "-") ? "docker-archive" : own;
}

/** Returns a description of the new image, as text or JSON. */
function described(
  { image, plan: layers, base }: Work,
  written: readonly WrittenLayer[] | null,
  { json }: SlimArgs,
  { columns }: Context,
): string {
  const facts = { image, layers, written, base };
  return json ? jsonDocument(slimJson(facts)) : slimText({ ...facts, columns });
}

async function write(work: Work, hashes: Hashes, args: SlimArgs, context: Context): Promise<void> {
  const { output = "-" } = args;
  const target = resolve(context.world.cwd, output);
  // The new image is read again before it is kept, which a pipe or a device does not allow.
  const isStream = output === "-" || (work.form !== "oci-layout" && (await isSpecial(target)));
  const place = isStream ? await temporaryPlace(tmpdir()) : null;
  try {
    const path = place?.path ?? target;
    const written = await writeProved(work, { path, hashes }, args, context);
    const text = described(work, written, args, context);
    if (place === null) {
      await context.write(args.json ? text : `${text}written to ${escapePath(rawPath(output))}\n`);
      return;
    }
    if (output !== "-") await writeFileWhole(target, batchesOf(fileBlocks(path)), 0);
    else for (const block of fileBlocks(path)) await context.writeParts([block]);
    for (const line of text.trimEnd().split("\n")) context.tell(line as Printable);
  } finally {
    await place?.remove();
  }
}

/** Writes the image beside `path`, opens and compares it, and renames it only if it is correct. */
async function writeProved(
  { image, tree, plan, form }: Work,
  { path, hashes }: { readonly path: string; readonly hashes: Hashes },
  args: SlimArgs,
  context: Context,
): Promise<WrittenLayer[]> {
  const { signal } = context;
  const expected = plan.reduce((sum, { index, archive }) => {
    return sum + (archive === null ? image.layers[index].storedSize : dataBytes(archive));
  }, 0);
  const output = await slimOutput(path, form, expected);
  try {
    const writer = new ImageWriter(image, plan, output.sink, {
      form,
      references: args.tag ?? image.references,
      compression: args.compression ?? null,
      level: levelOf(args),
      spool: (chunks) => spool(chunks, { folder: tmpdir(), input: sourceName(image.source) as Printable }),
      hashes,
      onProgress: (layer) => context.progress(layer, image.layers.length, "writing"),
      signal,
    });
    const contents = await writer.writeLayers();
    const source = { tree, layers: image.layers };
    const { file } = output.sink;
    // Uncompressed layers are compared where they are in the archive, while the other thread still hashes them.
    const ranges = file === null ? null : writer.plainRanges;
    if (file !== null && ranges !== null) {
      const layers = layersOfFile(file.fd, ranges, { input: escapePath(rawPath(path)), limits: OWN_LIMITS });
      await checkSlimmed(source, { layers, warnings: [] }, contents, signal);
    }
    const written = await writer.finish();
    const result = await context.open(output.part, {
      choice: { image: undefined, platform: undefined },
      limits: OWN_LIMITS,
    });
    if (ranges === null) await checkSlimmed(source, result, contents, signal);
    else checkPlaces(result.layers, ranges);
    await output.keep();
    return written;
  } catch (error) {
    await output.discard();
    throw error;
  }
}
