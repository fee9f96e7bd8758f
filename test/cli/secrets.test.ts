import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, expect, test } from "vitest";
import { engineWith } from "../source/engine/engine-test.js";
import { image } from "../support/fixture.js";
import { push } from "../support/push.js";
import { layerx } from "../support/run.js";
import { json, ScriptedRegistry } from "../support/scripted-registry.js";
import { tempDir } from "../support/temp.js";

/** The secrets of these tests. Each test searches for them in several encodings. */
const PASSWORD = "pass-hunter2:%é";
const SECRETS = {
  password: PASSWORD,
  "password in an Authorization": Buffer.from(`me:${PASSWORD}`).toString("base64"),
  "password in an address": "pw-in-url-77",
  token: "token-88-abcdef",
  "identity token": "identity-99-abcdef",
  "registry token": "registry-66-abcdef",
  "header of the settings": "header-55-abcdef",
  signature: "signature-44-abcdef",
};

/** Has programs that write their arguments to `log`, settings, and the cache of all runs. */
let folder: string;
let printed: string[];

beforeEach(() => {
  folder = tempDir();
  printed = [];
});

function program(name: string, script: string): void {
  mkdirSync(join(folder, "bin"), { recursive: true });
  const path = join(folder, "bin", name);
  writeFileSync(path, `#!/bin/sh\necho "$0 $*" >> ${join(folder, "log")}\n${script}\n`);
  chmodSync(path, 0o755);
}

const COMMANDS = [
  ["inspect", "--format", "json"],
  ["ci", "--format", "json"],
  ["tree", "--format", "jsonl"],
  ["history"],
  ["cat"],
];

/** Runs layerx with options that print a lot, and records its output. */
async function runs(
  name: string,
  env: Readonly<Record<string, string>>,
  commands: readonly (readonly string[])[] = COMMANDS,
): Promise<void> {
  const around = { env: { PATH: join(folder, "bin"), HOME: folder, ...env } };
  const cache = ["--cache-dir", join(folder, "cache"), "--debug", "--timeout", "2"];
  for (const [command, ...options] of commands) {
    const args = [command, name, ...options, ...(command === "cat" ? ["a"] : [])];
    const { stdout, stderr } = await layerx([...args, ...cache], around);
    printed.push(stdout, stderr);
  }
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
}

/** Checks that outputs, errors, the cache and arguments of programs contain no secret. */
function expectNoSecret(): void {
  const files = [join(folder, "cache"), join(folder, "log"), join(folder, "out")].flatMap(filesBelow);
  const texts = [...printed, ...files.map((path) => readFileSync(path, "latin1"))];
  for (const [what, secret] of Object.entries(SECRETS)) {
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret, "utf8").toString("latin1")];
    const found = texts.filter((text) => forms.some((form) => text.includes(form)));
    expect([what, found]).toEqual([what, []]);
  }
  expect(texts.join("")).toContain("GET ");
}

/** Starts a registry with a token server. Its layers are at another origin, with signed addresses. */
async function registry(user: string | null = "me"): Promise<ScriptedRegistry> {
  const [own, storage] = [await ScriptedRegistry.start(), await ScriptedRegistry.start()];
  const built = await image([{ a: "one" }]);
  push(own, built);
  storage.answerer = ({ url }, response) => {
    response.end(own.blobs.get(url.replace(/^\/|\?.*/g, "")));
    return true;
  };
  const wanted = `Basic ${SECRETS["password in an Authorization"]}`;
  own.answerer = ({ method, url, headers }, response) => {
    if (url.startsWith("/token")) {
      const isKnown = user === null || method === "POST" || headers.authorization === wanted;
      return json(response, isKnown ? 200 : 401, isKnown ? { token: SECRETS.token } : { details: "no" });
    }
    const { authorization } = headers;
    const tokens = [SECRETS.token, SECRETS["registry token"]].map((token) => `Bearer ${token}`);
    if (authorization === undefined || !tokens.includes(authorization)) {
      const challenge = `Bearer realm="${own.origin}/token",service="x"`;
      return json(response, 401, {}, { "www-authenticate": challenge });
    }
    if (!url.includes("/blobs/")) return false;
    const digest = url.slice(url.lastIndexOf("/") + 1);
    response
      .writeHead(307, { location: `${storage.origin}/${digest}?X-Signature=${SECRETS.signature}` })
      .end();
    return true;
  };
  return own;
}

const config = (host: string, entry: object) => JSON.stringify({ auths: { [host]: entry } });
const auth = (password = PASSWORD) => ({ auth: Buffer.from(`me:${password}`).toString("base64") });

test.each<[string, (host: string) => object]>([
  ["a password", () => auth()],
  ["an identity token", () => ({ identitytoken: SECRETS["identity token"] })],
  ["a registry token", () => ({ registrytoken: SECRETS["registry token"] })],
])("%s of a credential file is never printed", async (_, entry) => {
  const { host } = await registry();
  await runs(`registry:${host}/lab/app:1`, { DOCKER_AUTH_CONFIG: config(host, entry(host)) });
  expect(printed.join("")).toContain('"schemaVersion"');
  expectNoSecret();
});

test.each([
  ["that works", "exit 0"],
  ["that fails after the secret", "exit 1"],
  ["that prints more than JSON", "echo more"],
])("the answer of a credential helper is never printed: %s", async (_, end) => {
  const { host } = await registry();
  const answer = JSON.stringify({ Username: "me", Secret: PASSWORD });
  program("docker-credential-x", `printf '%s' '${answer}'\necho '${PASSWORD}' >&2\n${end}`);
  const settings = JSON.stringify({ credsStore: "x" });
  await runs(`registry:${host}/lab/app:1`, { DOCKER_AUTH_CONFIG: settings });
  expect(readFileSync(join(folder, "log"), "utf8")).toContain("docker-credential-x get\n");
  expectNoSecret();
});

