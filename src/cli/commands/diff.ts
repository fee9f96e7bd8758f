import type { Argv } from "yargs";
import { analyze } from "../../analysis/analyze.js";
import { type Comparison, compareImages } from "../../analysis/diff/compare-images.js";
import { type Side, sideOf } from "../../analysis/diff/side.js";
import { isSame } from "../../analysis/diff/totals.js";
import { CollectedFiles } from "../../analysis/packages/collected-files.js";
import { packageChanges } from "../../analysis/packages/package-changes.js";
import { sizedPackages } from "../../analysis/packages/packages.js";
import { fail } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { diffJson } from "../../report/diff/diff-json.js";
import { diffMarkdown } from "../../report/diff/diff-markdown.js";
import type { DiffResult } from "../../report/diff/diff-result.js";
import { diffText } from "../../report/diff/diff-text.js";
import { inChunks } from "../../report/syntax/records.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { matchingNodes } from "../../tree/search/glob-search.js";
import { typedPattern } from "../arguments/file-options.js";
import { checkPiped, OUTPUT_FORMAT } from "../arguments/options.js";
import type { Command, Context } from "../command-context.js";
import { diffContent } from "../diff/diff-content.js";
import { diffUi } from "../explorer/diff-ui.js";
import { layerIndex } from "../images/typed-path.js";
import { excludedByConfig } from "../settings/explorer-settings.js";

interface DiffArgs {
  A: string;
  B: string;
  PATHS: string[] | undefined;
  stat: boolean;
  all: boolean;
  content: string | undefined;
  layer: string | undefined;
  format: "text" | "json" | "markdown";
  "exit-code": boolean;
  quiet: boolean;
  times: boolean;
  exclude: string[] | undefined;
  "image-b": string | undefined;
  "platform-b": string | undefined;
  ui: boolean;
}

const COMMAND = "layerx diff";

export const diffCommand: Command<DiffArgs> = {
  usage: "diff <A> <B> [PATHS..]",
  summary: "what changed between two images",
  options: (argv: Argv) =>
    argv
      .positional("A", {
        type: "string",
        demandOption: true,
        describe: "The old image: file, folder or - for stdin",
      })
      .positional("B", { type: "string", demandOption: true, describe: "The new image" })
      .positional("PATHS", {
        type: "string",
        array: true,
        describe: "List all changes of these paths and everything below them; globs as in `find`",
      })
      .option("stat", { type: "boolean", default: false, describe: "Only the summary" })
      .option("all", {
        type: "boolean",
        default: false,
        describe: "Every path (default: folders are summed up)",
      })
      .option("content", {
        type: "string",
        requiresArg: true,
        describe: "Line-by-line changes of this text file",
      })
      .option("layer", {
        type: "string",
        requiresArg: true,
        describe: "Compare the images up to this layer (from 0): N for both, N:M for each",
      })
      .option("ui", { type: "boolean", default: false, describe: "Show the changes in the explorer" })
      .option("exit-code", { type: "boolean", default: false, describe: "Exit 1 if something differs" })
      .option("quiet", {
        alias: "q",
        type: "boolean",
        default: false,
        describe: "Print nothing; exit 1 if something differs",
      })
      .option("times", {
        type: "boolean",
        default: false,
        describe: "Compare modification times too",
      })
      .option("exclude", {
        type: "string",
        array: true,
        requiresArg: true,
        describe: "Leave out paths that match this glob, and everything below them; may be repeated",
      })
      .option("image-b", { type: "string", requiresArg: true, describe: "Like --image, but only for B" })
      .option("platform-b", {
        type: "string",
        requiresArg: true,
        describe: "Like --platform, but only for B",
      })
      .option("format", { choices: ["text", "json", "markdown"] as const, ...OUTPUT_FORMAT }),
  run: async (args, context) => {
    checkArguments(args);
    const excluded = await excludedPatterns(args, context);
    const compared = { exclude: excluded.map(({ glob }) => glob), times: args.times };
    if (args.ui)
      return diffUi(
        {
          a: args.A,
          b: args.B,
          choiceOfB: choiceOfB(args),
          layers: (a, b) => layersOf(args.layer, a, b),
          compared,
        },
        context,
      );
    const { a, b, upTo } = await openBoth(args, context);
    const { signal, progress } = context;
    const collected = comparesPackages(args) ? { a: new CollectedFiles(), b: new CollectedFiles() } : null;
    const read = (image: Image, files: CollectedFiles | undefined) =>
      analyze(image, { digests: true, contentOf: files?.takerOf, signal, onProgress: progress });
    const before = await read(a, collected?.a);
    const after = await read(b, collected?.b);
    if (args.content !== undefined) {
      const sides = { a: sideOf(before, upTo?.a ?? null), b: sideOf(after, upTo?.b ?? null) };
      return diffContent(
        sides,
        {
          path: args.content,
          format: args.format,
          exitCode: args["exit-code"] || args.quiet,
          quiet: args.quiet,
        },
        context,
      );
    }
    const comparison = await compareImages(before, after, { ...compared, upTo, signal });
    const shown = shownNodes(args, comparison, context);
    context.warn(a);
    context.warn(b);
    const exclude = excluded.map(({ pattern }) => pattern);
    const packages = collected === null ? null : await changedPackages(comparison, collected, context);
    const result = { comparison, shown, exclude, packages, onlySummary: args.stat, everyPath: args.all };
    if (!args.quiet) await report(result, args, context);
    return (args["exit-code"] || args.quiet) && differs(comparison, shown) ? 1 : 0;
  },
};

