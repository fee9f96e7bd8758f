import yargs, { type Argv } from "yargs";
import manifest from "../../../package.json" with { type: "json" };
import { type ChosenCommand, CommandFound, type ParsableCommand } from "../commands/chosen-command.js";
import { COMMAND_NAMES, loadCommands } from "../commands/commands.js";
import { typedImage } from "./image-completion.js";
import { endedAtBuild, hiddenDashes, shownDash, spelledSwitches } from "./switches.js";
import { type Mistyped, mistypedCommand, usageError } from "./usage-error.js";

export type Parsed =
  | {
      readonly is: "command";
      readonly chosen: ChosenCommand;
      /** The command that was meant, where the image looks like one that was mistyped. */
      readonly mistyped: Mistyped | null;
    }
  /** Help, a version: to be printed. */
  | { readonly is: "text"; readonly text: string }
  /** What may stand in the place of a word, a line each; where that may be an image, what was typed of its name. */
  | { readonly is: "completions"; readonly text: string; readonly image: string | null };

export interface ParseOptions {
  readonly cwd: string;
  /** Columns to wrap help at. */
  readonly columns: number;
}

interface MakeOptions extends ParseOptions {
  readonly commands: readonly ParsableCommand[];
}

const COMPLETION_FLAG = "--get-yargs-completions";
const DEFAULT_COMMAND = "inspect";
const EPILOGUE = `IMAGE is a file, a folder, - for standard input, or the name of an image in Docker, Podman, containerd or a registry.
A scheme forces a source: docker:NAME, podman:NAME, containerd:NAME, registry:NAME, or a form: docker-archive:PATH, oci-archive:PATH, oci:PATH, dir:PATH.
Exit codes: 0 done, 1 a rule failed or nothing matched, 2 an error, 130 interrupted.`;

/**
 * Reads the arguments: which command with what, or text to print.
 * @throws LayerxError where they are wrong: `unknown-option`, `unknown-command`, `bad-value`, `bad-usage` …
 */
export async function parseArguments(argv: readonly string[], options: ParseOptions): Promise<Parsed> {
  if (argv[0] === COMPLETION_FLAG) {
    const commands = await loadCommands(COMMAND_NAMES);
    // The flag, and the program's own name.
    const image = typedImage(argv.slice(2), commands);
    return { is: "completions", text: completions(argv, { ...options, commands }), image };
  }
  const given = argv[0] === "help" ? [...argv.slice(1), "--help"] : argv;
  const commands = await loadCommands(meantBy(given));
  const words = spelledSwitches(endedAtBuild(given, commands), commands);
  const parser = makeParser({ ...options, commands }, words);
  parser.fail((message, error) => {
    throw error instanceof CommandFound ? error : usageError(shownDash(message), { words, parser, commands });
  });
  let text = "";
  try {
    await parser.parseAsync(hiddenDashes(words), {}, (_error, _args, output) => {
      text = output;
    });
  } catch (error) {
    if (!(error instanceof CommandFound)) throw error;
    return { is: "command", chosen: error.chosen, mistyped: mistypedCommand(words) };
  }
  return { is: "text", text: `${text}\n` };
}

/**
 * The commands that the parser has to know: the one that the first word names, or the one of an image. All of them
 * where an option comes first, which may be any command's and take the next word, and where help lists them.
 */
function meantBy([first = "-", ...others]: readonly string[]): readonly string[] {
  if (COMMAND_NAMES.includes(first)) return [first];
  const isHelp = others.some((word) => word === "--help" || word === "-h");
  return first.startsWith("-") || isHelp ? COMMAND_NAMES : [DEFAULT_COMMAND];
}

/** A parser of these commands, that prints nothing and exits nowhere. */
function makeParser({ commands, cwd, columns }: MakeOptions, words: readonly string[]): Argv {
  const parser = yargs([...words], cwd)
    .scriptName("layerx")
    .detectLocale(false)
    .parserConfiguration({
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "greedy-arrays": false,
    })
    .exitProcess(false)
    .usage("$0 <command> <image> [options]\n$0 <image>              short for inspect")
    .strict()
    .recommendCommands()
    .middleware(asTyped, true)
    .help("help", "Show help")
    .alias("help", "h")
    .version("version", "Show the version", manifest.version)
    .epilogue(EPILOGUE)
    .wrap(columns);
  for (const { name, usage, summary, declare } of commands) {
    const usages = name === DEFAULT_COMMAND ? [usage, `$0 ${usage.slice(name.length + 1)}`] : usage;
    parser.command(usages, summary, declare);
  }
  return parser;
}

// What is meant to be given more than once.
const LISTS: ReadonlySet<string> = new Set([
  "_",
  "limit",
  "insecure-registry",
  "ci output",
  "growth",
  "PATHS",
  "ARGS",
  "tag",
  "PATTERNS",
  "type",
  "exclude",
  "IMAGES",
  "since",
]);

/** An option given twice counts as given last, but for `LISTS`; hidden dashes come back. */
function asTyped(args: Record<string, unknown>): void {
  const [command] = Array.isArray(args._) ? args._ : [];
  for (const [name, given] of Object.entries(args)) {
    if (Array.isArray(given) && (LISTS.has(name) || LISTS.has(`${command} ${name}`))) {
      args[name] = given.map((item) => (typeof item === "string" ? shownDash(item) : item));
      continue;
    }
    const value: unknown = Array.isArray(given) ? given.at(-1) : given;
    args[name] = typeof value === "string" ? shownDash(value) : value;
  }
}

/** What may stand in the place of the last of `words`, a line each. */
function completions(words: readonly string[], options: MakeOptions): string {
  const values = valuesOf(words, options.commands);
  if (values.length > 0) return values.map((value) => `${value}\n`).join("");
  // yargs looks into its own arguments once more when it meets a command: they have to be these.
  const parser = makeParser(options, words);
  let text = "";
  // Called for each round of parsing; one of them has the answer.
  parser.parse([...words], {}, (_error, _args, output) => {
    if (output !== "") text = `${output}\n`;
  });
  return text;
}

/** What a command says may stand behind the option before the last word. */
function valuesOf(words: readonly string[], commands: readonly ParsableCommand[]): string[] {
  const [option = "", typed = ""] = words.slice(-2);
  const command = commands.find(({ name }) => words.includes(name));
  const values = option.startsWith("--") ? (command?.values[option.slice(2)] ?? []) : [];
  return values.filter((value) => value.startsWith(typed));
}
