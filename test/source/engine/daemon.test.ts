import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { LayerxError } from "../../../src/errors.js";
import { findDaemon } from "../../../src/source/engine/docker-config.js";
import { Unreachable } from "../../../src/source/engine/engine-client.js";
import { explainEngine } from "../../../src/source/engine/engine-image.js";
import { escapeText } from "../../../src/text/escape.js";
import { GOOD_CERTIFICATE, TEST_CA, TEST_KEY, WRONG_NAME_CERTIFICATE } from "../../support/certificates.js";
import { useSocket } from "../../support/node-module.js";
import { layerx } from "../../support/run.js";
import { tempDir } from "../../support/temp.js";
import { open, refusal } from "../opening.js";
import { engineWith } from "./engine-test.js";

const DEFAULT_SOCKET = "/var/run/docker.sock";

const linux = (env: Record<string, string>) => ({ env, os: "linux" });

test.each([
  ["unix:///run/d.sock", { is: "socket", path: "/run/d.sock" }],
  ["unix://", { is: "socket", path: "/var/run/docker.sock" }],
  ["tcp://build.example", { is: "tcp", host: "build.example", port: 2375, tls: null }],
  ["tcp://build.example:80", { is: "tcp", host: "build.example", port: 80, tls: null }],
  ["tcp://[::1]:99", { is: "tcp", host: "::1", port: 99, tls: null }],
  ["build.example:99", { is: "tcp", host: "build.example", port: 99, tls: null }],
  ["ssh://me@build.example:22", { is: "ssh", user: "me", host: "build.example", port: 22, path: null }],
  [
    "ssh://build.example/run/d.sock",
    { is: "ssh", user: null, host: "build.example", port: null, path: "/run/d.sock" },
  ],
  ["npipe:////./pipe/docker_engine", { is: "socket", path: "\\\\.\\pipe\\docker_engine" }],
])("DOCKER_HOST=%s is an address", (host, address) => {
  expect(findDaemon(linux({ DOCKER_HOST: host })).address).toEqual(address);
});

test("the default address of Docker on Windows is a named pipe", () => {
  const { address, others } = findDaemon({ env: { USERPROFILE: "C:\\me" }, os: "win32" });
  expect([address, others]).toEqual([{ is: "socket", path: "\\\\.\\pipe\\docker_engine" }, []]);
});

test.each([
  "http://x",
  "fd://3",
  "ssh://-oProxyCommand=x",
  "ssh://-l@host",
  "tcp://",
  "/var/run/docker.sock",
  "ssh://me:secret@host",
  "ssh://host/%00",
  "ssh://host/%zz",
  "ssh://%zz@host",
])("DOCKER_HOST=%s is refused", (host) => {
  expect(() => findDaemon(linux({ DOCKER_HOST: host }))).toThrow(/DOCKER_HOST is/);
});

test("a password in DOCKER_HOST is not shown", () => {
  expect(() => findDaemon(linux({ DOCKER_HOST: "ssh://me:hunter2@host" }))).not.toThrow(/hunter2/);
});

/** Creates a folder of docker's settings with the context `far` for this host. */
function settings(host: string, config: object = {}, skipVerify = false): { DOCKER_CONFIG: string } {
  const folder = tempDir();
  const hex = createHash("sha256").update("far").digest("hex");
  mkdirSync(join(folder, "contexts/meta", hex), { recursive: true });
  const meta = { Name: "far", Endpoints: { docker: { Host: host, SkipTLSVerify: skipVerify } } };
  writeFileSync(join(folder, "contexts/meta", hex, "meta.json"), JSON.stringify(meta));
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  return { DOCKER_CONFIG: folder };
}

