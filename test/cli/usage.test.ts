import { beforeAll, describe, expect, test } from "vitest";
import yargs from "yargs";
import manifest from "../../package.json" with { type: "json" };
import { optionTable } from "../../src/cli/arguments/switches.js";
import { COMMAND_NAMES, loadCommands } from "../../src/cli/commands/commands.js";
import { layerx } from "../support/run.js";
import { saveSmallImage } from "../support/small-image.js";
import { sharedTempDir } from "../support/temp.js";

const EXCLUDES = "each excludes the other: leave one out";

const cwd = sharedTempDir();
beforeAll(() => saveSmallImage(cwd));

async function checkError(args: readonly string[], what: string, why: string, next: string): Promise<void> {
  const stderr = `error: ${what}\n  why:  ${why}\n  next: ${next}\n`;
  expect(await layerx(args, { cwd })).toEqual({ code: 2, stdout: "", stderr });
}

describe("a mistyped word is an error that suggests the nearest word:", () => {
  const unknown = "this command does not exist";
  const noOption = (command: string) => `\`${command}\` has no such option`;

  test("a command with an image", () =>
    checkError(
      ["histroy", "app.tar"],
      "unknown command histroy",
      unknown,
      "did you mean `layerx history`? Else see `layerx --help`",
    ));

  test("a command after `help`", () =>
    checkError(
      ["help", "histroy"],
      "unknown command histroy",
      unknown,
      "did you mean `layerx history`? Else see `layerx --help`",
    ));

  test("a command alone, which can also be the name of an image", () =>
    checkError(
      ["wsate"],
      "unknown command wsate",
      unknown,
      "did you mean `layerx waste`? Else see `layerx --help`",
    ));

  test("a path is never a mistyped command", () =>
    checkError(
      ["./waste"],
      "cannot open ./waste",
      "there is no such file or folder",
      "check the path; to open an image by name, write docker:NAME or registry:NAME",
    ));

  test("an option", () =>
    checkError(
      ["history", "app.tar", "--no-trnc"],
      "unknown option --no-trnc",
      noOption("layerx history"),
      "did you mean `--no-trunc`? Else see `layerx history --help`",
    ));

  test("an option with a value", () =>
    checkError(
      ["inspect", "--fromat=json", "app.tar"],
      "unknown option --fromat",
      noOption("layerx inspect"),
      "did you mean `--format`? Else see `layerx inspect --help`",
    ));

  test("an option before the image, which could be its value", () =>
    checkError(
      ["ci", "--max-layrs", "app.tar"],
      "unknown option --max-layrs",
      noOption("layerx ci"),
      "did you mean `--max-layers`? Else see `layerx ci --help`",
    ));

  test("an option without a similar option has no suggestion", () =>
    checkError(
      ["tree", "app.tar", "--xyzzy"],
      "unknown option --xyzzy",
      noOption("layerx tree"),
      "see `layerx tree --help`",
    ));

  test("a short option", () =>
    checkError(
      ["tree", "app.tar", "-Z"],
      "unknown option -Z",
      noOption("layerx tree"),
      "see `layerx tree --help`",
    ));
});

