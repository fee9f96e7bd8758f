import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../../src/cli/arguments/parse-arguments.js";
import { plainChoice } from "../../../src/cli/arguments/plain-arguments.js";
import { parseWithYargs } from "../../../src/cli/arguments/yargs-parser.js";
import { COMMAND_NAMES, loadCommands } from "../../../src/cli/commands/commands.js";
import { LayerxError } from "../../../src/errors.js";

const OPTIONS = { defaultCommand: "inspect", cwd: "/", columns: 80 };

/** @returns the command and its arguments, without the keys that yargs adds. */
async function byYargs(name: string, words: readonly string[]): Promise<unknown> {
  const commands = await loadCommands([name]);
  try {
    const found = await parseWithYargs(words, { ...OPTIONS, commands });
    return typeof found === "string" ? "text" : [found.name, known(found.common)];
  } catch (error) {
    if (error instanceof LayerxError) return error.code;
    throw error;
  }
}

async function plainly(name: string, words: readonly string[]): Promise<unknown> {
  const found = plainChoice(words, await loadCommands([name]));
  return found && [found.name, known(found.common)];
}

function known(args: object): object {
  const isOwn = ([key, value]: [string, unknown]) => key !== "_" && key !== "$0" && value !== undefined;
  return Object.fromEntries(Object.entries(args).filter(isOwn));
}

describe("plain arguments give the same result as with yargs:", () => {
  test.each<[string, ...string[]]>([
    ["history", "history", "a.tar"],
    ["history", "history"],
    ["history", "history", "-", "--quiet", "--no-trunc", "--format", "{{.ID}}"],
    ["inspect", "nginx:latest"],
    ["inspect", "inspect", "a.tar", "--format", "json", "--no-color"],
    ["ci", "ci", "a.tar", "--cache-dir", "c", "--lowest-efficiency", "0.9"],
    ["ci", "ci", "--highest-wasted-bytes", "20MB", "docker:a:1"],
    ["cat", "cat", "a.tar", "/etc/hosts"],
    ["diff", "diff", "a.tar", "b.tar", "--format", "json"],
    ["files", "files", "a.tar", "*.so", "*.a"],
    ["tree", "tree", "a.tar", "/etc"],
    ["find", "find", "a.tar", "*.conf", "--ignore-case"],
    ["history", "history", "a.tar", "--quiet", "false"],
  ])("%s: %j %j %j %j %j", async (name, ...words) => {
    const found = await plainly(name, words);
    const expected = await byYargs(name, words);
    expect(found ?? expected).toEqual(expected);
    if (!words.includes("false")) expect(found, words.join(" ")).not.toBeNull();
  });

  const word = fc.constantFrom(
    ...[
      "a.tar",
      "-",
      "b",
      "/etc",
      "json",
      "text",
      "0.5",
      "1",
      "--",
      "-q",
      "-H",
      "--help",
      "",
      "'a'",
      "false",
    ],
    ...["--format", "--quiet", "--top", "--no-color", "--cache-dir", "--cache-dir=x", "--human", "--limit"],
    ...[
      "--verify",
      "--image",
      "--unknown",
      "--by",
      "--sort",
      "--layer",
      "--no-cache",
      "--debug",
      "--human=0",
    ],
  );

  test("any words", async () => {
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...COMMAND_NAMES),
        fc.boolean(),
        fc.array(word, { maxLength: 5 }),
        async (name, isNamed, rest) => {
          const words = isNamed || name !== "inspect" ? [name, ...rest] : rest;
          const found = await plainly(name, words);
          if (found === null) return;
          plain++;
          expect(found).toEqual(await byYargs(name, words));
        },
      ),
      { numRuns: 1500 },
    );
    expect(plain).toBeGreaterThan(50);
  });
});

test.each([
  ["--help"],
  ["history", "a.tar", "--help"],
  ["history", "a", "b"],
  ["history", "a", "--format"],
  ["history", "a", "--quiet", "--quiet"],
  ["history", "a", "--limit", "entries=1"],
  ["history", "a", "-q"],
])("arguments that are not plain are left to yargs: %j", async (...words) => {
  expect(plainChoice(words, await loadCommands(["history"]))).toBeNull();
});

test("an option that may be repeated keeps all values, in both orders", async () => {
  const words = [
    "--limit",
    "entries=1",
    "--insecure-registry",
    "a",
    "--limit",
    "depth=2",
    "--insecure-registry",
    "b",
  ];
  for (const argv of [
    ["history", "x", ...words],
    [...words, "history", "x"],
  ]) {
    const parsed = await parseArguments(argv, OPTIONS);
    if (parsed.is !== "command") throw new Error(parsed.text);
    const { limit, "insecure-registry": hosts } = parsed.chosen.common;
    expect([limit, hosts]).toEqual([
      ["entries=1", "depth=2"],
      ["a", "b"],
    ]);
  }
});

test("an option after `build` belongs to the builder, not to layerx", async () => {
  const parsed = await parseArguments(["build", "--debug", "."], OPTIONS);
  if (parsed.is !== "command") throw new Error(parsed.text);
  expect(parsed.chosen.common.debug).toBeUndefined();
});
