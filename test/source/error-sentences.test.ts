import { chmodSync, truncateSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ENGINE_ERRORS } from "../../src/errors/engine-errors.js";
import type { REGISTRY_ERRORS } from "../../src/errors/registry-errors.js";
import { SELF_SIGNED_CERTIFICATE, TEST_KEY } from "../support/certificates.js";
import { image } from "../support/fixture.js";
import { podmanStorage } from "../support/podman-storage.js";
import { push } from "../support/push.js";
import { layerx } from "../support/run.js";
import { type Answerer, json, ScriptedRegistry } from "../support/scripted-registry.js";
import { tempDir } from "../support/temp.js";
import { engineWith } from "./engine/engine-test.js";

const SECRET = "hunter2";

interface Scene {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Texts that the error must contain: its reason and the next step. */
  readonly says: readonly (string | RegExp)[];
}

/** Creates a program with this script. @returns a `PATH` with its folder. */
function program(name: string, script: string): { PATH: string } {
  const folder = tempDir();
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return { PATH: `${folder}:/usr/bin:/bin` };
}

async function engine(part: string, answer: (response: ServerResponse) => void, says: Scene["says"]) {
  const { env } = await engineWith({ instead: { [part]: (_, response) => answer(response) } });
  return { args: ["history", "docker:app:1"], env, says };
}

async function registry(answerer: Answerer, says: Scene["says"], args: readonly string[] = []) {
  const scripted = await ScriptedRegistry.start();
  scripted.answerer = answerer;
  const auth = Buffer.from(`me:${SECRET}`).toString("base64");
  const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [scripted.host]: { auth } } }) };
  return { args: ["history", `registry:${scripted.host}/lab/app:1`, ...args], env, says };
}

const answering =
  (status: number, value: unknown, headers: Record<string, string> = {}): Answerer =>
  (_, response) =>
    json(response, status, value, headers);

async function stored() {
  const built = await image([{ "etc/b": "bbbb" }], { references: ["localhost/app:1"] });
  return podmanStorage(tempDir(), built, { driver: "overlay", names: ["localhost/app:1"] });
}

type SourceError = keyof typeof ENGINE_ERRORS | keyof typeof REGISTRY_ERRORS;

/** Other tests check these: they need another user or real waits, or are lines of an audit. */
type Elsewhere =
  | ("engine-permission" | "storage-denied")
  | ("registry-timeout" | "registry-cut")
  | ("registry-no-catalogue" | "nothing-listed");