describe("wrong arguments are an error:", () => {
  test("no arguments", () =>
    checkError(
      [],
      "cannot run this command: IMAGE is missing",
      "`layerx` takes <command> <image>",
      "see `layerx --help`",
    ));

  test("too few arguments", () =>
    checkError(
      ["find", "app.tar"],
      "cannot run this command: PATTERN is missing",
      "`layerx find` takes <IMAGE> <PATTERN>",
      "see `layerx find --help`",
    ));

  test.each([
    [["cat"], "IMAGE and PATH are missing", "<IMAGE> <PATH>"],
    [["cat", "app.tar"], "PATH is missing", "<IMAGE> <PATH>"],
    [["diff", "old.tar"], "B is missing", "<A> <B> [PATHS..]"],
    [["extract", "app.tar"], "PATH and TO are missing", "<IMAGE> <PATH> <TO>"],
  ])("too few arguments, with the names of the missing arguments: %j", (argv, problem, takes) =>
    checkError(
      argv,
      `cannot run this command: ${problem}`,
      `\`layerx ${argv[0]}\` takes ${takes}`,
      `see \`layerx ${argv[0]} --help\``,
    ),
  );

  test("an unknown command with several arguments", () =>
    checkError(
      ["compare", "app.tar", "b.tar"],
      "unknown command compare",
      "this command does not exist",
      "see `layerx --help`",
    ));

  test.each(["inspect", "ci", "history"])("too many arguments: %s", (command) =>
    checkError(
      [command, "app.tar", "b.tar"],
      "too many arguments: b.tar",
      `\`layerx ${command}\` does not accept them`,
      `see \`layerx ${command} --help\``,
    ),
  );

  test("an option without its value", () =>
    checkError(
      ["tree", "app.tar", "--layer"],
      "cannot run this command: --layer has no value",
      "the option needs a value after it",
      "see `layerx tree --help`",
    ));

  test.each(COMMAND_NAMES)("every option of %s that is not a switch needs a value", async (name) => {
    const [command] = await loadCommands([name]);
    const parser = yargs([]);
    command.declare(parser);
    const keys = (table: string) => Object.keys(optionTable(parser, table));
    const words = command.usage.match(/\w+/g) ?? [];
    const options = keys("key").filter(
      (key) => key.length > 1 && ![...words, "help", "version"].includes(key),
    );
    const switches = Object.values(optionTable(parser, "boolean"));
    const withValue = options.filter((key) => !switches.includes(key));
    expect(withValue).toEqual(expect.arrayContaining(["platform", "limit"]));
    expect(withValue.filter((key) => !keys("narg").includes(key))).toEqual([]);
  });

  test.each([
    [["slim", "app.tar", "-o"], "-o has no value", "the option needs a value after it"],
    [["history", "app.tar", "--format"], "--format has no value", "the option needs a value after it"],
    [["slim", "app.tar", "-o", ""], "-o has an empty value", "the option needs a value"],
    [["ci", "app.tar", "--config="], "--config has an empty value", "the option needs a value"],
    [["files", "app.tar", "--layer", "1", "--layers", "all"], "both --layers and --layer", EXCLUDES],
    [["ci", "app.tar", "--base", "b.tar", "--base-layers", "1"], "both --base and --base-layers", EXCLUDES],
    [["ci", "app.tar", "--force"], "--force without --init", "it has an effect only with --init"],
  ])("a wrong combination of options: %j", (argv, problem, why) =>
    checkError(argv, `cannot run this command: ${problem}`, why, `see \`layerx ${argv[0]} --help\``),
  );

  test.each([
    ["history", "app.tar", "--format", ""],
    ["command", "app.tar", "--entrypoint", ""],
    ["tree", "app.tar", "--no-color", ""],
  ])("an empty text is a value where docker takes one, and an argument: %j %j %j", async (...argv) => {
    const { code, stderr } = await layerx(argv, { cwd });
    expect([code, stderr]).toEqual([0, ""]);
  });

  test.each([
    [["files", "app.tar", "--top", "x"], "--top: x", "a whole number from 1"],
    [["waste", "app.tar", "--top", "1e3"], "--top: 1e3", "a whole number from 0"],
    [["audit", "app.tar", "--jobs", "65"], "--jobs: 65", "a whole number from 1 to 64"],
    [["audit", "app.tar", "--newest", "1.5"], "--newest: 1.5", "a whole number from 1"],
    [["slim", "app.tar", "--dry-run", "--level", "10"], "--level: 10", "a whole number from 1 to 9"],
    [["cache", "drop"], 'action: "drop"', '"path", "size", "prune", "clear"'],
  ])("a wrong value, which the error shows as it was typed: %j", (argv, value, wanted) =>
    checkError(
      argv,
      `bad value for ${value}`,
      `it takes ${wanted}`,
      `correct the value, or see \`layerx ${argv[0]} --help\``,
    ),
  );

  test("a value that is not one of the choices", () =>
    checkError(
      ["inspect", "app.tar", "--format", "yaml"],
      'bad value for --format: "yaml"',
      'it takes "html", "markdown", "text", "json"',
      "correct the value, or see `layerx inspect --help`",
    ));

  test("a value that another option of the command accepts", () =>
    checkError(
      ["ci", "app.tar", "--format", "markdown"],
      'bad value for --format: "markdown"',
      'it takes "text", "json"; `--output markdown` writes that format',
      "correct the value, or see `layerx ci --help`",
    ));

  test("a switch that is neither true nor false", () =>
    checkError(
      ["history", "app.tar", "--human=maybe"],
      "bad value for --human: maybe",
      "it takes true or false",
      "correct the value, or see `layerx --help`",
    ));

  test("an unknown limit", () =>
    checkError(
      ["inspect", "app.tar", "--limit", "entires=1"],
      "bad value for --limit: entires=1",
      "it takes NAME=VALUE, where NAME is entries or another one, and VALUE a number or a size such as 10MB",
      "correct the value, or see `layerx inspect --help`",
    ));
});

