import yargs, { type Argv } from "yargs";
import manifest from "../../../package.json" with { type: "json" };
import { type ChosenCommand, CommandFound, type ParsableCommand } from "../commands/chosen-command.js";
import { checkValues, hiddenDashes, shownDash, spelledSwitches } from "./switches.js";
import { usageError } from "./usage-error.js";

interface ParserOptions {
  readonly commands: readonly ParsableCommand[];
  /** The command for arguments without a command. */
  readonly defaultCommand: string;
  readonly cwd: string;
  /** The width of help texts in columns. */
  readonly columns: number;
}

const EPILOGUE = `IMAGE is a file, a folder, - for standard input, or the name of an image in Docker, Podman, containerd or a registry.
A scheme forces a source: docker:NAME, podman:NAME, containerd:NAME, registry:NAME, or a form: docker-archive:PATH, oci-archive:PATH, oci:PATH, dir:PATH.
Exit codes: 0 done, 1 a rule failed or nothing matched, 2 an error, 130 interrupted.`;

/**
 * Parses arguments of every form, and writes help.
 * @returns the chosen command, or text to print
 * @throws LayerxError if the arguments are wrong
 */
export async function parseWithYargs(
  given: readonly string[],
  options: ParserOptions,
): Promise<ChosenCommand | string> {
  const { commands } = options;
  const words = spelledSwitches(given, commands);
  const parser = makeParser(options, words);
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
    checkValues(words, commands, error.chosen.name);
    return error.chosen;
  }
  return `${text}\n`;
}

/** Returns a parser of these commands that prints nothing and never exits. */
function makeParser(
  { commands, defaultCommand, cwd, columns }: ParserOptions,
  words: readonly string[],
): Argv {
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
    const usages = name === defaultCommand ? [usage, `$0 ${usage.slice(name.length + 1)}`] : usage;
    parser.command(usages, summary, declare);
  }
  return parser;
}

// Options that may be given more than once.
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

/** If an option is given twice, the last value counts, except for `LISTS`. Hidden dashes are shown again. */
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

/** Returns the words that can replace the last of `words`, one on each line. */
export function completions(words: readonly string[], options: ParserOptions): string {
  const last = words.at(-1) ?? "";
  const [, option, value] = /^(--[^=]+)=(.*)$/s.exec(last) ?? [];
  const lines =
    option === undefined
      ? offers(words, options)
      : offers([...words.slice(0, -1), option, value], options).map((line) => `${option}=${line}`);
  return lines.map((line) => `${line}\n`).join("");
}

function offers(words: readonly string[], options: ParserOptions): string[] {
  const values = valuesOf(words, options.commands);
  if (values.length > 0) return values;
  // yargs reads its own arguments again when it finds a command, so they must be these words.
  const parser = makeParser(options, words);
  let lines: string[] = [];
  // yargs calls this in each of its rounds; one of them has the output.
  parser.parse([...words], {}, (_error, _args, output) => {
    if (output !== "") lines = output.split("\n");
  });
  // After a blank, yargs offers all options. A shell that gets offers does not complete files.
  const typed = words.at(-1) ?? "";
  return lines.filter((line) => line.startsWith(typed) && (typed !== "" || !line.startsWith("-")));
}

/** Returns the values of the option before the last word, as its command lists them. */
function valuesOf(words: readonly string[], commands: readonly ParsableCommand[]): string[] {
  const [option = "", typed = ""] = words.slice(-2);
  const command = commands.find(({ name }) => words.includes(name));
  const values = option.startsWith("--") ? (command?.values[option.slice(2)] ?? []) : [];
  return values.filter((value) => value.startsWith(typed));
}
