import { describe, expect, test } from "vitest";
import { formOf, hasCommand, isRunnerLog, quiet, quietCommands } from "../../src/text/workflow-commands.js";

const COMMANDS = [
  "##[group]",
  "##vso[task.setvariable]x",
  "##VSO[a]",
  "section_start:1:a",
  "section_end:1:a",
];

describe("text of an image is never a command in a CI log:", () => {
  test.each(COMMANDS)("%s anywhere in a line", (command) => {
    expect(hasCommand(`a ${command}`)).toBe(true);
    expect(hasCommand(quiet(`a ${command}`, "text"))).toBe(false);
    expect(hasCommand(quietCommands(`::error::${command}`).slice(2))).toBe(false);
  });

  test(":: at the start of a line, after white space too", () => {
    const text = "  ::add-mask::a\nRUN x ::not one\n::error::b\n";
    expect(quiet(text, "text")).toBe("  \\x3a:add-mask::a\nRUN x ::not one\n\\x3a:error::b\n");
  });

  test.each(COMMANDS)("%s in JSON, and the parsed value is unchanged", (command) => {
    const value = { path: `/${command}`, "section_start:key": 1 };
    const document = quiet(JSON.stringify(value), "json");
    expect([hasCommand(document), JSON.parse(document)]).toEqual([false, value]);
  });

  test.each(COMMANDS)("%s in an HTML page, in its text and in its data", (command) => {
    const data = JSON.stringify({ path: command });
    const page = quiet(
      `<!doctype html>\n<p>${command}</p>\n::error\n<script type="application/json">${data}</script>`,
      "html",
    );
    expect(hasCommand(page)).toBe(false);
    const inner = /json">(.*)<\/script>/.exec(page)?.[1] ?? "";
    expect(JSON.parse(inner)).toEqual({ path: command });
  });
});

test("the form of a document is recognised by its beginning", () => {
  expect(["{", "\n[1]", "<!DOCTYPE html>", "PASS"].map(formOf)).toEqual(["json", "json", "html", "text"]);
});

test.each([
  [{ GITHUB_ACTIONS: "true" }, true],
  [{ TF_BUILD: "True" }, true],
  [{ GITLAB_CI: "true" }, true],
  [{ GITHUB_ACTIONS: "false", TF_BUILD: "" }, false],
  [{ CI: "true" }, false],
])("a CI runner executes commands of the log with %j: %s", (env, expected) => {
  expect(isRunnerLog(env)).toBe(expected);
});