test("control characters are escaped in an error", () =>
  checkError(
    ["inspect", "./no\x1b[2Jtar"],
    "cannot open ./no\\x1b[2Jtar",
    "there is no such file or folder",
    "check the path; to open an image by name, write docker:NAME or registry:NAME",
  ));

test("the last value of an option that is set twice is used", async () => {
  const { code, stdout } = await layerx(["tree", "app.tar", "/etc/old", "--layer", "1", "--layer", "0"], {
    cwd,
  });
  expect([code, stdout]).toEqual([0, "-rw-r--r-- 0:0      3B + /etc/old\n"]);
});

test("several limits can be set, and an error shows how to raise a limit", () =>
  checkError(
    ["inspect", "app.tar", "--limit", "entries=3", "--limit", "manifests=9"],
    "app.tar exceeds a limit",
    "the limit on the number of entries is 3",
    "if you trust the image, raise the limit: --limit entries=VALUE",
  ));

test("an error is coloured on a terminal, but not with --no-color", async () => {
  const plain = await layerx(["inspect", "./nope", "--no-color"], { cwd, tty: ["stderr"] });
  const coloured = await layerx(["inspect", "./nope"], { cwd, tty: ["stderr"] });
  expect(plain.stderr.split("\n")[0]).toBe("error: cannot open ./nope");
  const usage = await layerx(["inspect", "--no-color"], { cwd, tty: ["stderr"] });
  expect(usage.stderr.split("\n")[0]).toBe("error: cannot run this command: IMAGE is missing");
  expect(coloured.stderr.split("\n")[0]).toBe(
    "\x1b[1m\x1b[31merror:\x1b[39m\x1b[22m \x1b[1mcannot open ./nope\x1b[22m",
  );
});

test("the stack trace is printed only with --debug", async () => {
  const lines = async (args: readonly string[]) => (await layerx(args, { cwd })).stderr.split("\n");
  expect((await lines(["inspect", "./nope"])).length).toBe(4);
  expect((await lines(["inspect", "./nope", "--debug"]))[3]).toMatch(/^LayerxError: cannot open \.\/nope/);
});

