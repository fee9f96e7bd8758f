import { spawn } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { engineWith } from "../source/engine/engine-test.js";
import { image } from "../support/fixture.js";
import { podmanStorage } from "../support/podman-storage.js";
import { push } from "../support/push.js";
import { cutAfter, ScriptedRegistry } from "../support/scripted-registry.js";
import { tempDir } from "../support/temp.js";

/** Starts the built program with an empty folder for temporary files. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}, stdin = "") {
  const temporary = tempDir();
  const child = spawn(process.execPath, [join(process.cwd(), "bin/layerx.js"), ...args], {
    env: { PATH: "/usr/bin:/bin", HOME: tempDir(), TMPDIR: temporary, ...env },
    cwd: tempDir(),
    stdio: ["pipe", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stdin.end(stdin);
  const ended = new Promise<number | null>((resolve) => void child.on("close", resolve));
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  return { child, temporary, ended, outputs };
}

/** Presses ctrl-c. @returns the exit code and the remaining temporary files. */
async function interrupted({ child, temporary, ended }: ReturnType<typeof start>) {
  const since = performance.now();
  child.kill("SIGINT");
  const code = await ended;
  // The goal is one second. A busy machine can take several times as long.
  expect(performance.now() - since).toBeLessThan(5000);
  return { code, left: readdirSync(temporary) };
}

const STOPPED = { code: 130, left: [] };

describe("ctrl-c ends the run with exit code 130 and leaves no temporary file", () => {
  test("while a registry sends a layer", async () => {
    const registry = await ScriptedRegistry.start();
    const built = await image([{ a: "x".repeat(100_000) }]);
    push(registry, built);
    const [{ digest, blob }] = built.layers;
    let begun = false;
    registry.answerer = ({ url }, response) => {
      if (!url.endsWith(digest)) return false;
      response.writeHead(200, { "content-length": blob.length });
      begun = response.write(blob.subarray(0, 1000));
      return true;
    };
    const run = start(["cat", `registry:${registry.host}/lab/app:1`, "/a"]);
    await vi.waitFor(() => expect(begun).toBe(true), 10_000);
    expect(await interrupted(run)).toEqual(STOPPED);
    await vi.waitFor(() => expect(registry.openConnections).toBe(0));
  });

  test("while it waits for the next retry", async () => {
    const registry = await ScriptedRegistry.start();
    registry.answerer = (_, response) => {
      cutAfter(response, Buffer.alloc(100), 5);
      return true;
    };
    const run = start(["history", `registry:${registry.host}/lab/app:1`]);
    await vi.waitFor(() => expect(registry.seen.length).toBeGreaterThan(1), 10_000);
    expect(await interrupted(run)).toEqual(STOPPED);
  });

  test("while an engine packs the image, and cancels the request", async () => {
    const { engine, env } = await engineWith({ instead: { "/get": () => undefined } });
    const run = start(["tree", "docker:app:1"], env);
    await vi.waitFor(() => expect(engine.requests.at(-1)).toMatch(/\/get$/), 10_000);
    expect(await interrupted(run)).toEqual(STOPPED);
    await vi.waitFor(() => expect(engine.dropped).toBe(1));
  });

  test.each([
    ["podman", "podman:app:1", {}],
    ["ssh", "docker:app:1", { DOCKER_HOST: "ssh://far" }],
  ])("while a program runs, and ends this program: %s", async (name, argument, env) => {
    const folder = tempDir();
    const trap = `trap 'echo > ${folder}/ended; exit 1' TERM; echo > ${folder}/started`;
    writeFileSync(join(folder, name), `#!/bin/sh\n${trap}\nwhile :; do sleep 0.05; done\n`);
    chmodSync(join(folder, name), 0o755);
    const storage = join(folder, "storage.conf");
    writeFileSync(storage, `[storage]\ngraphroot = "${folder}/none"\n`);
    const more = { PATH: `${folder}:/usr/bin:/bin`, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder };
    const run = start(["tree", argument, "--no-cache"], {
      ...more,
      CONTAINERS_STORAGE_CONF: storage,
      ...env,
    });
    await vi.waitFor(() => expect(existsSync(join(folder, "started"))).toBe(true), 10_000);
    expect(await interrupted(run)).toEqual(STOPPED);
    await vi.waitFor(() => expect(existsSync(join(folder, "ended"))).toBe(true));
  });
});

/** Creates a builder `podman` with this script, which has the path of its ID file in `$ids`, and Podman's storage. */
async function building(script: string) {
  const folder = tempDir();
  const built = await image([{ a: "one" }], { references: ["localhost/app:1"] });
  const { conf, id } = podmanStorage(folder, built, { driver: "overlay", names: ["localhost/app:1"] });
  const begin = `for word in "$@"; do ids="$word"; done; cd ${folder}`;
  writeFileSync(join(folder, "podman"), `#!/bin/sh\n${begin}\n${script.replace("ID", `sha256:${id}`)}\n`);
  chmodSync(join(folder, "podman"), 0o755);
  const env = { PATH: `${folder}:/usr/bin:/bin`, CONTAINERS_STORAGE_CONF: conf, XDG_RUNTIME_DIR: folder };
  return { folder, env };
}

describe("a builder", () => {
  test("reads standard input, prints to standard error, and has a private ID file", async () => {
    const { folder, env } = await building(
      `cat > input; ls -ld "\${ids%/*}" > listed; echo printed; echo said >&2; printf "ID" > "$ids"`,
    );
    const run = start(["--format", "json", "build", "-"], env, "FROM scratch");
    const [stdout, stderr] = await run.outputs;
    expect(await run.ended).toBe(0);
    expect(JSON.parse(stdout).image.format).toBe("podman");
    expect(stderr).toBe("printed\nsaid\n");
    expect(readFileSync(join(folder, "input"), "utf8")).toBe("FROM scratch");
    expect(readFileSync(join(folder, "listed"), "utf8")).toMatch(/^drwx------/);
    expect(readdirSync(run.temporary)).toEqual([]);
  });

  test("ends before layerx after ctrl-c, with exit code 130", async () => {
    const { folder, env } = await building(
      `trap 'echo cleaned > cleaned; exit 1' INT; echo > started; while :; do sleep 0.05; done`,
    );
    const run = start(["build", "."], env);
    await vi.waitFor(() => expect(existsSync(join(folder, "started"))).toBe(true), 10_000);
    expect(await interrupted(run)).toEqual(STOPPED);
    expect(readFileSync(join(folder, "cleaned"), "utf8")).toBe("cleaned\n");
  });
});
