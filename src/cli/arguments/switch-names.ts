import type { Argv } from "yargs";
import type { Registered } from "../commands/command-table.js";

/**
 * The names of all switches of these commands, short ones too. The commands declare their options to an object that only
 * notes switches: a parser of yargs for each command would take as long as all other work before an image is opened.
 */
export function switchNames(commands: readonly Registered[]): Set<string> {
  const names = new Set<string>();
  const noting: Argv = new Proxy(
    {},
    {
      get:
        (_, method) =>
        (...args: readonly unknown[]) => {
          if (method === "option") note(names, args[0], args[1]);
          else if (method === "options") for (const [name, one] of pairs(args[0])) note(names, name, one);
          return noting;
        },
    },
  ) as Argv;
  for (const command of commands) command.declare(noting);
  return names;
}

function note(names: Set<string>, name: unknown, option: unknown): void {
  const { type, alias } = Object.fromEntries(pairs(option));
  if (type !== "boolean") return;
  for (const one of [name, alias].flat()) if (typeof one === "string") names.add(one);
}

function pairs(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
