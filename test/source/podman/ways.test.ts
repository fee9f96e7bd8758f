import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { image } from "../../support/fixture.js";
import { useSocket } from "../../support/node-module.js";
import { packings } from "../../support/packings.js";
import { podmanStorage } from "../../support/podman-storage.js";
import { layerx } from "../../support/run.js";
import { archive } from "../../support/save.js";
import { tempDir } from "../../support/temp.js";
import { engineWith, ID } from "../engine/engine-test.js";
import { open, refusal } from "../opening.js";

const built = () => image([{ a: "one" }], { references: ["localhost/app:1"] });

/** Creates a program with this script. @returns a `PATH` with its folder, and the file with its arguments. */
function program(name: string, script: string): { PATH: string; log: string } {
  const folder = tempDir();
  const log = join(folder, "log");
  writeFileSync(join(folder, name), `#!/bin/sh\nprintf "%s\\n" "$*" >> ${log}\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return { PATH: `${folder}:/usr/bin:/bin`, log };
}

async function savedFile(): Promise<string> {
  const path = join(tempDir(), "saved.tar");
  writeFileSync(path, await archive(packings.podmanSave, [await built()]));
  return path;
}

describe("Podman is read", () => {
  test("from CONTAINER_HOST before its storage", async () => {
    const { engine } = await engineWith({ headers: { "Libpod-Api-Version": "4.3.1" } });
    const { conf } = podmanStorage(tempDir(), await built(), { driver: "vfs", names: ["localhost/app:1"] });
    const env = { CONTAINER_HOST: engine.host, CONTAINERS_STORAGE_CONF: conf };
    const opened = await open("podman:app:1", { network: { env } });
    expect([opened.format, opened.layers.length]).toEqual(["podman", 2]);
    await opened.close();
  });

  test("also from CONTAINER_HOST over tcp", async () => {
    const { engine } = await engineWith({ headers: { "Libpod-Api-Version": "4.3.1" } }, { port: true });
    const opened = await open("podman:app:1", { network: { env: { CONTAINER_HOST: engine.host } } });
    expect(opened.format).toBe("podman");
    await opened.close();
  });

  test("from its storage before its service and its program", async () => {
    const { engine } = await engineWith();
    const runtime = tempDir();
    mkdirSync(join(runtime, "podman"));
    symlinkSync(engine.socket, join(runtime, "podman/podman.sock"));
    const { PATH, log } = program("podman", "exit 1");
    const { conf } = podmanStorage(tempDir(), await built(), {
      driver: "overlay",
      names: ["localhost/app:1"],
    });
    const env = { PATH, XDG_RUNTIME_DIR: runtime, CONTAINERS_STORAGE_CONF: conf };
    await (await open("podman:app:1", { network: { env } })).close();
    expect([engine.requests, existsSync(log)]).toEqual([[], false]);
  });

  test("from the socket in /tmp if XDG_RUNTIME_DIR is not set", async () => {
    const { engine } = await engineWith({ headers: { "Libpod-Api-Version": "4.3.1" } });
    // An ID that no user has.
    const uid = 4_000_000_000 + Math.floor(Math.random() * 200_000_000);
    const folder = `/tmp/podman-run-${uid}`;
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "podman"), { recursive: true });
    symlinkSync(engine.socket, join(folder, "podman/podman.sock"));
    const network = { env: { XDG_DATA_HOME: tempDir(), HOME: tempDir() }, uid };
    await (await open("podman:app:1", { network })).close();
    expect(engine.requests[0]).toBe("/_ping");
  });

  test("from the socket of its service if there is no storage", async () => {
    const { engine } = await engineWith({ headers: { "Libpod-Api-Version": "4.3.1" } });
    const runtime = tempDir();
    mkdirSync(join(runtime, "podman"));
    symlinkSync(engine.socket, join(runtime, "podman/podman.sock"));
    const { PATH, log } = program("podman", "exit 1");
    const opened = await open("podman:app:1", { network: { env: { PATH, XDG_RUNTIME_DIR: runtime } } });
    expect([opened.format, existsSync(log)]).toEqual(["podman", false]);
    await opened.close();
  });

  test("from the service of root if the user has none", async () => {
    const { engine } = await engineWith({ headers: { "Libpod-Api-Version": "4.3.1" } });
    useSocket(engine.socket, "/run/podman/podman.sock");
    await (await open("podman:app:1", { network: { env: { XDG_RUNTIME_DIR: tempDir() } } })).close();
    expect(engine.requests[0]).toBe("/_ping");
  });

  test.each(["abc", "abc4", "a1b2c3d4e5f"])(
    "from its service by the beginning of an ID: %s",
    async (begin) => {
      const { archive } = await engineWith();
      const app = { Id: ID, RepoTags: ["localhost/own:1"], archive };
      const headers = { "Libpod-Api-Version": "4.3.1" };
      const { engine } = await engineWith({ headers, images: { [begin]: app, [ID]: app } });
      const opened = await open(`podman:${begin}`, { network: { env: { CONTAINER_HOST: engine.host } } });
      expect(opened.references).toEqual(["localhost/own:1"]);
      await opened.close();
    },
  );

  test.each(["localhost/own:latest", "docker.io/library/own:latest"])(
    "from its service as %s for a name without a domain",
    async (known) => {
      const { archive } = await engineWith();
      const own = { Id: ID, RepoTags: [known], archive };
      const { engine } = await engineWith({
        headers: { "Libpod-Api-Version": "4.3.1" },
        images: { [known]: own, [ID]: own },
      });
      const opened = await open("podman:own", { network: { env: { CONTAINER_HOST: engine.host } } });
      expect(opened.references).toEqual([known]);
      await opened.close();
    },
  );

  test("by `podman save` without a storage and a service", async () => {
    const { PATH, log } = program("podman", `cat ${await savedFile()}`);
    const env = { PATH, XDG_RUNTIME_DIR: tempDir() };
    const opened = await open("podman:app:1", { network: { env } });
    expect([opened.format, opened.references]).toEqual(["podman", ["localhost/app:1"]]);
    await opened.close();
    expect(readFileSync(log, "utf8")).toBe("save -q --format docker-archive -- app:1\n");
  });
});

test.each([
  ["echo 'Error: app:1: image not known' >&2; exit 125", /^engine-no-image: Podman has no image app:1/],
  ["kill -9 $$", /^engine-failed: .*it did not run to its end$/],
  [
    "echo 'Error: the store is locked' >&2; exit 125",
    /^engine-failed: .*exit code 125: Error: the store is locked/,
  ],
])("the error of a failed `podman save` shows the reason: %s", async (script, expected) => {
  const env = { PATH: program("podman", script).PATH, XDG_RUNTIME_DIR: tempDir() };
  expect(await refusal(open("podman:app:1", { network: { env } }))).toMatch(expected);
});

test("the error shows the end of a program's long output", async () => {
  const script = `yes "Trying to pull" | head -n 1000 >&2; echo "Error: the reason" >&2; exit 125`;
  const env = { PATH: program("podman", script).PATH, XDG_RUNTIME_DIR: tempDir() };
  expect(await refusal(open("podman:app:1", { network: { env } }))).toMatch(/pull Error: the reason$/);
});

test("a program that fails after a part of the archive is an error", async () => {
  const { PATH } = program("podman", `cat ${await savedFile()}; echo 'Error: disk' >&2; exit 1`);
  const env = { PATH, XDG_RUNTIME_DIR: tempDir() };
  expect(await refusal(open("podman:app:1", { network: { env } }))).toMatch(
    /^engine-failed: .*exit code 1: Error: disk/,
  );
});

test("an archive without its end is an error, also if the program reports no failure", async () => {
  const path = await savedFile();
  const whole = readFileSync(path);
  const end = whole.length - whole.toReversed().findIndex((byte) => byte !== 0);
  for (const length of [0, Math.ceil(end / 512) * 512, Math.ceil(end / 512) * 512 + 512]) {
    writeFileSync(path, whole.subarray(0, length));
    const { PATH } = program("podman", `cat ${path}`);
    const env = { PATH, XDG_RUNTIME_DIR: tempDir() };
    expect(await refusal(open("podman:app:1", { network: { env } }))).toBe(
      `archive-truncated: app:1 is cut off, since it ends at byte ${length}: the end of the archive is missing`,
    );
  }
});

test("cancelling ends the program", async () => {
  const { PATH } = program("podman", "exec sleep 60");
  const stop = new AbortController();
  const onProgress = () => void setTimeout(() => stop.abort(new Error("cancelled")), 20);
  const env = { PATH, XDG_RUNTIME_DIR: tempDir() };
  const opening = open("podman:app:1", { network: { env }, signal: stop.signal, onProgress });
  await expect(opening).rejects.toThrow("cancelled");
});

test.each([
  ["CONTAINER_HOST", { CONTAINER_HOST: "ssh://me@far/run/podman.sock" }],
  ["CONTAINER_CONNECTION", { CONTAINER_CONNECTION: "far" }],
])("%s over ssh is an error that says how to pipe the image", async (setting, env) => {
  const config = tempDir();
  mkdirSync(join(config, "containers"));
  const connections = { Connection: { Connections: { far: { URI: "ssh://me@far/run/podman.sock" } } } };
  writeFileSync(join(config, "containers/podman-connections.json"), JSON.stringify(connections));
  const opening = open("podman:app:1", { network: { env: { ...env, XDG_CONFIG_HOME: config } } });
  expect(await refusal(opening)).toBe(
    `podman-over-ssh: cannot read app:1 from Podman, since ${setting} names a machine over ssh, which is not supported`,
  );
});

test("without a file of connections, `podman system connection list` is called", async () => {
  const { engine } = await engineWith({ headers: { "Libpod-Api-Version": "4.3.1" } }, { port: true });
  const list = JSON.stringify([
    { Name: "other", URI: "unix:///nothing/there.sock" },
    { Name: "near", URI: engine.host },
  ]);
  const { PATH, log } = program("podman", `echo '${list}'`);
  const env = { PATH, CONTAINER_CONNECTION: "near", XDG_CONFIG_HOME: tempDir() };
  await (await open("podman:app:1", { network: { env } })).close();
  expect(readFileSync(log, "utf8")).toBe("system connection list --format json\n");
});

test("a name that begins with a dash is refused before a program is called", async () => {
  const { PATH, log } = program("podman", "exit 1");
  const opening = open("podman:-x", { network: { env: { PATH, XDG_RUNTIME_DIR: tempDir() } } });
  expect([await refusal(opening), existsSync(log)]).toEqual([
    expect.stringMatching(/^bad-reference: /),
    false,
  ]);
});

test("an unknown connection is an error", async () => {
  const env = { CONTAINER_CONNECTION: "gone", XDG_CONFIG_HOME: tempDir() };
  expect(await refusal(open("app:1", { network: { env } }))).toContain("there is no connection gone");
});

describe("a second open by a program does not pack the image again:", () => {
  const DIGEST = "c0".repeat(32);
  const ROW = `docker.io/library/app:1 application/vnd.oci.image.index.v1+json sha256:${DIGEST} 1.0 KiB linux/amd64 -`;

  test.each([
    ["podman", "podman:app:1", "image inspect --format {{.Id}} -- app:1", DIGEST],
    [
      "nerdctl",
      "containerd:app:1",
      "image inspect --format {{.Id}} docker.io/library/app:1",
      `sha256:${DIGEST}`,
    ],
    ["ctr", "containerd:app:1", "-n default images list name==docker.io/library/app:1", `REF TYPE\n${ROW}`],
  ])("%s", async (name, argument, identify, answer) => {
    const folder = tempDir();
    writeFileSync(join(folder, "id"), `${answer}\n`);
    const script = `case "$*" in *" export "*|save*) cat ${await savedFile()};; *) cat ${join(folder, "id")};; esac`;
    const { PATH, log } = program(name, script);
    const CONTAINERD_ADDRESS = await socket();
    const env = { PATH, CONTAINERD_ADDRESS, XDG_RUNTIME_DIR: tempDir() };
    const cache = ["--cache-dir", tempDir()];
    const run = async () => {
      const { code, stdout } = await layerx(["tree", argument, ...cache], { env });
      return { code, stdout, calls: readFileSync(log, "utf8").trim().split("\n").slice(-2) };
    };

    const first = await run();
    expect([first.code, first.calls[0]]).toEqual([0, identify]);
    expect(first.calls[1]).toMatch(/^save|images export/);
    writeFileSync(log, "");
    expect(await run()).toEqual({ ...first, calls: [identify] });

    // Contents are never cached, so reading a file packs the image once.
    const { stdout } = await layerx(["cat", argument, "a", ...cache], { env });
    expect(stdout).toBe("one");

    // The name now belongs to another image.
    writeFileSync(join(folder, "id"), `${answer.replaceAll("c0", "d1")}\n`);
    writeFileSync(log, "");
    expect((await run()).calls).toHaveLength(2);
  });

  test("nothing is cached if the program's answer is not an ID", async () => {
    const script = `case "$1" in save) cat ${await savedFile()};; *) echo sha256:short;; esac`;
    const { PATH, log } = program("podman", script);
    const env = { PATH, XDG_RUNTIME_DIR: tempDir() };
    const cache = ["--cache-dir", tempDir()];
    for (let run = 0; run < 2; run++) {
      expect((await layerx(["tree", "podman:app:1", ...cache], { env })).code).toBe(0);
    }
    expect(readFileSync(log, "utf8").match(/^save/gm)).toHaveLength(2);
  });
});

async function socket(): Promise<string> {
  const path = join(tempDir(), "containerd.sock");
  const server = createServer((connection) => connection.destroy());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  return path;
}

describe("containerd", () => {
  test.each([
    ["ctr", "-n k8s.io images export --local --platform linux/amd64 - docker.io/library/app:latest"],
    ["nerdctl", "save docker.io/library/app:latest"],
  ])("is read by %s, with the full name", async (name, call) => {
    const { PATH, log } = program(name, `cat ${await savedFile()}`);
    const CONTAINERD_ADDRESS = await socket();
    const env = { PATH, CONTAINERD_ADDRESS, CONTAINERD_NAMESPACE: "k8s.io" };
    const opened = await open("containerd:app", { network: { env } });
    expect(opened.format).toBe("containerd");
    await opened.close();
    expect(readFileSync(log, "utf8")).toBe(`${call}\n`);
  });

  test("is read by nerdctl if nerdctl and ctr exist", async () => {
    const saved = await savedFile();
    const [nerdctl, ctr] = [program("nerdctl", `cat ${saved}`), program("ctr", `cat ${saved}`)];
    const PATH = `${ctr.PATH.replace(/:.*/, "")}:${nerdctl.PATH}`;
    const env = { PATH, CONTAINERD_ADDRESS: await socket() };
    await (await open("containerd:app", { network: { env }, platform: "linux/amd64" })).close();
    expect(existsSync(ctr.log)).toBe(false);
    expect(readFileSync(nerdctl.log, "utf8")).toBe(
      "save --platform linux/amd64 docker.io/library/app:latest\n",
    );
  });

  test.each([
    ["ctr", 'ctr: image "docker.io/library/app:latest": not found'],
    ["nerdctl", 'level=fatal msg="1 errors:\\nno such image: docker.io/library/app:latest"'],
  ])("without the image is an error that says so, with %s", async (name, words) => {
    const { PATH } = program(name, `echo '${words}' >&2; exit 1`);
    const env = { PATH, CONTAINERD_ADDRESS: await socket() };
    expect(await refusal(open("containerd:app", { network: { env } }))).toMatch(
      /^engine-no-image: containerd has no/,
    );
  });

  test.each([
    ["ctr: no manifest found for platform: not found"],
    [`ctr: content digest sha256:${"0".repeat(64)}: not found`],
  ])("without a platform of the image ends the search with the words of the program: %s", async (words) => {
    const { PATH } = program("ctr", `echo '${words}' >&2; exit 1`);
    const { host } = (await engineWith({ images: {} })).engine;
    const env = { PATH, CONTAINERD_ADDRESS: await socket(), DOCKER_HOST: host, CONTAINER_HOST: host };
    for (const name of ["containerd:app", "app"]) {
      const { code, stderr } = await layerx(["inspect", name, "--platform", "linux/arm64"], { env });
      expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
      expect(stderr).toContain("next: use a --platform that `ctr images list` shows");
    }
  });

  test.each(["flag provided but not defined: -local", 'image "--local": not found'])(
    "is read by a ctr before version 1.7, which has no option --local: %s",
    async (words) => {
      const old = `case "$*" in *--local*) echo Incorrect Usage; echo 'ctr: ${words}' >&2; exit 1;; esac`;
      const { PATH, log } = program("ctr", `${old}; cat ${await savedFile()}`);
      const env = { PATH, CONTAINERD_ADDRESS: await socket() };
      await (await open("containerd:app", { network: { env } })).close();
      expect(readFileSync(log, "utf8")).toMatch(
        /export --local .*\n.*export --platform linux\/amd64 - .*\n$/,
      );
    },
  );

  test.each([
    ["ctr", "-n default images export --local --all-platforms - docker.io/library/app:latest"],
    ["nerdctl", "save --all-platforms docker.io/library/app:latest"],
  ])("is read with all platforms by %s if --image selects one of them", async (name, call) => {
    const missing = `content digest sha256:${"0".repeat(64)}: not found`;
    for (const script of ["", `case "$*" in *--all-platforms*) echo '${missing}' >&2; exit 1;; esac;`]) {
      const { PATH, log } = program(name, `${script} cat ${await savedFile()}`);
      const env = { PATH, CONTAINERD_ADDRESS: await socket() };
      await (await open("containerd:app", { network: { env }, image: "localhost/app:1" })).close();
      const [first, second] = readFileSync(log, "utf8").split("\n");
      expect(first).toBe(call);
      // Not all platforms of an index need to be there.
      if (script !== "") expect(second).not.toContain("--all-platforms");
    }
  });

  describe("has an image for no platform of this machine:", () => {
    const ROW = `docker.io/library/app:latest application/vnd.oci.image.index.v1+json sha256:${"c0".repeat(32)} 321.0 B`;
    /** Like the program, which finds only linux/arm64/v8. */
    const foreign = async (name: string, listed: string) => {
      const script = `case "$*" in
        *"--platform linux/arm64/v8 "*) cat ${await savedFile()};;
        *list*|images*) echo "${listed}";;
        *) echo "${name}: no manifest found for platform: not found" >&2; exit 1;; esac`;
      return { PATH: program(name, script).PATH, CONTAINERD_ADDRESS: await socket() };
    };

    test.each([
      ["ctr", `REF TYPE DIGEST SIZE PLATFORMS LABELS\n${ROW} linux/arm64/v8,unknown/unknown -`],
      ["nerdctl", "linux/arm64/v8"],
    ])("the only one is opened with %s", async (name, listed) => {
      const env = await foreign(name, listed);
      await (await open("containerd:app", { network: { env } })).close();
    });

    test.each([
      ["ctr", `${ROW} linux/arm64/v8,windows(10.0.17763)/amd64 -`],
      ["nerdctl", "linux/arm64/v8\nwindows(10.0.17763)/amd64"],
    ])("several are an error that lists them, with %s", async (name, listed) => {
      const env = await foreign(name, listed);
      expect(await refusal(open("containerd:app", { network: { env } }))).toMatch(
        /^engine-failed: .*none of the image's platforms is this machine's \(linux\/amd64\): linux\/arm64\/v8, windows\(10\.0\.17763\)\/amd64$/,
      );
    });

    test("another one that the user asks for is still an error", async () => {
      const env = await foreign("ctr", `${ROW} linux/arm64/v8 -`);
      const opening = open("containerd:app", { network: { env }, platform: "linux/s390x" });
      expect(await refusal(opening)).toMatch(/^engine-failed: .*no manifest found for platform: not found$/);
    });
  });

  test("is an error without a program or without a running service", async () => {
    const env = { PATH: tempDir(), CONTAINERD_ADDRESS: "/nothing/there.sock" };
    expect(await refusal(open("containerd:app", { network: { env } }))).toContain("neither nerdctl nor ctr");
    const { PATH } = program("ctr", "exit 1");
    expect(await refusal(open("containerd:app", { network: { env: { ...env, PATH } } }))).toContain(
      "cannot connect to containerd at /nothing/there.sock; is it running? (the socket does not exist)",
    );
  });
});
