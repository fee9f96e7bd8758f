import { fail } from "../../errors.js";
import { escapeText } from "../../text/escape.js";
import type { ParsableCommand } from "../commands/chosen-command.js";
import { declarationsOf, specsIn } from "./declarations.js";

// The values that Go's `strconv.ParseBool` accepts, and so docker.
const TRUE = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const FALSE = new Set(["0", "f", "F", "FALSE", "false", "False"]);

// yargs treats each word that begins with a dash as an option, also `-` and words after `--`. This prefix
// hides the dash.
const HIDDEN = "\0";

/**
 * Returns the arguments without `--`. Words that begin with a dash, but are not options, are hidden from
 * yargs.
 */
export function hiddenDashes(words: readonly string[]): string[] {
  const end = words.indexOf("--");
  const before = end < 0 ? words : words.slice(0, end);
  const behind = end < 0 ? [] : words.slice(end + 1);
  return [
    ...before.map((word) => (word === "-" ? HIDDEN + word : word)),
    ...behind.map((word) => (word.startsWith("-") ? HIDDEN + word : word)),
  ];
}

/** Returns a value of yargs as the user typed it. */
export function shownDash(value: string): string {
  return value.replaceAll(HIDDEN, "");
}

/**
 * Returns the arguments with the value of every switch, `--human` as `--human=true`, `-H=0` as `-H=false`.
 * yargs treats all values except `true` as false, and a word `false` after a switch as its value.
 * @throws LayerxError `bad-value`.
 */
export function spelledSwitches(argv: readonly string[], commands: readonly ParsableCommand[]): string[] {
  const end = argv.indexOf("--");
  const options = end < 0 ? argv : argv.slice(0, end);
  if (!options.some((word) => word.startsWith("-"))) return [...argv];
  const switches = switchNames(commands);
  return [...options.map((word) => spelled(word, switches)), ...argv.slice(options.length)];
}

function spelled(word: string, switches: ReadonlySet<string>): string {
  const match = /^(--?([^-=][^=]*))(?:=(.*))?$/s.exec(word);
  if (match === null || !switches.has(match[2])) return word;
  const [, option, , value = "true"] = match;
  const on = readsAs(value);
  if (on !== null) return `${option}=${on}`;
  return fail("bad-value", { option, value: escapeText(value), wanted: "true or false", command: "layerx" });
}

/** The values of these options may be empty, as in docker. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(["--format", "--entrypoint"]);

/**
 * Checks that no option has an empty value, as `--output "$FILE"` has if the variable is not set.
 * @throws LayerxError `bad-usage`
 */
export function checkValues(
  words: readonly string[],
  commands: readonly ParsableCommand[],
  command: string,
): void {
  const switches = switchNames(commands);
  for (const [i, word] of words.entries()) {
    if (word === "--") return;
    const [, option] =
      (word === "" ? /^(--?[^-=][^=]*)$/ : /^(--?[^-=][^=]*)=$/).exec(word || words[i - 1]) ?? [];
    if (option === undefined || MAY_BE_EMPTY.has(option) || switches.has(option.replace(/^-+/, ""))) continue;
    fail("bad-usage", { problem: `${option} has an empty value`, why: "the option needs a value", command });
  }
}

/** Returns the value of a switch; `null` if the text is not one. */
export function readsAs(value: string): boolean | null {
  if (TRUE.has(value)) return true;
  return FALSE.has(value) ? false : null;
}

/**
 * Returns the arguments with `--` after the word `build`, if that is the command: all words after it belong
 * to the builder. Only `--help` and `--version` directly after it are options of layerx.
 */
export function endedAtBuild(
  words: readonly string[],
  commands: readonly ParsableCommand[],
): readonly string[] {
  const switches = words.includes("build") ? switchNames(commands) : new Set<string>();
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === "--") return words;
    if (word.startsWith("-") && word !== "-") {
      if (!word.includes("=") && !switches.has(word.replace(/^--?/, ""))) i += 1;
      continue;
    }
    const behind = words.slice(i + 1);
    if (word !== "build" || /^(--help|-h|--version)$/.test(behind[0] ?? "")) return words;
    return [...words.slice(0, i + 1), "--", ...behind];
  }
  return words;
}

/** Returns one of a parser's tables of declared options. The types of yargs do not have this method. */
export function optionTable(parser: object, table: string): object {
  if (!("getOptions" in parser) || typeof parser.getOptions !== "function") return {};
  const found: unknown = parser.getOptions()[table];
  return typeof found === "object" && found !== null ? found : {};
}

/** Returns the names of all switches of these commands, including short names. */
export function switchNames(commands: readonly ParsableCommand[]): Set<string> {
  const options = commands
    .flatMap(declarationsOf)
    .filter(({ method }) => method === "option" || method === "options")
    .flatMap(specsIn);
  const names = new Set<string>();
  for (const [name, option] of options) {
    const { type, alias } = Object(option) as { type?: unknown; alias?: unknown };
    if (type !== "boolean") continue;
    for (const one of [name, alias].flat()) if (typeof one === "string") names.add(one);
  }
  return names;
}
