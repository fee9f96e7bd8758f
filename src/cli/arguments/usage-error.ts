import { LayerxError } from "../../errors.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { nearest } from "../../text/nearest.js";
import type { ParsableCommand } from "../commands/chosen-command.js";
import { COMMAND_NAMES } from "../commands/commands.js";
import { optionTable } from "./switches.js";

export interface Usage {
  readonly words: readonly string[];
  /** The parser, with the options of the chosen command. */
  readonly parser: object;
  /** The commands of the parser, at least the one that the first word names. */
  readonly commands: readonly ParsableCommand[];
}

/** Turns an error of yargs into an error of the catalogue, with the most similar name. */
export function usageError(message: string, usage: Usage): LayerxError {
  const { words, commands } = usage;
  const found = commands.find(({ name }) => name === firstWord(words));
  const command = found === undefined ? "layerx" : `layerx ${found.name}`;
  const text = escapeText(message.replace(/\s+/g, " ").trim());
  if (text.startsWith("Unknown argument")) return unknownArgument(text, { ...usage, command });

  if (text.startsWith("Not enough non-option arguments")) {
    // A mistyped option takes the image after it as its value.
    const mistyped = unknownOptionError({ ...usage, command });
    if (mistyped !== null) return mistyped;
    const needs = found?.usage.slice(found.name.length + 1) ?? "<command> <image>";
    const given = Number(/\bgot (\d+)/.exec(text)?.[1] ?? 0);
    return new LayerxError("bad-usage", {
      problem: found === undefined ? "IMAGE is missing" : missingArguments(needs, given),
      why: `\`${command}\` takes ${needs}`,
      command,
    });
  }
  const following = /^Not enough arguments following: (\S+)$/.exec(text);
  if (following !== null) {
    const problem = `${optionName(following[1])} has no value`;
    return new LayerxError("bad-usage", { problem, why: "the option needs a value after it", command });
  }
  const choice = /^Invalid values: Argument: (\S+), Given: (.*), Choices: (.*)$/.exec(text);
  if (choice !== null) {
    const [, name, value, choices] = choice;
    const isArgument = new RegExp(`[<[]${name}[.\\]>]`).test(found?.usage ?? "");
    const option = isArgument ? name : `--${name}`;
    const elsewhere = optionThatTakes(value, found);
    const wanted = elsewhere === null ? choices : `${choices}; \`${elsewhere}\` writes that format`;
    return new LayerxError("bad-value", { option, value, wanted, command });
  }
  const exclusive = /^Arguments (\S+) and (\S+) are mutually exclusive$/.exec(text);
  if (exclusive !== null) {
    const problem = `both --${exclusive[1]} and --${exclusive[2]}`;
    return new LayerxError("bad-usage", { problem, why: "each excludes the other: leave one out", command });
  }
  const implied = /^(?:Implications failed|Missing dependent arguments): (\S+) -> (\S+)$/.exec(text);
  if (implied !== null) {
    const problem = `--${implied[1]} without --${implied[2]}`;
    return new LayerxError("bad-usage", {
      problem,
      why: `it has an effect only with --${implied[2]}`,
      command,
    });
  }
  return new LayerxError("bad-usage", {
    problem: text,
    why: `\`${command}\` takes other arguments`,
    command,
  });
}

function optionName(name: string): string {
  return `${name.length === 1 ? "-" : "--"}${name}`;
}

/** `PATH is missing`, `PATH and TO are missing`: the required arguments that are missing. */
function missingArguments(usage: string, given: number): string {
  const missing = [...usage.matchAll(/<([^>]+)>/g)].map(([, name]) => name).slice(given);
  return `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} missing`;
}

/** Returns another option of the command that accepts the quoted value: `--output markdown`. */
function optionThatTakes(quoted: string, found: ParsableCommand | undefined): string | null {
  const value = quoted.replace(/^"|"$/g, "");
  const options = Object.entries(found?.values ?? {});
  const option = options.find(([, values]) => values.includes(value))?.[0];
  return option === undefined ? null : `--${option} ${value}`;
}

/** A first word that is not a command, and the command that was probably meant. */
export interface Mistyped {
  readonly word: Printable;
  readonly command: string;
}

/** Returns the command that was probably meant, if the first word is not a command. */
export function mistypedCommand(words: readonly string[]): Mistyped | null {
  const word = firstWord(words);
  // A path or a reference is not a command.
  const command =
    !/^[a-z-]+$/i.test(word) || COMMAND_NAMES.includes(word) ? null : nearest(word, COMMAND_NAMES);
  return command === null ? null : { word: escapeText(word), command };
}

function unknownArgument(text: string, usage: Usage & { command: string }): LayerxError {
  const mistyped = unknownOptionError(usage);
  if (mistyped !== null) return mistyped;
  const { words, command } = usage;
  const near = mistypedCommand(words);
  // With more arguments than an image takes, a plain word is an unknown command, not an image.
  if (near === null && (COMMAND_NAMES.includes(firstWord(words)) || !isPlainWord(firstWord(words)))) {
    const extra = text.replace(/^Unknown arguments?: /, "");
    return new LayerxError("too-many-arguments", { words: extra, command });
  }
  return unknownCommand(words);
}

/** Returns the error for a first word that is not a command. */
export function unknownCommand(words: readonly string[]): LayerxError {
  const near = mistypedCommand(words);
  const hint = near === null ? "" : `did you mean \`layerx ${near.command}\`? Else `;
  return new LayerxError("unknown-command", { word: escapeText(firstWord(words)), hint });
}

function isPlainWord(word: string): boolean {
  return /^[a-z][a-z-]*$/.test(word);
}

function unknownOptionError({ words, parser, command }: Usage & { command: string }): LayerxError | null {
  const known = Object.keys(optionTable(parser, "key"));
  const option = unknownOption(words, known);
  if (option === null) return null;
  const long = known.filter((key) => key.length > 1);
  const near = nearest(option.replace(/^-+/, ""), long);
  const hint = near === null ? "" : `did you mean \`--${near}\`? Else `;
  return new LayerxError("unknown-option", { option: escapeText(option), command, hint });
}

function unknownOption(words: readonly string[], known: readonly string[]): string | null {
  for (const word of words) {
    if (word === "--") return null;
    const [option] = word.split("=");
    const long = /^--(.+)$/.exec(option)?.[1];
    if (long !== undefined && !known.includes(long)) return option;
    const short = /^-([^-].*)$/.exec(option)?.[1];
    if (short !== undefined && ![...short].every((letter) => known.includes(letter))) return option;
  }
  return null;
}

/** Returns the first word that is not an option: the command, or the image. */
function firstWord(words: readonly string[]): string {
  return words.find((word) => !word.startsWith("-")) ?? "";
}