const SCENES: { readonly [K in Exclude<SourceError, Elsewhere>]: () => Promise<Scene> } = {
  "engine-setting": async () => ({
    args: ["history", "docker:app"],
    env: { DOCKER_HOST: `ssh://me:${SECRET}@far` },
    says: ["DOCKER_HOST is ssh://me:***@far: it is not a valid ssh address", "unix:///var/run/docker.sock"],
  }),
  "engine-unreachable": async () => ({
    args: ["history", "docker:app"],
    env: { DOCKER_HOST: "ssh://far", PATH: "" },
    says: [
      "cannot connect to the Docker daemon at ssh://far; is it running? (there is no program ssh on the PATH)",
    ],
  }),
  "engine-unusable": async () => ({
    args: ["history", "containerd:0123456789ab"],
    env: program("ctr", "exit 1"),
    says: ["it has no images by ID", "name the image by its reference"],
  }),
  "engine-no-image": async () => ({
    args: ["history", "docker://gone"],
    env: (await engineWith()).env,
    says: [
      "Docker Engine has no image gone",
      "`docker:` means the Docker Engine; for a registry write `registry:NAME`",
    ],
  }),
  "engine-failed": () =>
    engine(
      "/json",
      (response) =>
        response.writeHead(400).end("client version 1.60 is too new. Maximum supported API version is 1.41"),
      [
        "it answered 400: client version 1.60 is too new",
        "set DOCKER_API_VERSION to a version that the engine speaks",
      ],
    ),
  "engine-cut": () =>
    engine("/get", (response) => response.writeHead(200).write(Buffer.alloc(512), () => response.destroy()), [
      "stopped in the middle of the image: the connection was cut",
      "the disk may be full",
    ]),
  "podman-over-ssh": async () => ({
    args: ["history", "podman:app:1"],
    env: { CONTAINER_HOST: "ssh://me@far:2222/run/podman.sock" },
    says: [
      "CONTAINER_HOST names a machine over ssh",
      "`ssh -p 2222 me@far podman save app:1 | layerx inspect -`",
    ],
  }),
  "storage-changed": async () => {
    const storage = await stored();
    truncateSync(join(storage.files[0], "etc/b"), 1);
    return {
      args: ["cat", "podman:app:1", "/etc/b"],
      env: { CONTAINERS_STORAGE_CONF: storage.conf },
      says: ["changed on disk", "the file etc/b is not as Podman stored it: it should have 4 bytes"],
    };
  },
  "no-source-has": async () => ({
    args: ["history", "0123456789ab"],
    env: { PATH: "", XDG_DATA_HOME: tempDir(), XDG_RUNTIME_DIR: tempDir() },
    says: [
      "cannot find 0123456789ab",
      /^ {2}path: /m,
      /^ {2}docker: not tried, because /m,
      "a file needs its path",
    ],
  }),
  "brackets-in-reference": async () => ({
    args: ["history", "containers-storage:[overlay@/x]app"],
    says: ["a storage in brackets is not supported", "set CONTAINERS_STORAGE_CONF to that file"],
  }),
  "no-builder": async () => ({
    args: ["build", "."],
    env: { PATH: "" },
    says: ["no builder was found; layerx looked for docker, podman, buildah", "choose one with --builder"],
  }),
  "build-failed": async () => ({
    args: ["build", "."],
    env: program("podman", "exit 9"),
    says: ["`podman build` ended with exit code 9"],
  }),
  "build-kept": async () => ({
    args: ["build", "."],
    env: program("podman", "exit 0"),
    says: ["the builder did not pass the image to podman", "save it with `podman save --output FILE IMAGE`"],
  }),
  "build-to-stdout": async () => ({
    args: ["build", "-o", "type=oci,dest=-", "."],
    env: program("podman", "exit 0"),
    says: ["its `--output` is standard output", "leave out `--output`: podman keeps the image"],
  }),
  "build-to-files": async () => ({
    args: ["--builder", "docker", "build", "-o", "out", "."],
    env: program("docker", "exit 0"),
    says: ["docker writes files to a folder or an archive, not an image", "leave out `--output`"],
  }),
  "build-of-platforms": async () => ({
    args: ["--builder", "buildah", "build", "--platform", "linux/amd64,linux/arm64", "."],
    env: program("buildah", "exit 0"),
    says: ["for several platforms (linux/amd64, linux/arm64)", "give `--platform` one platform"],
  }),
  "bad-reference": async () => ({
    args: ["history", `user:${SECRET}@quay.io/a`],
    says: ["***@quay.io/a is not an image reference", "HOST/NAME:TAG"],
  }),
  "reference-is-url": async () => ({
    args: ["history", `https://me:${SECRET}@quay.io/a/b`],
    says: ["a reference has no http:// or https://", "write registry:quay.io/a/b"],
  }),
  "registry-unreachable": async () => ({
    args: ["history", "registry:127.0.0.1:1/a"],
    says: ["127.0.0.1:1: nothing accepts connections there", "check the host and the port"],
  }),
  "registry-certificate": async () => {
    const { host } = await ScriptedRegistry.start({ cert: SELF_SIGNED_CERTIFICATE, key: TEST_KEY });
    return {
      args: ["history", `registry:${host}/a`],
      says: [
        `${host}: its certificate is self-signed`,
        `/etc/docker/certs.d/${host}/ca.crt`,
        "--insecure-registry",
      ],
    };
  },
  "registry-login": () =>
    registry(answering(401, {}, { "www-authenticate": "Basic realm=x" }), [
      "in DOCKER_AUTH_CONFIG is not accepted",
      "log in again: `docker login 127.0.0.1",
    ]),
  "registry-denied": () =>
    registry(answering(403, { errors: [{ code: "DENIED", message: "\u001b[31mno" }] }), [
      "answered 403: DENIED: \\x1b[31mno",
      "log in with `docker login 127.0.0.1",
    ]),
  "registry-not-found": () =>
    registry(answering(404, { errors: [{ code: "MANIFEST_UNKNOWN", message: "unknown tag" }] }), [
      "answered 404: MANIFEST_UNKNOWN: unknown tag",
      "check the name and the tag; it may be private",
    ]),
  "registry-rate-limited": () =>
    registry(
      answering(429, { errors: [{ code: "TOOMANYREQUESTS", message: "slow" }] }, { "retry-after": "3600" }),
      [
        /answered 429: TOOMANYREQUESTS: slow; it requires a wait of 3600 s, until \d{4}-/,
        "wait and try again",
      ],
    ),
  "registry-answer": () =>
    registry(answering(400, { errors: [{ code: "NAME_INVALID" }] }), [
      "answered 400 for the manifest: NAME_INVALID",
    ]),
  "registry-redirect": () =>
    registry(answering(302, {}, { location: `http://example.com/x?signature=${SECRET}` }), [
      "redirects to http://example.com/x, which is not encrypted",
    ]),
  "registry-realm": () =>
    registry(answering(401, {}, { "www-authenticate": 'Bearer realm="http://169.254.169.254/t"' }), [
      "names a token server that is not safe to use: http://169.254.169.254/t is a link-local address",
    ]),
  "not-a-registry": () =>
    registry(
      (_, response) => {
        response.writeHead(200).end("<html>log in</html>");
        return true;
      },
      ["this is not a registry, or a login page or proxy is in the way"],
    ),
  "registry-old-schema": () =>
    registry(answering(200, { schemaVersion: 1, fsLayers: [] }), ["which is too old", "push it again"]),
  "registry-mismatch": async () => {
    const scripted = await ScriptedRegistry.start();
    const built = await image([{ a: "1" }]);
    push(scripted, built);
    scripted.blobs.set(built.layers[0].digest, Buffer.alloc(built.layers[0].blob.length));
    return {
      args: ["tree", `registry:${scripted.host}/lab/app:1`],
      says: ["cannot trust the layer", `but ${built.layers[0].digest} was expected`],
    };
  },
  "proxy-unsupported": async () => ({
    args: ["history", "registry:quay.io/a"],
    env: { HTTPS_PROXY: `socks5://me:${SECRET}@proxy:1` },
    says: ["cannot use the proxy socks5://proxy:1", "socks5:// proxies are not supported", "in HTTPS_PROXY"],
  }),
};

const BLOCK = /^error: .+\n {2}why: {2}.+\n(?: {2}[a-z]+: .+\n)* {2}next: .+\n$/;

test.each(Object.entries(SCENES))(
  "%s: exit code 2, and only stderr has a text, with what failed, why and the next step",
  async (_, scene) => {
    const { args, env = {}, says } = await scene();
    const { code, stdout, stderr } = await layerx(args, { env, cwd: tempDir(), uid: 1000 });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(BLOCK);
    for (const text of says) expect(stderr).toMatch(typeof text === "string" ? literally(text) : text);
    expect(stderr).not.toContain(SECRET);
  },
);

function literally(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}

test.each(["registry-redirect", "registry-login", "bad-reference", "proxy-unsupported"] as const)(
  "%s: the output of --debug contains no secret",
  async (code) => {
    const { args, env = {} } = await SCENES[code]();
    const { stderr } = await layerx([...args, "--debug"], { env, cwd: tempDir() });
    expect(stderr).toMatch(/^ {4}at /m);
    expect(stderr).not.toContain(SECRET);
    expect(stderr).not.toContain(Buffer.from(`me:${SECRET}`).toString("base64"));
  },
);
