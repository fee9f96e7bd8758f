import { expect, test } from "vitest";
import yargs from "yargs";
import { optionTable, switchNames } from "../../../src/cli/arguments/switches.js";
import { COMMAND_NAMES, loadCommands } from "../../../src/cli/commands/commands.js";

test.each(COMMAND_NAMES)("the switches of %s are exactly its boolean options in yargs", async (name) => {
  const commands = await loadCommands([name]);
  const parser = yargs([], "/").help(false).version(false);
  for (const command of commands) command.declare(parser);
  const known = Object.values(optionTable(parser, "boolean")).map(String);
  const aliases = Object.entries(optionTable(parser, "alias"));
  const also = aliases.flatMap(([one, others]) => (known.includes(one) ? [others].flat().map(String) : []));
  expect(known).toContain("no-color");
  expect([...switchNames(commands)].sort()).toEqual([...new Set([...known, ...also])].sort());
});