test("the address is the first of DOCKER_HOST, DOCKER_CONTEXT, currentContext and the default socket", () => {
  const env = settings("unix:///far.sock", { currentContext: "far" });
  const path = (more: Record<string, string>) => findDaemon(linux({ ...env, ...more })).address;
  expect(path({})).toEqual({ is: "socket", path: "/far.sock" });
  expect(path({ DOCKER_CONTEXT: "default" })).toEqual({ is: "socket", path: "/var/run/docker.sock" });
  expect(path({ DOCKER_CONTEXT: "gone", DOCKER_HOST: "unix:///a" })).toEqual({ is: "socket", path: "/a" });
  expect(path({ DOCKER_CONTEXT: "", DOCKER_HOST: "" })).toEqual({ is: "socket", path: "/far.sock" });
  expect(findDaemon(linux({})).address).toEqual({ is: "socket", path: "/var/run/docker.sock" });
  const home = tempDir();
  symlinkSync(env.DOCKER_CONFIG, join(home, ".docker"));
  expect(findDaemon(linux({ HOME: home })).address).toEqual({ is: "socket", path: "/far.sock" });
});

test("after the default socket, the sockets of rootless Docker and of desktop programs are tried", () => {
  const { others } = findDaemon(linux({ HOME: "/home/me", XDG_RUNTIME_DIR: "/run/user/7" }));
  expect(others).toEqual([
    "/run/user/7/docker.sock",
    "/home/me/.docker/run/docker.sock",
    "/home/me/.docker/desktop/docker.sock",
    "/home/me/.colima/default/docker.sock",
    "/home/me/.rd/docker.sock",
    "/home/me/.orbstack/run/docker.sock",
  ]);
  expect(findDaemon(linux({ HOME: "/home/me", DOCKER_HOST: "unix:///d.sock" })).others).toEqual([]);
});

test("an unknown context is an error", async () => {
  const env = { ...settings("unix:///far.sock"), DOCKER_CONTEXT: "near" };
  expect(await refusal(open("app:1", { network: { env } }))).toBe(
    "engine-setting: cannot find the engine, since there is no context near, which DOCKER_CONTEXT names",
  );
  const current = settings("unix:///far.sock", { currentContext: "near" });
  expect(await refusal(open("app:1", { network: { env: current } }))).toBe(
    "engine-setting: cannot find the engine, since there is no context near, which currentContext of config.json names",
  );
});

test("a context has its own certificates, and the default port for TLS is 2376", () => {
  const env = settings("tcp://build.example", { currentContext: "far" });
  expect(findDaemon(linux(env)).address).toMatchObject({ port: 2375, tls: null });
  const hex = createHash("sha256").update("far").digest("hex");
  const folder = join(env.DOCKER_CONFIG, "contexts/tls", hex, "docker");
  mkdirSync(folder, { recursive: true });
  for (const name of ["ca", "cert", "key"]) writeFileSync(join(folder, `${name}.pem`), name);
  const tls = {
    ca: Buffer.from("ca"),
    cert: Buffer.from("cert"),
    key: Buffer.from("key"),
    skipVerify: false,
  };
  expect(findDaemon(linux(env)).address).toEqual({ is: "tcp", host: "build.example", port: 2376, tls });
  const meta = join(env.DOCKER_CONFIG, "contexts/meta", hex, "meta.json");
  writeFileSync(meta, readFileSync(meta, "utf8").replace("false", "true"));
  expect(findDaemon(linux(env)).address).toMatchObject({ tls: { skipVerify: true } });
});

test("a note names the socket that is used instead of a missing default socket", async () => {
  const { engine } = await engineWith();
  const home = tempDir();
  mkdirSync(join(home, ".colima/default"), { recursive: true });
  mkdirSync(join(home, ".rd"));
  // Below a file there is no socket.
  writeFileSync(join(home, ".docker"), "");
  // No program listens at this socket.
  writeFileSync(join(home, ".rd/docker.sock"), "");
  symlinkSync(engine.socket, join(home, ".colima/default/docker.sock"));
  useSocket(join(home, "missing.sock"), DEFAULT_SOCKET);
  const { code, stderr } = await layerx(["history", "docker:app:1"], { env: { HOME: home } });
  const where = join(home, ".colima/default/docker.sock");
  expect([code, stderr]).toEqual([
    0,
    `note: the default socket of Docker does not exist, so unix://${where} is used\n`,
  ]);
});