test("the error output of a credential helper does not reach the terminal", async () => {
  const { host } = await registry();
  program("docker-credential-x", `echo '${PASSWORD}' >&2; exit 1`);
  const env = {
    PATH: `${join(folder, "bin")}:/bin`,
    DOCKER_AUTH_CONFIG: JSON.stringify({ credsStore: "x" }),
  };
  const args = [join(process.cwd(), "bin/layerx.js"), "history", `registry:${host}/lab/app:1`, "--debug"];
  const error = await promisify(execFile)(process.execPath, args, { env }).catch((failed) => failed);
  printed.push(error.stdout, error.stderr);
  expect(error.stderr).toContain("docker-credential-x does not work");
  expectNoSecret();
});

test("a rejected login and a broken credential file are never printed", async () => {
  const { host } = await registry();
  const wrong = config(host, {
    auth: Buffer.from(`me:${SECRETS["password in an address"]}`).toString("base64"),
  });
  await runs(`registry:${host}/lab/app:1`, { DOCKER_AUTH_CONFIG: wrong });
  expect(printed.join("")).toContain("is not accepted");
  await runs(`registry:${host}/lab/app:1`, { DOCKER_AUTH_CONFIG: `{"auths": "${PASSWORD}` });
  expect(printed.join("")).toContain("it is not valid JSON");
  expectNoSecret();
});

test.each<[string, (host: string) => string]>([
  ["to a port without a server", () => "http://127.0.0.1:1/x"],
  ["to a host without encryption", () => "http://storage.example/x"],
  ["to an invalid address", () => "http://[x"],
  ["to another scheme", () => "ftp://storage.example/x"],
  ["in a circle", (host) => `http://${host}/v2/lab/app/manifests/1`],
])("the signature of a redirect %s is never printed", async (_, target) => {
  const own = await ScriptedRegistry.start();
  own.answerer = (_seen, response) => {
    const user = `me:${SECRETS["password in an address"]}@`;
    const location = `${target(own.host).replace("//", `//${user}`)}?X-Signature=${SECRETS.signature}`;
    response.writeHead(302, { location }).end();
    return true;
  };
  await runs(`registry:${own.host}/lab/app:1`, {}, COMMANDS.slice(0, 1));
  expectNoSecret();
});

test.each([
  `http://me:${SECRETS["password in an address"]}@127.0.0.1:1`,
  `socks5://me:${SECRETS["password in an address"]}@127.0.0.1:1`,
  `http://me:${SECRETS["password in an address"]}@[x`,
])("the password of a proxy is never printed: %s", async (proxy) => {
  const { host } = await registry(null);
  await runs(`registry:${host}/lab/app:1`, {});
  await runs("registry:registry.example/lab/app:1", { HTTPS_PROXY: proxy }, COMMANDS.slice(0, 1));
  expect(printed.at(-1)).toMatch(/cannot use the proxy|registry\.example/);
  expectNoSecret();
});

test("a password in the argument is never printed", async () => {
  const { host } = await registry(null);
  await runs(`registry:${host}/lab/app:1`, {});
  const user = `me:${SECRETS["password in an address"]}`;
  for (const name of [
    `https://${user}@registry.example/app:1`,
    `registry:https://${user}@registry.example/app:1`,
    `registry:${user}@registry.example/app:1`,
    `${user}@registry.example/app:1`,
  ])
    await runs(name, {});
  expectNoSecret();
});

test.each(["tcp", "ssh", "http"])(
  "a password in a host of %s, and headers, are never printed",
  async (scheme) => {
    const { env } = await engineWith();
    mkdirSync(join(folder, ".docker"));
    const settings = { HttpHeaders: { "X-Secret": SECRETS["header of the settings"] } };
    writeFileSync(join(folder, ".docker/config.json"), JSON.stringify(settings));
    const headers = { DOCKER_CUSTOM_HEADERS: `X-Other=${SECRETS["header of the settings"]}` };
    await runs("docker:app:1", { ...env, ...headers });
    await runs("docker:gone", { ...env, ...headers });
    program("ssh", "exit 255");
    const user = `me:${SECRETS["password in an address"]}`;
    await runs("docker:app:1", { DOCKER_HOST: `${scheme}://${user}@build.example`, ...headers });
    await runs("podman:app:1", { CONTAINER_HOST: `${scheme}://${user}@build.example` });
    expectNoSecret();
  },
);

test("programs of engines and builders get no secret as an argument", async () => {
  const { host } = await registry();
  const env = { DOCKER_AUTH_CONFIG: config(host, auth()), XDG_RUNTIME_DIR: folder };
  for (const name of ["podman", "buildah", "docker"]) program(name, "echo 'image not known' >&2; exit 125");
  await runs(`podman:${host}/lab/app:1`, env);
  await runs(`registry:${host}/lab/app:1`, env);
  const around = { env: { ...env, PATH: join(folder, "bin"), HOME: folder }, cwd: folder };
  const built = await layerx(
    ["--builder", "podman", "--debug", "build", "--push", "-t", `${host}/x`, "."],
    around,
  );
  printed.push(built.stdout, built.stderr);
  const log = readFileSync(join(folder, "log"), "utf8");
  expect(log).toMatch(/podman save .*\n(.*\n)*.*podman build --push/);
  expectNoSecret();
});
