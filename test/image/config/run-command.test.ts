import { describe, expect, test } from "vitest";
import { composeCommand } from "../../../src/image/config/run-command.js";

// The table "Understand how CMD and ENTRYPOINT interact" of the Dockerfile reference, in the form of a config.
const NONE = null;
const EXEC_ENTRY = ["exec_entry", "p1_entry"];
const SHELL_ENTRY = ["/bin/sh", "-c", "exec_entry p1_entry"];
const EXEC_CMD = ["exec_cmd", "p1_cmd"];
const SHELL_CMD = ["/bin/sh", "-c", "exec_cmd p1_cmd"];

test.each([
  { entrypoint: NONE, cmd: NONE, runs: [] },
  { entrypoint: NONE, cmd: EXEC_CMD, runs: ["exec_cmd", "p1_cmd"] },
  { entrypoint: NONE, cmd: SHELL_CMD, runs: ["/bin/sh", "-c", "exec_cmd p1_cmd"] },
  { entrypoint: SHELL_ENTRY, cmd: NONE, runs: ["/bin/sh", "-c", "exec_entry p1_entry"] },
  { entrypoint: SHELL_ENTRY, cmd: EXEC_CMD, runs: ["/bin/sh", "-c", "exec_entry p1_entry"] },
  { entrypoint: SHELL_ENTRY, cmd: SHELL_CMD, runs: ["/bin/sh", "-c", "exec_entry p1_entry"] },
  { entrypoint: EXEC_ENTRY, cmd: NONE, runs: ["exec_entry", "p1_entry"] },
  { entrypoint: EXEC_ENTRY, cmd: EXEC_CMD, runs: ["exec_entry", "p1_entry", "exec_cmd", "p1_cmd"] },
  {
    entrypoint: EXEC_ENTRY,
    cmd: SHELL_CMD,
    runs: ["exec_entry", "p1_entry", "/bin/sh", "-c", "exec_cmd p1_cmd"],
  },
])("ENTRYPOINT $entrypoint and CMD $cmd run $runs", ({ entrypoint, cmd, runs }) => {
  const { argv, ignored } = composeCommand({ entrypoint, cmd });
  expect(argv.slice(0, argv.length - ignored)).toEqual(runs);
});

describe("the command of a container:", () => {
  test("CMD has no effect on a shell line, unless the line uses $0, $1 or $@", () => {
    expect(composeCommand({ entrypoint: SHELL_ENTRY, cmd: EXEC_CMD })).toEqual({
      argv: ["/bin/sh", "-c", "exec_entry p1_entry", "exec_cmd", "p1_cmd"],
      ignored: 2,
    });
    for (const line of ['exec app "$@"', "exec app $1", `exec app \${0}`]) {
      expect(composeCommand({ entrypoint: ["/bin/bash", "-ec", line], cmd: ["a"] })).toEqual({
        argv: ["/bin/bash", "-ec", line, "a"],
        ignored: 0,
      });
    }
  });

  test("arguments replace CMD", () => {
    expect(composeCommand({ entrypoint: EXEC_ENTRY, cmd: EXEC_CMD }, { args: ["-v"] }).argv).toEqual([
      "exec_entry",
      "p1_entry",
      "-v",
    ]);
  });

  test("an --entrypoint replaces ENTRYPOINT and CMD", () => {
    const config = { entrypoint: EXEC_ENTRY, cmd: EXEC_CMD };
    expect(composeCommand(config, { entrypoint: "sh" }).argv).toEqual(["sh"]);
    expect(composeCommand(config, { entrypoint: "sh", args: ["-c", "ls"] }).argv).toEqual(["sh", "-c", "ls"]);
    expect(composeCommand(config, { entrypoint: "" }).argv).toEqual([]);
    expect(composeCommand(config, { entrypoint: "", args: ["ls"] }).argv).toEqual(["ls"]);
  });

  test("an ENTRYPOINT of one empty word counts as not set", () => {
    expect(composeCommand({ entrypoint: [""], cmd: EXEC_CMD }).argv).toEqual(["exec_cmd", "p1_cmd"]);
  });
});
