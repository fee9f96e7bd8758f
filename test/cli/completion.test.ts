import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { engineWith } from "../source/engine/engine-test.js";
import { image } from "../support/fixture.js";
import { podmanStorage } from "../support/podman-storage.js";
import { layerx } from "../support/run.js";
import { tempDir } from "../support/temp.js";

/** @returns the completions of the last word, without commands. */
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
  // The tests end the time of 400 ms that an engine has for its answer.
  let time: AbortController;
  beforeEach(() => {
    time = new AbortController();
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
      expect(ms).toBe(400);
      return time.signal;
    });
  });
  afterEach(() => void vi.restoreAllMocks());

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
    [["docker:app:1"], ["docker:app:1"]],
    [["docker://app:1"], ["docker://app:1"]],
    [["./app"], []],
    [["--source", "docker", "app:1"], ["app:1"]],
    [["--source", "podman", "app:1"], []],
    [["tree", "--source=oci", "app:1"], []],
    [["ci", "--platform", "linux/amd64", "--no-cache", "app:1"], ["app:1"]],
    [["ci", "--base=app:1"], ["--base=app:1"]],
    [["ci", "--config=app:1"], []],
    [["diff", "-", "app:1"], ["app:1"]],
  ])("of Docker Engine are offered as arguments for an image: %j", async (words, names) => {
    const { env } = await engineWith();
    expect(await offered(words, env)).toEqual(names);
  });

  test("of Podman are read from its storage, without the domain localhost", async () => {
    const env = await podman();
    expect(await offered(["tree", "app"], env)).toEqual(["app:podman"]);
    expect(await offered(["tree", "podman:quay"], env)).toEqual(["podman:quay.io/lab/app:2"]);
  });

  test("have escaped colons for zsh, because a colon starts a description there", async () => {
    const { env } = await engineWith();
    expect(await offered(["tree", "app:1"], { ...env, SHELL: "/bin/zsh" })).toEqual(["app\\:1"]);
  });

  test("are missing without an error if the engine does not answer or fails", async () => {
    const socket = join(tempDir(), "silent.sock");
    const server = createServer((connection) => connection.once("data", () => time.abort()));
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    onTestFinished(() => void server.close());
    expect(await offered(["tree", "ap"], { DOCKER_HOST: `unix://${socket}` })).toEqual([]);
    expect(time.signal.aborted).toBe(true);
    time = new AbortController();
    const failing = await engineWith({
      instead: { "/images/json": (_, response) => response.writeHead(500).end("broken") },
    });
    expect(await offered(["tree", "ap"], failing.env)).toEqual([]);
    expect(await offered(["tree", "ap"], { DOCKER_HOST: "fd://3" })).toEqual([]);
  });
});

describe("the completion script for bash", () => {
  /** @returns the offers of bash for these words, and the arguments with which it called the program. */
  async function inBash(words: readonly string[], names: readonly string[], folder = tempDir()) {
    const { stdout: script } = await layerx(["completion", "bash"]);
    writeFileSync(join(folder, "script"), script);
    const lines = names.map((name) => `echo '${name}'`).join("\n");
    writeFileSync(join(folder, "layerx"), `#!/bin/sh\nprintf '%s\\n' "$@" > called\n${lines}\n`);
    chmodSync(join(folder, "layerx"), 0o755);
    const line = words.join(" ").replace(/ ([:=])(?: |$)/g, "$1");
    const run = [
      "source ./script",
      `COMP_LINE='${line}' COMP_POINT=${line.length}`,
      `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}) COMP_CWORD=${words.length - 1}`,
      "_layerx",
      `printf '%s\\n' "\${COMPREPLY[@]}" called:; cat called`,
    ];
    const env = { PATH: [folder, process.env.PATH ?? ""].join(delimiter), HOME: folder };
    const { stdout, stderr } = spawnSync("bash", ["-c", run.join("\n")], {
      cwd: folder,
      encoding: "utf8",
      env,
    });
    expect(stderr).toBe("");
    const [offers, called] = stdout.split("called:\n");
    return { offers: offers.trim().split("\n"), called: called.trim().split("\n").slice(1) };
  }

  test("offers images, and files with the same beginning", async () => {
    const folder = tempDir();
    writeFileSync(join(folder, "app.tar"), "");
    const { offers } = await inBash(["layerx", "tree", "app"], ["app:1", "other:1"], folder);
    expect(offers).toEqual(["app:1", "app.tar"]);
    expect((await inBash(["layerx", "a"], ["audit", "app:1"], folder)).offers).toEqual([
      "audit",
      "app:1",
      "app.tar",
    ]);
  });

  test("joins a name that bash split at its colons", async () => {
    const { offers, called } = await inBash(
      ["layerx", "tree", "docker", ":", "app", ":", "1"],
      ["docker:app:12"],
    );
    expect(offers).toEqual(["12"]);
    expect(called).toEqual(["layerx", "tree", "docker:app:1"]);
  });

  test("joins the names before it, so that the second image of diff is completed", async () => {
    const { offers, called } = await inBash(["layerx", "diff", "app", ":", "1", "ap"], ["app:1", "app:2"]);
    expect(offers).toEqual(["app:1", "app:2"]);
    expect(called).toEqual(["layerx", "diff", "app:1", "ap"]);
  });

  test("joins an option with its value", async () => {
    const { offers, called } = await inBash(["layerx", "ci", "--base", "=", "ap"], ["--base=app:1"]);
    expect(offers).toEqual(["app:1"]);
    expect(called).toEqual(["layerx", "ci", "--base=ap"]);
  });

  test("offers the commands", async () => {
    const { offers, called } = await inBash(["layerx", "tr"], ["tree", "cat"]);
    expect([offers, called]).toEqual([["tree"], ["layerx", "tr"]]);
  });
});
