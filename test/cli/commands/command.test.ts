import { beforeAll, describe, expect, test } from "vitest";
import { image } from "../../support/fixture.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();

beforeAll(async () => {
  const layer = { "bin/sh": "sh" };
  const history = ['CMD ["bash"]', 'ENTRYPOINT ["/app", "-v"]', 'CMD ["serve it"]', "USER app"].map(
    (created_by) => ({
      created_by,
      empty_layer: true,
    }),
  );
  const built = await image([layer], {
    history: [{ created_by: "ADD rootfs /" }, ...history],
    config: { Entrypoint: ["/app", "-v"], Cmd: ["serve it"], User: "app" },
  });
  const started = { created_by: 'ENTRYPOINT ["/bin/sh" "-c" "exec /app"]', empty_layer: true };
  const shell = await image([layer], {
    history: [{ created_by: "ADD rootfs /" }, history[0], started],
    config: { Entrypoint: ["/bin/sh", "-c", "exec /app"], Healthcheck: { Test: ["CMD", "up"] } },
  });
  const bare = await image([layer], { history: null });
  await save(packings.kaniko, [built], cwd, { name: "app.tar" });
  await save(packings.kaniko, [shell], cwd, { name: "shell.tar" });
  await save(packings.kaniko, [bare], cwd, { name: "bare.tar" });
});

const command = (...args: string[]) => layerx(["command", ...args], { cwd });

test("the command is shown as words and as a shell line, and each part with its instruction", async () => {
  expect(await command("app.tar")).toEqual({
    code: 0,
    stdout: [
      '["/app","-v","serve it"]',
      "/app -v 'serve it'",
      "",
      'ENTRYPOINT   ["/app","-v"]',
      '             by instruction 3 of 5: ENTRYPOINT ["/app", "-v"]',
      'CMD          ["serve it"]',
      '             by instruction 4 of 5: CMD ["serve it"]',
      "USER         app",
      "             by instruction 5 of 5: USER app",
      "WORKDIR      / (not set)",
      "HEALTHCHECK  not set",
      "STOPSIGNAL   SIGTERM (not set)",
      "",
    ].join("\n"),
    stderr: "",
  });
});

test("an ENTRYPOINT clears the CMD before it, and a part without an instruction has a note", async () => {
  const { stdout } = await command("shell.tar");
  expect(stdout.split("\n").slice(0, 9)).toEqual([
    '["/bin/sh","-c","exec /app"]',
    "/bin/sh -c 'exec /app'",
    "",
    'ENTRYPOINT   ["/bin/sh","-c","exec /app"]',
    '             by instruction 3 of 3: ENTRYPOINT ["/bin/sh", "-c", "exec /app"]',
    "CMD          nothing",
    '             cleared by instruction 3 of 3: ENTRYPOINT ["/bin/sh", "-c", "exec …',
    "USER         root (not set)",
    "WORKDIR      / (not set)",
  ]);
  expect(stdout.split("\n").slice(9)).toEqual([
    'HEALTHCHECK  ["CMD","up"]',
    "             by the config; the instruction was not recorded",
    "STOPSIGNAL   SIGTERM (not set)",
    "",
  ]);
});

test("a part that another tool changed is not attributed to an instruction with another value", async () => {
  const built = await image([{ "bin/sh": "sh" }], {
    history: [{ created_by: "ADD rootfs /" }, { created_by: 'ENTRYPOINT ["/old"]', empty_layer: true }],
    config: { Entrypoint: ["/ko-app/new"] },
  });
  const path = await save(packings.kaniko, [built], cwd, { name: "changed.tar" });
  expect((await command(path)).stdout.split("\n").slice(3, 5)).toEqual([
    'ENTRYPOINT   ["/ko-app/new"]',
    "             by the config; the instruction was not recorded",
  ]);
});

describe("with the arguments of `docker run`,", () => {
  const parts = async (...args: string[]) => {
    const document = JSON.parse((await command("--format", "json", ...args)).stdout);
    const [entrypoint, cmd] = document.parts;
    return [document.command, entrypoint.by, cmd.by];
  };

  test.each([
    ["arguments replace CMD", ["app.tar", "x"], [["/app", "-v", "x"], "instruction", "arguments"]],
    [
      "arguments that begin with a dash follow --",
      ["app.tar", "--", "-x"],
      [["/app", "-v", "-x"], "instruction", "arguments"],
    ],
    ["--entrypoint clears CMD", ["app.tar", "--entrypoint", "sh"], [["sh"], "--entrypoint", "--entrypoint"]],
    [
      "--entrypoint can have arguments",
      ["app.tar", "ls", "--entrypoint", "sh"],
      [["sh", "ls"], "--entrypoint", "arguments"],
    ],
    [
      "an empty --entrypoint leaves only the arguments",
      ["app.tar", "ls", "--entrypoint="],
      [["ls"], "--entrypoint", "arguments"],
    ],
  ])("%s", async (_, args, expected) => {
    expect(await parts(...args)).toEqual(expected);
  });
});

test("a note says that arguments have no effect with a shell-form ENTRYPOINT", async () => {
  const { stdout } = await command("shell.tar", "x");
  expect(stdout.trimEnd().split("\n").at(-1)).toBe(
    "CMD has no effect: the shell line of ENTRYPOINT takes no arguments",
  );
});

test("an image without a command has a note that says so", async () => {
  const { stdout } = await command("bare.tar");
  expect(stdout.split("\n")[0]).toBe("nothing: the image has no command, so the engine requires one");
});