function checkArguments(args: DiffArgs): void {
  const { A, B, content, PATHS, format } = args;
  const bad = (problem: string, why: string) => fail("bad-usage", { problem, why, command: COMMAND });
  checkPiped([A, B], COMMAND);
  if (content !== undefined && (PATHS ?? []).length > 0)
    bad("both --content and paths", "--content shows one file; the paths list changes");
  if (content !== undefined && format === "markdown")
    bad("--content as markdown", "a patch is text; leave --format out");
  if (content !== undefined && (args.exclude ?? []).length > 0)
    bad("both --content and --exclude", "--content shows one file; leave one of them out");
  if (content !== undefined && args.times)
    bad("both --content and --times", "--content compares the text of one file; leave one of them out");
  const report = args.ui ? reportOption(args) : null;
  if (report !== null) bad(`--ui with ${report}`, "this option is only for reports; leave one of them out");
}

/** Returns the option of the arguments that only a report supports; `null` if there is none. */
function reportOption(args: DiffArgs): string | null {
  if ((args.PATHS ?? []).length > 0) return "paths";
  if (args.format !== "text") return "--format";
  const given = [args.stat, args.all, args.content !== undefined, args["exit-code"], args.quiet];
  return ["--stat", "--all", "--content", "--exit-code", "--quiet"].find((_, at) => given[at]) ?? null;
}

/**
 * Returns the patterns of `--exclude` and those of the configuration.
 * @throws LayerxError `bad-value`, `bad-config`.
 */
async function excludedPatterns({ exclude = [] }: DiffArgs, { world }: Context) {
  const patterns = [...exclude, ...(await excludedByConfig(world))];
  const asTyped = { nocase: false, option: "--exclude", command: COMMAND };
  return [...new Set(patterns)].map((pattern) => ({ pattern, glob: typedPattern(pattern, asTyped) }));
}

interface Opened {
  readonly a: Image;
  readonly b: Image;
  readonly upTo?: { readonly a: number; readonly b: number };
}

async function openBoth(args: DiffArgs, { open }: Context): Promise<Opened> {
  const keepContent = args.content !== undefined || (comparesPackages(args) && "of-engines");
  const a = await open(args.A, { keepContent });
  const b = await open(args.B, { keepContent, choice: choiceOfB(args) });
  const upTo = layersOf(args.layer, a, b);
  return upTo === undefined ? { a, b } : { a, b, upTo };
}

/** Returns true if the report has the packages that differ. */
function comparesPackages({ content, PATHS = [], quiet }: DiffArgs): boolean {
  return content === undefined && PATHS.length === 0 && !quiet;
}

/**
 * Returns the layers of `--layer`.
 * @throws LayerxError `bad-value`, `no-such-layer`.
 */
function layersOf(layer: string | undefined, a: Image, b: Image): Opened["upTo"] {
  if (layer === undefined) return undefined;
  const [first, second = first] = layer.split(":");
  const index = (text: string, image: Image) => layerIndex(text, image, COMMAND) ?? 0;
  return { a: index(first, a), b: index(second, b) };
}

function choiceOfB(args: DiffArgs): { image?: string; platform?: string } {
  return {
    ...(args["image-b"] === undefined ? {} : { image: args["image-b"] }),
    ...(args["platform-b"] === undefined ? {} : { platform: args["platform-b"] }),
  };
}

/**
 * Returns the nodes of the union that the paths name, and everything below them; `null` if the user named no
 * paths.
 */
function shownNodes(
  { PATHS = [] }: DiffArgs,
  { a, b, union }: Comparison,
  { tell }: Context,
): Uint8Array | null {
  if (PATHS.length === 0) return null;
  const globs = PATHS.map((path) => typedPattern(path, { nocase: false, option: "PATHS", command: COMMAND }));
  const [inA, inB] = [matchingNodes(a.tree, globs), matchingNodes(b.tree, globs)];
  const shown = new Uint8Array(union.size);
  for (let node = 1; node < union.size; node++) {
    const [nodeA, nodeB] = [union.a[node], union.b[node]];
    if ((nodeA < 0 || inA.nodes[nodeA] === 0) && (nodeB < 0 || inB.nodes[nodeB] === 0)) continue;
    // If the path is below another shown path, it is shown already.
    if (shown[node] === 0) shown.fill(1, node, union.end[node]);
  }
  for (const [at, pattern] of PATHS.entries()) {
    if (inA.found.has(at) || inB.found.has(at)) continue;
    tell(`neither image has a path that matches ${escapeText(pattern)}` as Printable);
  }
  return shown;
}

/**
 * Returns the packages that differ between both sides.
 * @throws as `sizedPackages`
 */
async function changedPackages(
  { a, b, differences }: Comparison,
  collected: { readonly a: CollectedFiles; readonly b: CollectedFiles },
  { signal, warn }: Context,
) {
  // If no path differs, no package database differs.
  if (differences.every((difference) => difference === 0)) return [];
  const of = ({ image, tree, rootfs }: Side, files: CollectedFiles) =>
    sizedPackages({ image, tree: tree.seenAs(rootfs), collected: files, signal });
  const [before, after] = [await of(a, collected.a), await of(b, collected.b)];
  warn(before);
  warn(after);
  return packageChanges(before.packages, after.packages);
}

function differs(comparison: Comparison, shown: Uint8Array | null): boolean {
  if (shown === null) return !isSame(comparison);
  return comparison.differences.some((difference, node) => difference !== 0 && shown[node] === 1);
}

async function report(result: DiffResult, { format }: DiffArgs, context: Context): Promise<void> {
  const pieces =
    format === "json"
      ? diffJson(result)
      : format === "text"
        ? diffText(result, context)
        : diffMarkdown(result);
  for (const chunk of inChunks(pieces)) {
    context.signal.throwIfAborted();
    await context.write(chunk);
  }
}