test("no other socket is used if the default socket exists, and no daemon listens there", async () => {
  const { engine } = await engineWith();
  const home = tempDir();
  mkdirSync(join(home, ".rd"));
  symlinkSync(engine.socket, join(home, ".rd/docker.sock"));
  const refusing = join(home, "refusing.sock");
  writeFileSync(refusing, "");
  useSocket(refusing, DEFAULT_SOCKET);
  const { code, stderr } = await layerx(["history", "docker:app:1"], { env: { HOME: home } });
  expect([code, stderr]).toEqual([2, expect.stringContaining("nothing listens there")]);
  expect(engine.requests).toEqual([]);
  const next = await layerx(["history", "127.0.0.1:1/app:1"], { env: { HOME: home } });
  expect(next.stderr).toContain("docker: not tried, because it is not running");
  expect(next.stderr).toContain(
    "registry: 127.0.0.1:1/app:1: 127.0.0.1:1: nothing accepts connections there",
  );
});

test("a header of DOCKER_CUSTOM_HEADERS replaces the same header of the settings", () => {
  const env = settings("unix:///far.sock", { HttpHeaders: { "X-One": "1", "X-Two": "2" } });
  const { headers } = findDaemon(linux({ ...env, DOCKER_CUSTOM_HEADERS: "X-One=3" }));
  expect(headers).toEqual({ "X-One": "3", "X-Two": "2" });
});

test.each<[string, () => Record<string, string>]>([
  ["DOCKER_HOST", () => ({ DOCKER_HOST: "unix:///nothing/there.sock" })],
  ["a context", () => ({ ...settings("unix:///nothing/there.sock"), DOCKER_CONTEXT: "far" })],
])("no other source is tried if the daemon of %s does not answer", async (_, env) => {
  expect(await refusal(open("app:1", { network: { env: env() } }))).toMatch(
    /^engine-unreachable: .*cannot connect to the Docker daemon at unix:\/\/\/nothing\/there.sock; is it running\? /,
  );
});

test("headers of the settings and of DOCKER_CUSTOM_HEADERS are sent, but never printed", async () => {
  const { engine, env } = await engineWith();
  const config = settings("unix:///far.sock", { HttpHeaders: { "X-Token": "hunter2" } });
  const all = { ...env, ...config, DOCKER_CUSTOM_HEADERS: 'X-One=1,"X-Two=a,b"' };
  const { stdout, stderr } = await layerx(["history", "docker:gone", "--debug"], { env: all });
  expect(engine.headers[0]).toMatchObject({ "x-token": "hunter2", "x-one": "1", "x-two": "a,b" });
  expect(stdout + stderr).not.toContain("hunter2");
  expect(stderr).toContain("/_ping: 200");
});