describe("help and version:", () => {
  test("--version prints the version of the package on stdout", async () => {
    for (const argv of [["--version"], ["build", "--version"], ["cat", "--version"]])
      expect(await layerx(argv)).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  test("`help` has the same output as --help", async () => {
    expect(await layerx(["help", "ci"])).toEqual(await layerx(["ci", "--help"]));
    expect(await layerx(["help"])).toEqual(await layerx(["--help"]));
    expect(await layerx(["help", "help"])).toEqual(await layerx(["--help"]));
  });

  test("--help lists every command and the exit codes", async () => {
    const { code, stdout, stderr } = await layerx(["--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    const commands = [...stdout.matchAll(/^ {2}layerx (\w+) /gm)].map(([, name]) => name);
    expect(commands).toEqual([
      "inspect",
      "history",
      "ci",
      "build",
      "waste",
      "tree",
      "find",
      "files",
      "packages",
      "cat",
      "extract",
      "export",
      "slim",
      "diff",
      "audit",
      "command",
      "dockerfile",
      "cache",
      "completion",
    ]);
    expect(stdout).toContain("Exit codes: 0 done, 1 a rule failed or nothing matched, 2 an error");
  });

  test.each(["inspect", "history", "ci", "waste", "tree", "find", "files", "packages", "cat", "extract"])(
    "%s --help lists the options that all commands share",
    async (command) => {
      const { code, stdout, stderr } = await layerx([command, "--help"]);
      expect([code, stderr]).toEqual([0, ""]);
      const options = [...stdout.matchAll(/--([a-z-]+) /g)].map(([, name]) => name);
      const shared = [
        "platform",
        "image",
        "verify",
        "limit",
        "no-color",
        "no-progress",
        "cache-dir",
        "no-cache",
        "debug",
      ];
      expect(options).toEqual(
        expect.arrayContaining([
          ...shared,
          "help",
          "version",
          ...(["cat", "extract"].includes(command) ? [] : ["format"]),
        ]),
      );
    },
  );

  test.each(COMMAND_NAMES)("%s --help has a space between a description and its type", async (command) => {
    const { stdout } = await layerx([command, "--help"], { env: { COLUMNS: "80" } });
    const types = /\S\[(?:string|boolean|array|number|choices|required|default)/;
    expect(stdout.split("\n").filter((line) => types.test(line))).toEqual([]);
  });

  test("the help fits the width of the terminal", async () => {
    const widest = async (columns: string) => {
      const { stdout } = await layerx(["tree", "--help"], { env: { COLUMNS: columns } });
      return Math.max(...stdout.split("\n").map((line) => line.length));
    };
    expect(await widest("60")).toBeLessThanOrEqual(60);
    expect(await widest("140")).toBeGreaterThan(80);
    const usual = await widest("80");
    for (const columns of ["", "0", "-60", "60.5", "wide"]) expect(await widest(columns)).toBe(usual);
  });
});

describe("shell completion", () => {
  // Names of images come from the engine of the machine.
  const env = { DOCKER_HOST: "unix:///nothing/there.sock" };

  test.each(["bash", "zsh", "fish"])("has a script for %s that calls the program", async (shell) => {
    const { code, stdout, stderr } = await layerx(["completion", shell]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`SHELL=${shell} layerx --get-yargs-completions`);
  });

  test("offers the commands", async () => {
    const { stdout } = await layerx(["--get-yargs-completions", "layerx", ""], { env });
    const words = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/[\t:]/)[0]);
    expect(words).toEqual([
      "inspect",
      "history",
      "ci",
      "build",
      "waste",
      "tree",
      "find",
      "files",
      "packages",
      "cat",
      "extract",
      "export",
      "slim",
      "diff",
      "audit",
      "command",
      "dockerfile",
      "cache",
      "completion",
    ]);
  });

  test("offers the options of a command that are not set yet", async () => {
    const { stdout } = await layerx(["--get-yargs-completions", "layerx", "tree", "x", "--layer", "2", "--"]);
    const words = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/[\t:]/)[0]);
    expect(words.slice(0, 4)).toEqual(["--help", "--version", "--changes", "--sort"]);
  });

  test("offers the values of an option", async () => {
    expect((await layerx(["--get-yargs-completions", "layerx", "tree", "--format", ""])).stdout).toBe(
      "text\njson\njsonl\ncsv\n",
    );
  });

  test.each([
    ["tree", "--format="],
    ["--source", "docker", "tree", "x", "--format="],
  ])("offers the values behind an equals sign: %s %s", async (...words) => {
    const { stdout } = await layerx(["--get-yargs-completions", "layerx", ...words]);
    expect(stdout).toBe("--format=text\n--format=json\n--format=jsonl\n--format=csv\n");
  });

  test.each([
    [["tree", ""], ""],
    [["tree", "x", ""], ""],
    [["slim", "x", "--output", ""], ""],
    [["ci", "--config=x"], ""],
    [["cache", ""], "path\nsize\nprune\nclear\n"],
    [["tr"], "tree\n"],
  ])("offers options only after a dash, so that the shell completes files: %j", async (words, said) => {
    const { stdout } = await layerx(["--get-yargs-completions", "layerx", ...words], { env });
    expect(stdout.replaceAll(/:.*/g, "")).toBe(said);
  });

  test.each([
    ["build", "--"],
    ["--builder", "podman", "build", "-t", "a", "--"],
    ["ci", "--build", "--", "--"],
  ])("offers nothing in the arguments of a builder: %s %s", async (...words) => {
    expect((await layerx(["--get-yargs-completions", "layerx", ...words])).stdout).toBe("");
  });

  test.each([
    [["--explain", "maxS"], "maxSize\nmaxSizeAboveBase\n"],
    [["image.tar", "--output", "s"], "sarif\n"],
    [["image.tar", "--growth", "size"], "size=\n"],
  ])("offers the values of the gate's options: %j", async (words, said) => {
    expect((await layerx(["--get-yargs-completions", "layerx", "ci", ...words])).stdout).toBe(said);
  });
});

test("an unexpected error is exit code 2, and its message is escaped", async () => {
  const env = {
    get TZ(): string {
      throw new Error("odd\x1b[2J");
    },
  };
  const { code, stderr } = await layerx(["history", "app.tar"], { env, cwd });
  expect([code, stderr.split("\n")[1]]).toEqual([2, "  why:  this is a bug in layerx: odd\\x1b[2J"]);
});

test("a result that is too long for one text is an error that says how to list less", async () => {
  const env = {
    get TZ(): string {
      return "x".repeat(2 ** 30);
    },
  };
  expect(await layerx(["history", "samples/waste.tar"], { env, cwd: process.cwd() })).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "error: cannot print the whole result of `layerx history`\n" +
      "  why:  it is longer than one text may be in Node (512 MB): the image has many or very long paths\n" +
      "  next: list less, for example with --top 1000, or use `layerx files --format jsonl`, which has no such limit\n",
  });
});
