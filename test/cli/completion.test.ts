import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { engineWith } from "../source/engine/engine-test.js";
import { image } from "../support/fixture.js";
import { podmanStorage } from "../support/podman-storage.js";
import { layerx } from "../support/run.js";
import { tempDir } from "../support/temp.js";

/** What is offered for the last of the words, besides commands. */
async function offered(words: readonly string[], env: Readonly<Record<string, string>>): Promise<string[]> {
  const { code, stdout, stderr } = await layerx(["--get-yargs-completions", "layerx", ...words], { env });
  expect([code, stderr]).toEqual([0, ""]);
  return stdout.split("\n").filter((line) => /app/.test(line));
}

async function podman(): Promise<{ CONTAINERS_STORAGE_CONF: string; HOME: string }> {
  const folder = tempDir();
  const built = await image([{ a: "one" }]);
  const names = ["localhost/app:podman", "quay.io/lab/app:2"];
  const { conf } = podmanStorage(folder, built, { driver: "overlay", names });
  return { CONTAINERS_STORAGE_CONF: conf, HOME: folder };
}

describe("the names of local images", () => {
  test.each([
    [
      ["tree", "ap"],
      ["app:1", "app:latest"],
    ],
    [["ap"], ["app:1", "app:latest"]],
    [["tree", "app:l"], ["app:latest"]],
    [["tree", "docker:app:1"], ["docker:app:1"]],
    [["diff", "other:1", "app:1"], ["app:1"]],
    [["tree", "x.tar", "ap"], []],
    [["tree", "podman:ap"], []],
    [["tree", "./ap"], []],
    [["ci", "x.tar", "--baseline-image", "app:1"], ["app:1"]],
    [["tree", "--layer", "ap"], []],
    [["build", "ap"], []],
  ])("of Docker Engine are offered where an image is expected: %j", async (words, names) => {
    const { env } = await engineWith();
    expect(await offered(words, env)).toEqual(names);
  });

  test("of Podman are read from its storage, without a domain that it adds itself", async () => {
    const env = await podman();
    expect(await offered(["tree", "app"], env)).toEqual(["app:podman"]);
    expect(await offered(["tree", "podman:quay"], env)).toEqual(["podman:quay.io/lab/app:2"]);
  });

  test("have their colons escaped for zsh, which takes what follows for a description", async () => {
    const { env } = await engineWith();
    expect(await offered(["tree", "app:1"], { ...env, SHELL: "/bin/zsh" })).toEqual(["app\\:1"]);
  });

  test("of an engine that does not answer, or fails, are not offered, and nothing is printed", async () => {
    const socket = join(tempDir(), "silent.sock");
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    onTestFinished(() => void server.close());
    expect(await offered(["tree", "ap"], { DOCKER_HOST: `unix://${socket}` })).toEqual([]);
    const failing = await engineWith({
      instead: { "/images/json": (_, response) => response.writeHead(500).end("broken") },
    });
    expect(await offered(["tree", "ap"], failing.env)).toEqual([]);
    expect(await offered(["tree", "ap"], { DOCKER_HOST: "fd://3" })).toEqual([]);
  });
});

describe("the script for bash", () => {
  /** What bash offers where the cursor is at the end of a line, and what it asked the program. */
  async function inBash(words: readonly string[], names: readonly string[], folder = tempDir()) {
    const { stdout: script } = await layerx(["completion", "bash"]);
    writeFileSync(join(folder, "script"), script);
    const lines = names.map((name) => `echo '${name}'`).join("\n");
    writeFileSync(join(folder, "layerx"), `#!/bin/sh\nprintf '%s\\n' "$@" > asked\n${lines}\n`);
    chmodSync(join(folder, "layerx"), 0o755);
    const line = words.join("\u0000").replaceAll("\u0000:\u0000", ":").replaceAll("\u0000", " ");
    const run = [
      "source ./script",
      `COMP_LINE='${line}' COMP_POINT=${line.length}`,
      `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}) COMP_CWORD=${words.length - 1}`,
      "_layerx",
      `printf '%s\\n' "\${COMPREPLY[@]}" asked:; cat asked`,
    ];
    const env = { PATH: [folder, process.env.PATH ?? ""].join(delimiter), HOME: folder };
    const { stdout, stderr } = spawnSync("bash", ["-c", run.join("\n")], {
      cwd: folder,
      encoding: "utf8",
      env,
    });
    expect(stderr).toBe("");
    const [offers, asked] = stdout.split("asked:\n");
    return { offers: offers.trim().split("\n"), asked: asked.trim().split("\n").slice(1) };
  }

  test("offers images, and the files that begin like them", async () => {
    const folder = tempDir();
    writeFileSync(join(folder, "app.tar"), "");
    const { offers } = await inBash(["layerx", "tree", "app"], ["app:1", "other:1"], folder);
    expect(offers).toEqual(["app:1", "app.tar"]);
  });

  test("puts a name together that bash took apart at its colons", async () => {
    const { offers, asked } = await inBash(
      ["layerx", "tree", "docker", ":", "app", ":", "1"],
      ["docker:app:12"],
    );
    expect(offers).toEqual(["12"]);
    expect(asked).toEqual(["layerx", "tree", "docker:app:1"]);
  });

  test("offers the commands as before", async () => {
    const { offers, asked } = await inBash(["layerx", "tr"], ["tree", "cat"]);
    expect([offers, asked]).toEqual([["tree"], ["layerx", "tr"]]);
  });
});
