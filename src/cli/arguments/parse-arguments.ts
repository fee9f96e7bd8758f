import type { ChosenCommand, ParsableCommand } from "../commands/chosen-command.js";
import { COMMAND_NAMES, loadCommands } from "../commands/commands.js";
import { plainChoice } from "./plain-arguments.js";
import { endedAtBuild, switchNames } from "./switches.js";
import { type Mistyped, mistypedCommand, unknownCommand } from "./usage-error.js";

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
  | { readonly is: "completions"; readonly text: string; readonly image: TypedImage | null };

/** The beginning of an image's name in the last word. */
export interface TypedImage {
  /** The part of the word before the name: `--base=`, else empty. */
  readonly before: string;
  readonly name: string;
  /** The value of `--source`; `null` if it is not given. */
  readonly source: string | null;
}

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
    const words = argv.slice(2);
    const isBuilders = endedAtBuild(words, commands).slice(0, -1).includes("--");
    if (isBuilders) return { is: "completions", text: "", image: null };
    const image = typedImage(words, commands);
    const { completions } = await import("./yargs-parser.js");
    const text = completions(argv, { ...options, commands, defaultCommand: DEFAULT_COMMAND });
    return { is: "completions", text, image };
  }
  const given = argv[0] === "help" ? helpOn(argv.slice(1)) : argv;
  const commands = await loadCommands(meantBy(given));
  const words = endedAtBuild(given, commands);
  const plain = plainChoice(words, commands);
  if (plain !== null) return { is: "command", chosen: plain, mistyped: mistypedCommand(words) };
  const { parseWithYargs } = await import("./yargs-parser.js");
  const found = await parseWithYargs(words, { ...options, commands, defaultCommand: DEFAULT_COMMAND });
  if (typeof found === "string") return { is: "text", text: found };
  return { is: "command", chosen: found, mistyped: mistypedCommand(words) };
}

/** Returns the arguments that print the help of a command, or of the program. */
function helpOn(words: readonly string[]): readonly string[] {
  const [name = "--help"] = words;
  if (!name.startsWith("-") && name !== "help" && !COMMAND_NAMES.includes(name)) throw unknownCommand(words);
  return [...words, "--help"];
}

/**
 * Returns the commands that the parser needs: the command in the first word, or the command for an image. If
 * an option comes first, all commands: the option may belong to any command, and may take the next word as
 * its value. Help also needs all commands.
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
 * not, or is a path.
 */
function typedImage(words: readonly string[], commands: readonly ParsableCommand[]): TypedImage | null {
  const last = words.at(-1) ?? "";
  const [, option, value] = /^(--[^=]+)=(.*)$/s.exec(last) ?? [];
  const name = value ?? last;
  if (/^[-./~]|\\/.test(name)) return null;
  const switches = switchNames(commands);
  const isOption = (word: string) => word.startsWith("-") && word !== "-";
  const takesNext = (word = "") =>
    isOption(word) && !word.includes("=") && !switches.has(word.replace(/^--?/, ""));
  const before = option === undefined ? "" : `${option}=`;
  const found = { before, name, source: givenSource(words.slice(0, -1)) };
  const owner = option ?? (takesNext(words.at(-2)) ? words.at(-2) : undefined);
  if (owner !== undefined) return IMAGE_OPTIONS.has(owner) ? found : null;
  const given = words.slice(0, -1).filter((word, i) => !isOption(word) && !takesNext(words[i - 1]));
  const command = commands.find((one) => one.name === given[0]);
  const places = placesOf((command ?? commands.find((one) => one.name === DEFAULT_COMMAND))?.usage ?? "");
  return given.length - (command === undefined ? 0 : 1) < places ? found : null;
}

/** Returns the value of the last `--source`. */
function givenSource(words: readonly string[]): string | null {
  const values = words.flatMap((word, i) =>
    words[i - 1] === "--source" ? [word] : word.startsWith("--source=") ? [word.slice(9)] : [],
  );
  return values.at(-1) ?? null;
}

/** Returns the number of a command's words that are images. They come first. */
function placesOf(usage: string): number {
  const [, ...words] = usage.split(" ");
  if (words[0] === "[IMAGES..]") return Number.POSITIVE_INFINITY;
  const other = words.findIndex((word) => !/^[<[](?:IMAGE|A|B)[>\]]$/.test(word));
  return other < 0 ? words.length : other;
}
