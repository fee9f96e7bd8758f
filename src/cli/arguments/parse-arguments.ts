import type { ChosenCommand, ParsableCommand } from "../commands/chosen-command.js";
import { COMMAND_NAMES, loadCommands } from "../commands/commands.js";
import { plainChoice } from "./plain-arguments.js";
import { endedAtBuild } from "./switches.js";
import { type Mistyped, mistypedCommand } from "./usage-error.js";

export type Parsed =
  | {
      readonly is: "command";
      readonly chosen: ChosenCommand;
      /** The command that the user probably mistyped, if the image looks like one. */
      readonly mistyped: Mistyped | null;
    }
  /** Text to print: help or a version. */
  | { readonly is: "text"; readonly text: string }
  /**
   * The words that can replace the last one, one on each line. `image` is the typed part of an image name, if
   * an image name fits there.
   */
  | { readonly is: "completions"; readonly text: string; readonly image: string | null };

export interface ParseOptions {
  readonly cwd: string;
  /** The width of help texts in columns. */
  readonly columns: number;
}

const COMPLETION_FLAG = "--get-yargs-completions";
const DEFAULT_COMMAND = "inspect";

/**
 * Parses the arguments: the command and its options, or a text to print.
 * @throws LayerxError if they are wrong: `unknown-option`, `unknown-command`, `bad-value`, `bad-usage` …
 */
export async function parseArguments(argv: readonly string[], options: ParseOptions): Promise<Parsed> {
  if (argv[0] === COMPLETION_FLAG) {
    const commands = await loadCommands(COMMAND_NAMES);
    // The first two words are the flag and the program's name.
    const image = typedImage(argv.slice(2), commands);
    const { completions } = await import("./yargs-parser.js");
    const text = completions(argv, { ...options, commands, defaultCommand: DEFAULT_COMMAND });
    return { is: "completions", text, image };
  }
  const given = argv[0] === "help" ? [...argv.slice(1), "--help"] : argv;
  const commands = await loadCommands(meantBy(given));
  const words = endedAtBuild(given, commands);
  const plain = plainChoice(words, commands);
  if (plain !== null) return { is: "command", chosen: plain, mistyped: mistypedCommand(words) };
  const { parseWithYargs } = await import("./yargs-parser.js");
  const found = await parseWithYargs(words, { ...options, commands, defaultCommand: DEFAULT_COMMAND });
  if (typeof found === "string") return { is: "text", text: found };
  return { is: "command", chosen: found, mistyped: mistypedCommand(words) };
}

/**
 * Returns the commands that the parser needs: the one that the first word names, or the one for an image. If
 * an option comes first, all of them: it may belong to any command and take the next word as its value. Help
 * also lists all of them.
 */
function meantBy([first = "-", ...others]: readonly string[]): readonly string[] {
  if (COMMAND_NAMES.includes(first)) return [first];
  const isHelp = others.some((word) => word === "--help" || word === "-h");
  return first.startsWith("-") || isHelp ? COMMAND_NAMES : [DEFAULT_COMMAND];
}

/** Options whose value is an image. */
const IMAGE_OPTIONS: ReadonlySet<string> = new Set(["--base", "--baseline-image"]);

/**
 * Returns the typed part of an image name if the last of `words` is in the place of an image; `null` if it is
 * not, or is a path. Also `null` after an option, because the option may take a value.
 */
function typedImage(words: readonly string[], commands: readonly ParsableCommand[]): string | null {
  const [before = "", typed = ""] = words.slice(-2);
  if (/^[-./~]|\\/.test(typed)) return null;
  if (before.startsWith("-")) return IMAGE_OPTIONS.has(before) ? typed : null;
  const given = words.slice(0, -1).filter((word) => !word.startsWith("-"));
  const command = commands.find(({ name }) => name === given[0]);
  const places = placesOf((command ?? commands.find(({ name }) => name === DEFAULT_COMMAND))?.usage ?? "");
  return given.length - (command === undefined ? 0 : 1) < places ? typed : null;
}

/** Returns the number of a command's words that are images. They come first. */
function placesOf(usage: string): number {
  const [, ...words] = usage.split(" ");
  if (words[0] === "[IMAGES..]") return Number.POSITIVE_INFINITY;
  const other = words.findIndex((word) => !/^[<[](?:IMAGE|A|B)[>\]]$/.test(word));
  return other < 0 ? words.length : other;
}
