import { type ChosenCommand, CommandFound, type ParsableCommand } from "../commands/chosen-command.js";
import { declarationsOf, specsIn } from "./declarations.js";

/** The declaration of an option or a positional, as far as this file supports it. */
interface Spec {
  readonly type?: unknown;
  readonly alias?: string;
  readonly default?: unknown;
  readonly choices?: readonly unknown[];
  readonly demandOption?: boolean;
  readonly array?: boolean;
  /** Other options that this one excludes or needs. */
  readonly conflicts?: unknown;
  readonly implies?: unknown;
}

/** The supported keys of a declaration. A declaration with another key is left to yargs. */
const KNOWN = new Set([
  ...["type", "alias", "default", "choices", "demandOption", "string", "array", "conflicts", "implies"],
  ...["describe", "defaultDescription", "group", "requiresArg"],
]);

interface Declared {
  readonly positionals: ReadonlyMap<string, Spec>;
  readonly options: ReadonlyMap<string, Spec>;
  check(args: Record<string, unknown>): unknown;
}

/**
 * Returns the command of plain arguments: words, switches such as `--quiet`, and values such as `--format
 * json`, each once. `null` for all other forms, such as short options, lists, help and mistakes: yargs parses
 * these. Loading and running yargs takes 20 ms, a third of the start of a small command.
 */
export function plainChoice(
  words: readonly string[],
  commands: readonly ParsableCommand[],
): ChosenCommand | null {
  if (commands.length !== 1) return null;
  const [command] = commands;
  const declared = declaredBy(command);
  const args = declared === null ? null : argumentsOf(command, declared, words);
  if (declared === null || args === null) return null;
  try {
    declared.check(args);
  } catch (error) {
    if (error instanceof CommandFound) return error.chosen;
    throw error;
  }
  return null;
}

/** Returns the declarations of a command; `null` if one of them is not supported here. */
function declaredBy(command: ParsableCommand): Declared | null {
  const positionals = new Map<string, Spec>();
  const options = new Map<string, Spec>();
  let check: Declared["check"] | null = null;
  for (const declaration of declarationsOf(command)) {
    const { method, args } = declaration;
    const isOption = method === "option" || method === "options";
    if (method === "check" && check === null && isCheck(args[0])) check = args[0];
    else if (isOption || method === "positional") {
      for (const [name, spec] of specsIn(declaration)) {
        if (typeof name !== "string" || !isSpec(spec)) return null;
        (isOption ? options : positionals).set(name, spec);
      }
    } else return null;
  }
  return check === null ? null : { positionals, options, check };
}

function isCheck(value: unknown): value is Declared["check"] {
  return typeof value === "function";
}

function isSpec(value: unknown): value is Spec {
  if (typeof value !== "object" || value === null || !Object.keys(value).every((key) => KNOWN.has(key)))
    return false;
  const { alias } = value as { alias?: unknown };
  return alias === undefined || typeof alias === "string";
}

/** Returns the arguments by their names, as yargs does; `null` if they are not plain. */
function argumentsOf(
  { name, usage }: ParsableCommand,
  { positionals, options }: Declared,
  words: readonly string[],
): Record<string, unknown> | null {
  const args: Record<string, unknown> = {};
  const given: string[] = [];
  for (let i = words[0] === name ? 1 : 0; i < words.length; i++) {
    const word = words[i];
    if (!word.startsWith("-") || word === "-") {
      given.push(word);
      continue;
    }
    const option = word.slice(2);
    const spec = word.startsWith("--") ? options.get(option) : undefined;
    if (spec === undefined || option in args || spec.conflicts !== undefined || spec.implies !== undefined)
      return null;
    const value = spec.type === "boolean" ? true : textOf(spec, words[++i]);
    if (value === null) return null;
    args[option] = value;
  }
  if (!addPositionals(args, positionals, { usage, given })) return null;
  for (const [option, spec] of [...options, ...positionals]) {
    if (!(option in args) && spec.default !== undefined) args[option] = spec.default;
    if (spec.demandOption === true && !(option in args)) return null;
    if (spec.alias !== undefined && option in args) args[spec.alias] = args[option];
  }
  return args;
}

/** @returns false if the words do not fit a usage such as `cat <IMAGE> <PATH>` or `ci [IMAGE] [ARGS..]` */
function addPositionals(
  args: Record<string, unknown>,
  positionals: Declared["positionals"],
  { usage, given }: { readonly usage: string; readonly given: readonly string[] },
): boolean {
  let next = 0;
  for (const place of usage.split(" ").slice(1)) {
    const [, name, isList] = /^[<[](\w+)(\.\.)?[>\]]$/.exec(place) ?? [];
    const spec = name === undefined ? undefined : positionals.get(name);
    if (spec === undefined) return false;
    const words = given.slice(next, isList === undefined ? next + 1 : undefined);
    if (words.length === 0 && place.startsWith("<")) return false;
    const texts = words.map((word) => textOf({ ...spec, array: false }, word));
    if (texts.includes(null)) return false;
    if (isList !== undefined) args[name] = texts;
    else if (texts.length > 0) args[name] = texts[0];
    next += words.length;
  }
  return next === given.length;
}

/** Returns a word as the value of an option; `null` if yargs would read it differently, or refuse it. */
function textOf({ type, choices, array }: Spec, word: string | undefined): string | null {
  const isText = array !== true && (type === "string" || (type === undefined && choices !== undefined));
  if (!isText || word === undefined || word === "" || /^(?:-.|["'])/s.test(word)) return null;
  return choices === undefined || choices.includes(word) ? word : null;
}
