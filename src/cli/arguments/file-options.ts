import type { Argv } from "yargs";
import { FILE_SORTS, type FileFilter, type FileSort } from "../../analysis/paths/file-filter.js";
import { fail } from "../../errors.js";
import type { EntryType } from "../../image/entry.js";
import type { Image } from "../../image/image.js";
import { LISTING_FORMATS, type ListingFormat } from "../../report/syntax/records.js";
import { parseSize } from "../../text/bytes.js";
import { escapeText } from "../../text/escape.js";
import type { FileTree } from "../../tree/file-tree.js";
import { type Glob, readGlob } from "../../tree/search/glob.js";
import { coveredNodes, matchingNodes } from "../../tree/search/glob-search.js";
import { layerIndex } from "../images/typed-path.js";
import { OUTPUT_FORMAT, wholeNumber } from "./options.js";

/** The options of `files`, `find` and `tree`: the listed entries, their order and the format. */
export interface FileArgs {
  sort: FileSort | undefined;
  "min-size": string | undefined;
  "max-size": string | undefined;
  top: string | undefined;
  type: EntryType[] | undefined;
  "changed-by": string | undefined;
  exclude: string[] | undefined;
  format: ListingFormat;
}

const TYPES = ["file", "dir", "symlink", "hardlink", "char", "block", "fifo"] as const satisfies EntryType[];
/** Folders have no content of their own, so their size is 0. */
const ALL_BUT_FOLDERS: readonly EntryType[] = TYPES.filter((type) => type !== "dir");

interface OptionWords {
  /** The words for the order without `--sort`. */
  readonly usualOrder: string;
  /** The words for the types without `--type`. */
  readonly usualTypes: string;
}

/** Adds the options of `FileArgs`. */
export function fileOptions<T>(argv: Argv<T>, { usualOrder, usualTypes }: OptionWords): Argv<T & FileArgs> {
  return argv
    .option("sort", {
      choices: FILE_SORTS,
      requiresArg: true,
      describe: `Order of the list (default: ${usualOrder})`,
    })
    .option("min-size", { type: "string", requiresArg: true, describe: "Leave out smaller files: 1MB" })
    .option("max-size", { type: "string", requiresArg: true, describe: "Leave out bigger files" })
    .option("top", { type: "string", requiresArg: true, describe: "Only the first N" })
    .option("type", {
      choices: TYPES,
      array: true,
      requiresArg: true,
      describe: `Only this type; may be repeated (default: ${usualTypes})`,
    })
    .option("changed-by", {
      type: "string",
      requiresArg: true,
      describe: "Only files that this layer wrote (from 0)",
    })
    .option("exclude", {
      type: "string",
      array: true,
      requiresArg: true,
      describe: "Leave out paths that match this glob, and everything below them; may be repeated",
    })
    .option("format", { choices: LISTING_FORMATS, ...OUTPUT_FORMAT });
}

/** The options that can be checked without an image. */
export interface FileSelection {
  readonly sort: FileSort | null;
  readonly top: number | null;
  readonly minSize: number;
  readonly maxSize: number;
}

/**
 * Reads the options that can be checked before an image is opened.
 * @throws LayerxError `bad-value`
 */
export function fileSelection(args: FileArgs, command: string): FileSelection {
  return {
    sort: args.sort ?? null,
    top: args.top === undefined ? null : wholeNumber(args.top, { option: "--top", least: 1, command }),
    minSize: sizeOf("min-size", args, command) ?? 0,
    maxSize: sizeOf("max-size", args, command) ?? Number.POSITIVE_INFINITY,
  };
}

interface FilterOptions {
  readonly image: Image;
  readonly tree: FileTree;
  readonly command: string;
  /** True if folders are listed only on request. */
  readonly withoutFolders: boolean;
  /** Globs as the user typed them; by default all paths. */
  readonly patterns?: readonly string[];
}

/**
 * Returns the filter that the arguments describe.
 * @throws LayerxError `bad-value`, `no-such-layer`
 */
export function fileFilter(
  args: FileArgs,
  { minSize, maxSize }: FileSelection,
  { image, tree, command, withoutFolders, patterns = [] }: FilterOptions,
): FileFilter {
  const globs = (typed: readonly string[], option: string) =>
    typed.map((pattern) => typedPattern(pattern, { nocase: false, option, command }));
  const types = args.type ?? (withoutFolders ? ALL_BUT_FOLDERS : null);
  return {
    minSize,
    maxSize,
    changedBy: layerIndex(args["changed-by"], image, command, "--changed-by"),
    types: types === null ? null : new Set(types),
    paths: patterns.length === 0 ? null : matchingNodes(tree, globs(patterns, "PATTERNS")).nodes,
    excluded: coveredNodes(tree, globs(args.exclude ?? [], "--exclude")),
  };
}

/** Returns true if the arguments request only some paths, or another order. */
export function narrows(args: FileArgs): boolean {
  const { sort, top, type, exclude, "min-size": min, "max-size": max, "changed-by": by } = args;
  return [sort, top, type, exclude, min, max, by].some((given) => given !== undefined);
}

/**
 * Returns the bytes of an option; `null` if it is not set.
 * @throws LayerxError `bad-value`
 */
function sizeOf(name: "min-size" | "max-size", args: FileArgs, command: string): number | null {
  const value = args[name];
  if (value === undefined) return null;
  const bytes = parseSize(value);
  if (bytes !== null) return bytes;
  const wanted = "a size such as 500kB, 10MB or 1MiB";
  return fail("bad-value", { option: `--${name}`, value: escapeText(value), wanted, command });
}

interface PatternOptions {
  /** True if upper and lower case match each other. */
  readonly nocase: boolean;
  /** The argument's name and the command, for messages. */
  readonly option: string;
  readonly command: string;
}

const SHOWN = 60;

/**
 * Parses a pattern as the user typed it.
 * @throws LayerxError `bad-value`: it is empty, too long or too deep.
 */
export function typedPattern(pattern: string, { nocase, option, command }: PatternOptions): Glob {
  const glob = readGlob(pattern, { from: "root", ignoreCase: nocase });
  if (!("problem" in glob)) return glob;
  const value = `'${escapeText(pattern.slice(0, SHOWN))}${pattern.length > SHOWN ? "…" : ""}'`;
  const why = glob.problem === "empty" ? "" : `; this one is ${glob.problem}`;
  return fail("bad-value", { option, value, wanted: `a glob such as '*.conf' or '/etc/**'${why}`, command });
}