test("DOCKER_TLS_VERIFY without its files is an error that names the missing file", () => {
  const env = { DOCKER_HOST: "tcp://x", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/nothing" };
  expect(() => findDaemon(linux(env))).toThrow("/nothing/ca.pem");
});

test("without DOCKER_CERT_PATH, certificates are read from the settings folder", () => {
  const env = { ...settings("unix:///far.sock"), DOCKER_HOST: "tcp://x", DOCKER_TLS_VERIFY: "1" };
  expect(() => findDaemon(linux(env))).toThrow(join(env.DOCKER_CONFIG, "ca.pem"));
  for (const name of ["ca", "cert", "key"]) writeFileSync(join(env.DOCKER_CONFIG, `${name}.pem`), name);
  expect(findDaemon(linux(env)).address).toMatchObject({ port: 2376, tls: { ca: Buffer.from("ca") } });
});

test("sockets and ssh use no certificates and no proxy", async () => {
  const { engine } = await engineWith();
  const more = { DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/nothing" };
  const proxies = { HTTP_PROXY: "http://127.0.0.1:1", HTTPS_PROXY: "http://127.0.0.1:1" };
  expect(findDaemon(linux({ ...more, DOCKER_HOST: "ssh://far" })).address).toMatchObject({ is: "ssh" });
  const env = { ...more, ...proxies, DOCKER_HOST: engine.host };
  expect((await layerx(["history", "docker:app:1"], { env })).code).toBe(0);
});

test("invalid certificates are an error of the settings", async () => {
  const folder = tempDir();
  for (const name of ["ca", "cert", "key"]) writeFileSync(join(folder, `${name}.pem`), "no certificate");
  const env = { DOCKER_HOST: "tcp://127.0.0.1:1", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: folder };
  expect(await refusal(open("docker:app", { network: { env } }))).toMatch(
    /^engine-setting: .*ca\.pem, cert\.pem or key\.pem cannot be used: /,
  );
});

test("a daemon behind TLS is read with the certificates of DOCKER_CERT_PATH", async () => {
  const folder = tempDir();
  const files = { "ca.pem": TEST_CA, "cert.pem": GOOD_CERTIFICATE, "key.pem": TEST_KEY };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const paths: (string | undefined)[] = [];
  const server = createServer(
    { ca: TEST_CA, cert: GOOD_CERTIFICATE, key: TEST_KEY, requestCert: true },
    (request, response) => {
      paths.push(request.url);
      response.setHeader("Api-Version", "1.43");
      if (request.url !== "/_ping") response.statusCode = 404;
      response.end("{}");
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const env = { DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: folder };
  expect(await refusal(open("docker:app:1", { network: { env } }))).toMatch(/^engine-no-image: /);
  expect(paths[0]).toBe("/_ping");

  const refused = async (change: Readonly<Record<string, string>>) => {
    const opening = open("docker:app:1", { network: { env: { ...env, ...change } } });
    const error: unknown = await opening.catch((thrown: unknown) => thrown);
    return error instanceof LayerxError ? [error.why.replace(/^.*is it running\? /, ""), error.next] : error;
  };
  writeFileSync(join(folder, "ca.pem"), WRONG_NAME_CERTIFICATE);
  expect(await refused({})).toEqual([
    "(its certificate is self-signed)",
    "check ca.pem in DOCKER_CERT_PATH or of the context",
  ]);
  for (const [skips, code] of [
    [true, "engine-no-image"],
    [false, "engine-unreachable"],
  ] as const) {
    const context = { ...settings(`tcp://127.0.0.1:${port}`, {}, skips), DOCKER_CONTEXT: "far" };
    const hex = createHash("sha256").update("far").digest("hex");
    const tls = join(context.DOCKER_CONFIG, "contexts/tls", hex, "docker");
    mkdirSync(tls, { recursive: true });
    const untrusted = { ...files, "ca.pem": WRONG_NAME_CERTIFICATE };
    for (const [name, text] of Object.entries(untrusted)) writeFileSync(join(tls, name), text);
    expect(await refusal(open("docker:app:1", { network: { env: context } }))).toMatch(
      new RegExp(`^${code}: `),
    );
  }
  const { env: plain } = await engineWith({}, { port: true });
  expect(await refused(plain)).toEqual([
    "(it does not speak TLS)",
    "check the port, or leave DOCKER_TLS_VERIFY unset",
  ]);
});

test("a daemon that answers that it speaks only TLS is an error that names the variables", async () => {
  const words = "Client sent an HTTP request to an HTTPS server.";
  const { env } = await engineWith({
    instead: { _ping: (_, response) => response.writeHead(400).end(words) },
  });
  await expect(open("docker:app:1", { network: { env } })).rejects.toMatchObject({
    code: "engine-failed",
    next: "set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder of the certificates",
  });
});

test("a daemon is read over tcp", async () => {
  const { env } = await engineWith({}, { port: true });
  const opened = await open("docker:app:1", { network: { env } });
  expect(opened.layers.length).toBe(2);
  await opened.close();
});

/** Creates a program `ssh` with this script. @returns a PATH with its folder. */
function ssh(script: string): string {
  const folder = tempDir();
  writeFileSync(join(folder, "ssh"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "ssh"), 0o755);
  return `${folder}:${process.env.PATH}`;
}

test("a daemon over ssh is read through `docker system dial-stdio`", async () => {
  const { engine } = await engineWith();
  const log = join(tempDir(), "arguments");
  const relay = `echo "$@" >> ${log}; exec ${process.execPath} -e '
    const socket = require("node:net").connect(process.argv[1]);
    process.stdin.pipe(socket); socket.pipe(process.stdout);' ${engine.socket}`;
  const env = { DOCKER_HOST: "ssh://me@build.example:2222", PATH: ssh(relay) };
  const opened = await open("docker:app:1", { network: { env } });
  expect(opened.layers.length).toBe(2);
  await opened.close();
  // One child for each connection.
  const lines = readFileSync(log, "utf8").trim().split("\n");
  expect(new Set(lines)).toEqual(
    new Set(["-o ConnectTimeout=30 -T -l me -p 2222 -- build.example docker system dial-stdio"]),
  );
  expect(new Set(engine.headers.map(({ host }) => host))).toEqual(new Set(["docker.example.com"]));
});

test("ssh gets the path of the remote socket, and never prompts while the explorer is open", async () => {
  const log = join(tempDir(), "arguments");
  const env = { DOCKER_HOST: "ssh://far/run/d.sock", PATH: ssh(`echo "$@" >> ${log}; exit 255`) };
  await refusal(open("docker:app:1", { network: { env }, batch: true }));
  expect(readFileSync(log, "utf8")).toBe(
    "-o ConnectTimeout=30 -o BatchMode=yes -T -- far docker --host=unix:///run/d.sock system dial-stdio\n",
  );
});

test("the error shows the end of ssh's output", async () => {
  const script = `yes "debug1: nothing" | head -n 1000 >&2; echo "the reason" >&2; exit 255`;
  const env = { DOCKER_HOST: "ssh://far", PATH: ssh(script) };
  const { stderr } = await layerx(["history", "docker:app:1"], { env });
  expect(stderr).toMatch(/is it running\? \(….*debug1: nothing the reason\)$/m);
});

test.each([
  [
    "echo 'me@build.example: Permission denied (publickey).' >&2; exit 255",
    "me@build.example: Permission denied (publickey).",
  ],
  ["exit 127", "no docker on build.example"],
])("the error of a failed ssh connection shows the reason: %s", async (script, reason) => {
  const env = { DOCKER_HOST: "ssh://build.example", PATH: ssh(script) };
  expect(await refusal(open("docker:app:1", { network: { env } }))).toBe(
    `engine-unreachable: cannot read app:1 from Docker Engine, since cannot connect to the Docker daemon at ssh://build.example; is it running? (${reason})`,
  );
});

test("a socket without permission is an error", () => {
  const denied = new Unreachable(
    { is: "socket", path: "/run/d.sock" },
    { code: "EACCES", reason: "permission denied" },
  );
  const reference = { name: "app:1", source: "app:1", forced: false };
  const engine = {
    title: escapeText("Docker Engine"),
    daemon: escapeText("the Docker daemon"),
    program: "docker" as const,
    next: { unreachable: "start it", permission: "use the group docker", absent: "" },
  };
  expect(() => explainEngine(denied, reference, { engine, where: escapeText("unix:///run/d.sock") })).toThrow(
    "permission denied on unix:///run/d.sock",
  );
});
