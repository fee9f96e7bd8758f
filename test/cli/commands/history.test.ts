import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { digestOf, image } from "../../support/fixture.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { saveSmallImage } from "../../support/small-image.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();
beforeAll(() => saveSmallImage(cwd));

const rows = (id: string, missing: string) =>
  [
    `${id}   2024-01-04T00:00:00Z   COPY a /usr/lib/os-release # buildkit           14        buildkit`,
    `${missing}   2024-01-03T00:00:00Z   ENV A=1                                         0         `,
    `${missing}   2024-01-02T00:00:00Z   RUN /bin/sh -c echo second > /etc/hosts # bu…   7         `,
    `${missing}   2024-01-01T00:00:00Z   /bin/sh -c #(nop) ADD file:12 in /              15        `,
  ].map((row) => `${row}\n`);

const HEADER =
  "IMAGE          CREATED AT             CREATED BY                                      SIZE      COMMENT\n";

test("the table has docker's form, with the sizes of the layers", async () => {
  const { code, stdout, stderr } = await layerx(["history", "app.tar", "--human=false"], {
    cwd,
    env: { TZ: "UTC" },
  });
  const id = stdout.split("\n")[1].slice(0, 12);
  expect(id).toMatch(/^[0-9a-f]{12}$/);
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: HEADER + rows(id, "<missing>   ").join(""),
    stderr: "",
  });
});

test("history without an image reads standard input", async () => {
  const stdin = await readFile(join(cwd, "app.tar"));
  const args = ["--format", "{{.Size}} {{.CreatedAt}}", "-H=0"];
  const piped = await layerx(["history", ...args], { stdin, env: { TZ: "UTC" } });
  const named = await layerx(["history", "app.tar", ...args], { cwd, env: { TZ: "UTC" } });
  expect(piped).toEqual(named);
  expect(named.stdout).toBe(
    "14 2024-01-04T00:00:00Z\n0 2024-01-03T00:00:00Z\n7 2024-01-02T00:00:00Z\n15 2024-01-01T00:00:00Z\n",
  );
});

test("history without an image and without a pipe is an error", async () => {
  expect(await layerx(["history"])).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "error: cannot run this command: no image\n" +
      "  why:  none was named, and nothing is piped in\n" +
      "  next: see `layerx history --help`\n",
  });
});

describe("switches have docker's syntax:", () => {
  const full =
    "COPY a /usr/lib/os-release # buildkit\nENV A=1\nRUN /bin/sh -c echo second > /etc/hosts # buildkit\n/bin/sh -c #(nop) ADD file:12 in / \n";
  const cut = full.replace("buildkit\n/bin", "bu…\n/bin");
  test.each([
    [["--no-trunc"], full],
    [["--no-trunc=1"], full],
    [["--no-trunc=T"], full],
    [["--no-trunc=false"], cut],
    [["--no-trunc=0"], cut],
    [[], cut],
  ])("%j", async (args, stdout) => {
    const outcome = await layerx(["history", "app.tar", "--format", "{{.CreatedBy}}", ...args], { cwd });
    expect(outcome.stdout).toBe(stdout);
  });

  test("-H false is one argument too many", async () => {
    const { code, stderr } = await layerx(["history", "app.tar", "-H", "false"], { cwd });
    expect([code, stderr.split("\n")[0]]).toEqual([2, "error: too many arguments: false"]);
  });

  test("-qH combines two switches", async () => {
    const { stdout } = await layerx(["history", "-qH", "app.tar"], { cwd });
    expect(stdout).toMatch(/^[0-9a-f]{12}\n<missing>\n<missing>\n<missing>\n$/);
  });
});

test("each byte of the config that is not UTF-8, and each lone surrogate, is printed as U+FFFD", async () => {
  const built = await image([{ a: "" }], { history: [{ created_by: "@", comment: "#" }] });
  const text = built.config.toString().replace("@", "\xe8\xa8\xff").replace("#", "\\ud800");
  const config = Buffer.from(text, "latin1");
  await save(packings.kaniko, [{ ...built, config, id: digestOf(config) }], cwd, { name: "bytes.tar" });
  const args = ["history", "bytes.tar", "--format", "{{.CreatedBy}}|{{.Comment}}"];
  expect((await layerx(args, { cwd })).stdout).toBe("\ufffd\ufffd\ufffd|\ufffd\n");
});

test("an entry of the history without a layer has the size 0, with a warning on stderr", async () => {
  const built = await image([{ a: "1234" }], { history: [{}, { created_by: "more" }] });
  await save(packings.kaniko, [built], cwd, { name: "long.tar" });
  const args = ["history", "long.tar", "--format", "{{.CreatedBy}}:{{.Size}}"];
  expect(await layerx(args, { cwd })).toEqual({
    code: 0,
    stdout: "more:0B\n:4B\n",
    stderr: "warning: the history has 2 layers, the image has 1\n",
  });
});

test("control characters are printed unchanged to a pipe, and escaped to a terminal", async () => {
  const args = ["history", "app.tar", "--format", "{{.ID}}\x1b[31m\u202e"];
  const raw = await layerx(args, { cwd });
  const shown = await layerx(args, { cwd, tty: ["stdout"] });
  expect(raw.stdout.split("\n")[1]).toBe("<missing>\x1b[31m\u202e");
  expect(shown.stdout.split("\n")[1]).toBe("<missing>\\x1b[31m\\u{202e}");
});

test.each(["json", "{{json .}}"])(
  "--format '%s' has the sizes of the layers, which it does not name",
  async (format) => {
    const { stdout } = await layerx(["history", "app.tar", "--format", format], { cwd });
    const sizes = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).Size);
    expect(sizes).toEqual(["14B", "0B", "7B", "15B"]);
  },
);

test("more instructions than layers are a warning, and the excess has size 0", async () => {
  const history = ["RUN a", "RUN b"].map((by) => ({ created_by: by }));
  const built = await image([{ a: "x" }], { history });
  const path = await save(packings.dockerSave25, [built], cwd, { name: "odd.tar" });
  expect(await layerx(["history", path, "--format", "{{.Size}}"])).toEqual({
    code: 0,
    stdout: "0B\n1B\n",
    stderr: expect.stringMatching(/^warning: the history .*\n$/),
  });
});

test("an invalid template is an error, and stdout is empty", async () => {
  const { code, stdout, stderr } = await layerx(["history", "app.tar", "--format", "{{.Nope}}"], { cwd });
  expect([code, stdout, stderr.startsWith("error: ")]).toEqual([2, "", true]);
});
