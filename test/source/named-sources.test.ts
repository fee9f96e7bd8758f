import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isName, splitScheme } from "../../src/source/references/scheme.js";
import { layerx } from "../support/run.js";
import { tempDir } from "../support/temp.js";
import { open, refusal } from "./opening.js";

const cwd = "/nothing/there";

test.each([
  ["docker:app", "docker", "app"],
  ["docker-daemon:app:1", "docker", "app:1"],
  ["docker://app:1", "docker", "app:1"],
  ["podman:app", "podman", "app"],
  ["containers-storage:app", "podman", "app"],
  ["containerd://docker.io/library/app:1", "containerd", "docker.io/library/app:1"],
  ["registry:localhost:5000/a/b:1", "registry", "localhost:5000/a/b:1"],
])("%s names an image of one source", (argument, remote, path) => {
  expect(splitScheme(argument)).toMatchObject({ remote, path });
});

test.each(["app", "app:1", "localhost:5000/app", "app.d", "tar"])(
  "%s is looked up in all sources",
  (argument) => {
    expect(isName(argument, { cwd })).toBe(true);
  },
);

test.each([
  ...["./app", "../app", "/app", "~/app", "-", "", "C:\\app", "c:/app", "a\\b"],
  ...[
    "app.tar",
    "app.TAR.GZ",
    "app.tgz",
    "app.tzst",
    "app.zst",
    "app.bz2",
    "app.xz",
    "app.oci",
    "app.json",
    "app.img",
  ],
  ...["app.tar:1", "docker-archive:app", "oci:app:1", "dir:app"],
])("%s is a path, also if it does not exist", (argument) => {
  expect(isName(argument, { cwd })).toBe(false);
});

test("an existing path is a path, also if it looks like a reference", () => {
  const folder = tempDir();
  writeFileSync(join(folder, "nginx"), "");
  mkdirSync(join(folder, "ghcr.io"));
  expect(isName("nginx", { cwd: folder })).toBe(false);
  expect(isName("ghcr.io", { cwd: folder })).toBe(false);
});

describe("--source", () => {
  test("makes a path a reference", async () => {
    const folder = tempDir();
    writeFileSync(join(folder, "app.tar"), "");
    const { stderr } = await layerx(["history", "app.tar", "--source", "docker"], { cwd: folder });
    expect(stderr).toMatch(/^error: cannot read app.tar from Docker Engine/);
  });

  test("accepts another scheme of the same source", async () => {
    const { stderr } = await layerx(["history", "docker-daemon:app", "--source", "docker"]);
    expect(stderr).toMatch(/^error: cannot read app from Docker Engine/);
  });

  test("with an unknown source, or another source than the scheme, is an error of usage", async () => {
    const unknown = await layerx(["history", "app", "--source", "dokcer"]);
    expect([unknown.code, unknown.stdout]).toEqual([2, ""]);
    expect(unknown.stderr).toContain(
      "docker, podman, containerd, registry, docker-archive, oci-archive, oci, dir",
    );
    const differs = await layerx(["history", "docker:app", "--source", "podman"]);
    expect(differs.stderr).toContain("--source podman and the scheme docker: contradict each other");
  });
});

test.each([
  ["docker:", "error: an empty text is not an image reference"],
  ["registry://", "error: an empty text is not an image reference"],
  ["", "error: cannot open an empty path"],
])("an empty name, as from a variable that is not set, is an error: %j", async (argument, said) => {
  const { code, stderr } = await layerx(["history", argument]);
  expect([code, stderr.split("\n")[0]]).toEqual([2, said]);
});

describe("an invalid reference", () => {
  test.each([
    ["https://ghcr.io/acme/app", "reference-is-url"],
    ["docker:http://acme", "reference-is-url"],
    ["App", "bad-reference"],
    ["app:", "bad-reference"],
    ["app@sha256:12", "bad-reference"],
    ["containers-storage:[overlay@/x]app", "brackets-in-reference"],
  ])("%s is refused before any source is tried", async (source, code) => {
    // An engine that would end the search with another error.
    const env = { DOCKER_HOST: "unix:///nothing/there.sock" };
    expect(await refusal(open(source, { network: { env } }))).toMatch(new RegExp(`^${code}: `));
  });
});

test("if no source has the image, the error has one line for each source", async () => {
  const { code, stdout, stderr } = await layerx(["history", "0123456789ab"], { env: { PATH: "" } });
  expect([code, stdout]).toEqual([2, ""]);
  const lines = stderr
    .split("\n")
    .filter((line) => /^ {2}(path|docker|podman|containerd|registry): /.test(line));
  expect(lines[0]).toBe("  path: there is no such file or folder");
  expect(lines[1]).toMatch(/^ {2}docker: not tried, because it is not running/);
  expect(lines.at(-1)).toBe(
    "  registry: not tried, because an image ID belongs to an engine, and a registry has none",
  );
});

test.each([
  ["app:1", "check the name; check HTTPS_PROXY"],
  ["docker.io/library/app:1", "check HTTPS_PROXY"],
  ["registry.example/app:1", "check HTTPS_PROXY"],
])("if the registry cannot be reached, the next step for %s is %s", async (name, next) => {
  const env = { PATH: "", HTTPS_PROXY: "http://proxy.invalid:1" };
  const { stderr } = await layerx(["history", name], { env });
  expect(stderr).toContain(`\n  next: ${next}`);
});

test("an error that ends the search has the answers of all sources before", async () => {
  const env = { DOCKER_HOST: "unix:///nothing/there.sock" };
  const { stderr } = await layerx(["history", "app:1"], { env });
  const lines = stderr
    .split("\n")
    .filter((line) => /^ {2}(path|docker|podman|containerd|registry): /.test(line));
  expect(lines[1]).toMatch(/^ {2}docker: cannot connect to the Docker daemon/);
  expect(lines.at(-1)).toBe("  registry: not tried, because the search ended earlier");
});
