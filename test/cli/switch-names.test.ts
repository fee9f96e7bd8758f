import { expect, test } from "vitest";
import yargs from "yargs";
import { switchNames } from "../../src/cli/arguments/switch-names.js";
import { optionTable } from "../../src/cli/arguments/switches.js";
import { allCommands } from "../../src/cli/commands/commands.js";

test.each(allCommands().map((command) => [command.name, command] as const))(
  "the switches of %s are those that yargs reads as switches, with their short names",
  (_, command) => {
    const parser = yargs([], "/").help(false).version(false);
    command.declare(parser);
    const switches = Object.values(optionTable(parser, "boolean")).map(String);
    const aliases = Object.entries(optionTable(parser, "alias"));
    const others = aliases.flatMap(([name, names]) => (switches.includes(name) ? names : []));
    const known = [...new Set<string>([...switches, ...others])].sort();
    expect([...switchNames([command])].sort()).toEqual(known);
    expect(known).toContain("debug");
  },
);
