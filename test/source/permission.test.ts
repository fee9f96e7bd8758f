import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { noConnection } from "../../src/source/engine/containerd.js";
import { findStorage } from "../../src/source/podman/storage-conf.js";
import { HiddenStorage } from "../../src/source/podman/storage-file.js";
import { image } from "../support/fixture.js";
import { podmanStorage } from "../support/podman-storage.js";
import { layerx } from "../support/run.js";
import { tempDir } from "../support/temp.js";
import { engineWith } from "./engine/engine-test.js";

/** Starts a program without root's right to read all files. Other users do not have it anyway. */
const WITHOUT_RIGHTS =
  process.getuid?.() === 0
    ? ["/usr/bin/setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"]
    : [];
const [first, ...rest] = [...WITHOUT_RIGHTS, process.execPath];
const canDeny = process.platform !== "win32" && spawnSync(first, [...rest, "--version"]).status === 0;

/** Runs the built program as a user who may not read all files. */
async function denied(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(first, [...rest, join(process.cwd(), "bin/layerx.js"), ...args], {
    env: { PATH: tempDir(), HOME: tempDir(), XDG_RUNTIME_DIR: tempDir(), ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const code = new Promise<number | null>((resolve) => void child.on("close", resolve));
  return { stderr: await text(child.stderr), code: await code };
}

/** Removes all permissions of the path until the test ends. */
function lock(path: string): void {
  chmodSync(path, 0);
  onTestFinished(() => chmodSync(path, 0o700));
}

/** A file that every user may run. */
function program(name: string): string {
  const folder = tempDir();
  writeFileSync(join(folder, name), "#!/bin/sh\nexit 1\n");
  chmodSync(join(folder, name), 0o755);
  return folder;
}

describe.runIf(canDeny)("missing permission for Podman's storage is an error that says so:", () => {
  async function storage() {
    const built = await image([{ a: "one" }], { references: ["localhost/app:1"] });
    const made = podmanStorage(tempDir(), built, { driver: "overlay", names: ["localhost/app:1"] });
    return { ...made, env: { CONTAINERS_STORAGE_CONF: made.conf } };
  }

  test.each<[string, (place: Awaited<ReturnType<typeof storage>>) => { locked: string; named?: string }]>([
    ["the storage", ({ root }) => ({ locked: root, named: join(root, "overlay-images/images.json") })],
    [
      "the folder of the images",
      ({ root }) => ({
        locked: join(root, "overlay-images"),
        named: join(root, "overlay-images/images.json"),
      }),
    ],
    ["the list of the images", ({ root }) => ({ locked: join(root, "overlay-images/images.json") })],
    ["the list of the layers", ({ root }) => ({ locked: join(root, "overlay-layers/layers.json") })],
    ["the headers of a layer", ({ splits }) => ({ locked: splits[0] })],
    ["the files of a layer", ({ files }) => ({ locked: files[0] })],
    ["the folder of a layer", ({ files }) => ({ locked: dirname(files[0]), named: files[0] })],
  ])("%s", async (_, of) => {
    const place = await storage();
    const { locked, named = locked } = of(place);
    lock(locked);
    const forced = await denied(["history", "podman:app:1", "--no-cache"], place.env);
    expect(forced).toEqual({
      code: 2,
      stderr: [
        "error: cannot read app:1 from Podman",
        `  why:  permission denied on ${named}`,
        "  next: use sudo for the storage of root, or `podman unshare layerx …` for your own storage",
        "",
      ].join("\n"),
    });
    // The storage may have the image, so no other source is tried.
    const DOCKER_HOST = (await engineWith({ images: {} })).engine.host;
    const searched = await denied(["history", "app:1", "--no-cache"], { ...place.env, DOCKER_HOST });
    expect(searched.stderr).toContain(`\n  podman: permission denied on ${named}\n`);
    expect(searched.stderr).toContain("registry: not tried, because the search ended earlier");
  });
});

describe("a usual place that the user may not enter does not end the search:", () => {
  test.runIf(canDeny)("the socket of Podman's service", async () => {
    const runtime = tempDir();
    lock(runtime);
    const DOCKER_HOST = (await engineWith({ images: {} })).engine.host;
    const CONTAINERS_STORAGE_CONF = join(tempDir(), "storage.conf");
    writeFileSync(CONTAINERS_STORAGE_CONF, `[storage]\ngraphroot = "${tempDir()}"\n`);
    const env = { DOCKER_HOST, CONTAINERS_STORAGE_CONF, XDG_RUNTIME_DIR: runtime };
    const socket = join(runtime, "podman/podman.sock");
    const searched = await denied(["history", "127.0.0.1:1/app:1"], env);
    expect(searched.stderr).toContain(`\n  podman: not tried, because permission is denied on ${socket}\n`);
    expect(searched.stderr).toMatch(/\n {2}registry: 127.0.0.1:1\/app:1: (?!not tried)/);
    expect((await denied(["history", "podman:app:1"], env)).stderr).toContain(
      `permission denied on unix://${socket}`,
    );
  });

  test("the folder of Podman's storage", async () => {
    const data = join(tempDir(), "loop");
    symlinkSync(data, data);
    const env = { XDG_DATA_HOME: data, XDG_CONFIG_HOME: tempDir(), XDG_RUNTIME_DIR: tempDir() };
    expect(() => findStorage({ env, uid: 1000 })).toThrow(HiddenStorage);
    const DOCKER_HOST = (await engineWith({ images: {} })).engine.host;
    const around = { env: { ...env, DOCKER_HOST }, uid: 1000 };
    const { stderr } = await layerx(["history", "127.0.0.1:1/app:1"], around);
    expect(stderr).toMatch(/\n {2}podman: not tried, because .*\n {2}containerd: .*\n {2}registry: 127/);
    // It does not run Podman, which would create a storage.
    const PATH = program("podman");
    const { stderr: again } = await layerx(["history", "127.0.0.1:1/app:1"], {
      ...around,
      env: { ...around.env, PATH },
    });
    expect(again).toBe(stderr);
    expect((await layerx(["history", "podman:app:1"], around)).stderr).toContain(
      "its storage cannot be used, because ELOOP",
    );
  });

  test("the default socket of containerd", () => {
    const socket = "/run/containerd/containerd.sock";
    const [code, named] = ["EACCES", { name: "app:1", source: "app:1", forced: false }];
    expect(noConnection(named, { socket, code, isNamed: false })).toMatchObject({
      is: "not available",
      why: `permission is denied on ${socket}`,
      error: { code: "engine-permission", why: `permission denied on ${socket}` },
    });
    expect(() => noConnection(named, { socket, code, isNamed: true })).toThrow("permission denied on");
  });
});

test.runIf(canDeny)("a socket of containerd that the user names without permission is an error", async () => {
  const folder = tempDir();
  mkdirSync(join(folder, "run"));
  lock(join(folder, "run"));
  const CONTAINERD_ADDRESS = join(folder, "run/containerd.sock");
  const { code, stderr } = await denied(["history", "containerd:app:1"], {
    CONTAINERD_ADDRESS,
    PATH: program("ctr"),
  });
  expect([code, stderr]).toEqual([2, expect.stringContaining(`permission denied on ${CONTAINERD_ADDRESS}`)]);
});
