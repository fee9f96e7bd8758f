import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { CI_FORMATS } from "../../src/report/ci/formats.js";
import { GITHUB, KEY, KEY_TEXT, NPM, TOKEN_TEXT } from "../analysis/secrets/samples.js";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { layerx } from "../support/run.js";
import { save } from "../support/save.js";
import { sharedTempDir } from "../support/temp.js";

const cwd = sharedTempDir();
const PASSWORD = "correct-horse-battery";
const SECRET_TEXTS = [TOKEN_TEXT, KEY_TEXT, PASSWORD];

beforeAll(async () => {
  const built = await image(
    [
      { "etc/os-release": "ID=lesson\n", "bin/sh": "sh" },
      { "app/.env": `PORT=1\nDB_PASSWORD=${PASSWORD}\n`, "root/.npmrc": `${NPM}\n`, "root/id_rsa": KEY },
      { "root/.wh..wh..opq": "", "app/config.json": `{"token":"${GITHUB}"}` },
      { "app/.env": "PORT=1\n" },
    ],
    {
      history: [
        { created_by: "ADD rootfs /" },
        { created_by: "COPY . /" },
        { created_by: "RUN rm -rf /root/*" },
        { created_by: "COPY .env /app/" },
      ],
    },
  );
  await save(packings.dockerSave25, [built], cwd, { name: "app.tar" });
  const clean = await image([{ "etc/os-release": "ID=lesson\n" }]);
  await save(packings.dockerSave25, [clean], cwd, { name: "clean.tar" });
  await writeFile(join(cwd, "rules.yaml"), "forbidden: secrets\n");
});

const run = (...args: string[]) => layerx(args, { cwd });

function expectNoSecret(output: string): void {
  expect(SECRET_TEXTS.filter((text) => output.includes(text))).toEqual([]);
}

describe("inspect", () => {
  test("--format json has the path, kind, line and layer of each secret, and if it was removed later", async () => {
    const { secrets } = JSON.parse((await run("inspect", "app.tar", "--format", "json")).stdout);
    expect(
      secrets.map(({ advice, adviceSource, bytes, ...facts }: Record<string, unknown>) => facts),
    ).toEqual([
      {
        path: "/app/.env",
        kinds: [{ kind: "credentials", line: 2 }],
        layer: 1,
        createdBy: "COPY . /",
        buried: true,
        endedBy: 3,
      },
      {
        path: "/app/config.json",
        kinds: [{ kind: "github", line: 1 }],
        layer: 2,
        createdBy: "RUN rm -rf /root/*",
        buried: false,
        endedBy: null,
      },
      {
        path: "/root/.npmrc",
        kinds: [{ kind: "npm", line: 1 }],
        layer: 1,
        createdBy: "COPY . /",
        buried: true,
        endedBy: 2,
      },
      {
        path: "/root/id_rsa",
        kinds: [{ kind: "private-key", line: 1 }],
        layer: 1,
        createdBy: "COPY . /",
        buried: true,
        endedBy: 2,
      },
    ]);
  });

  test.each(["text", "json", "markdown", "html"])(
    "--format %s names the files with secrets, but never contains a secret",
    async (format) => {
      const { stdout, stderr } = await run("inspect", "app.tar", "--format", format);
      for (const path of ["/app/.env", "/app/config.json", "/root/.npmrc", "/root/id_rsa"])
        expect(stdout).toContain(path);
      expect(stdout).toMatch(/buried/i);
      expectNoSecret(stdout + stderr);
      expectNoSecret((await run("inspect", "app.tar", "--format", format, "--redact")).stdout);
    },
  );

  test("has no section about secrets if there are none", async () => {
    for (const format of ["text", "markdown", "html"])
      expect((await run("inspect", "clean.tar", "--format", format)).stdout).not.toContain("ecrets");
  });
});

describe("the rule forbidden: secrets", () => {
  test("counts every file with a secret, also removed files", async () => {
    const { code, stdout } = await run("ci", "app.tar", "--config", "rules.yaml", "--format", "json");
    const [rule] = JSON.parse(stdout).rules;
    expect([code, rule.name, rule.actual, rule.pass]).toEqual([1, "forbidden:secrets", 4, false]);
  });

  test("does not count a version of the file without a secret", async () => {
    const { stdout } = await run("ci", "app.tar", "--config", "rules.yaml", "--output", "text");
    expect(stdout).toContain("/app/.env");
    expect(stdout).not.toContain("layer 3");
  });

  test("passes an image without secrets", async () => {
    expect((await run("ci", "clean.tar", "--config", "rules.yaml")).code).toBe(0);
  });

  test.each(CI_FORMATS)("prints no secret as %s", async (format) => {
    const { stdout, stderr } = await run("ci", "app.tar", "--config", "rules.yaml", "--output", format);
    expect(stdout).toContain("secrets");
    expectNoSecret(stdout + stderr);
  });

  test("counts only the layers above a base", async () => {
    await writeFile(join(cwd, "based.yaml"), "base: 2\nforbidden: [secrets]\n");
    const { stdout } = await run("ci", "app.tar", "--config", "based.yaml", "--format", "json");
    expect(JSON.parse(stdout).rules[0].actual).toBe(1);
  });

  test("can be ignored for a path, and accepts the paths of a baseline", async () => {
    const ignore = "ignore: [{rule: forbidden, path: /root, reason: known}]";
    await writeFile(join(cwd, "ignored.yaml"), `forbidden: [secrets]\n${ignore}\n`);
    const ignored = await run("ci", "app.tar", "--config", "ignored.yaml", "--format", "json");
    expect(JSON.parse(ignored.stdout).rules[0].actual).toBe(2);
    await run("ci", "app.tar", "--config", "rules.yaml", "--baseline", "known.json", "--update-baseline");
    expectNoSecret(await readFile(join(cwd, "known.json"), "utf8"));
    const { code } = await run("ci", "app.tar", "--config", "rules.yaml", "--baseline", "known.json");
    expect(code).toBe(0);
  });

  test("has an explanation, and --init prints no secret", async () => {
    expect((await run("ci", "--explain", "forbidden")).stdout).toContain("secrets");
    const { stdout } = await run("ci", "app.tar", "--init");
    expectNoSecret(stdout);
  });
});

test("waste and audit print no secret", async () => {
  expectNoSecret((await run("waste", "app.tar", "--format", "json")).stdout);
  const { stdout, stderr } = await run("audit", "app.tar", "--config", "rules.yaml");
  expect(stdout).toContain("forbidden:secrets");
  expectNoSecret(stdout + stderr);
});
