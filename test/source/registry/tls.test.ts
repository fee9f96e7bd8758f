import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { NO_CACHE } from "../../../src/source/cache/cache.js";
import { DEFAULT_LIMITS } from "../../../src/source/limits.js";
import { getManifest } from "../../../src/source/registry/manifest.js";
import { shakeHands } from "../../../src/source/registry/net/exchange.js";
import {
  EXPIRED_CERTIFICATE,
  GOOD_CERTIFICATE,
  SELF_SIGNED_CERTIFICATE,
  TEST_CA,
  TEST_KEY,
  WRONG_NAME_CERTIFICATE,
  WRONG_NAME_KEY,
} from "../../support/certificates.js";
import { basic, json, ScriptedRegistry } from "../../support/scripted-registry.js";
import { tempDir } from "../../support/temp.js";
import { clientOf, type Surroundings } from "./client-of.js";

async function secureRegistry(cert: string, key = TEST_KEY): Promise<ScriptedRegistry> {
  const registry = await ScriptedRegistry.start({ cert, key });
  registry.manifest("lab/app", ["1"], { schemaVersion: 2, layers: [] });
  return registry;
}

function read(registry: Pick<ScriptedRegistry, "host">, around: Surroundings = {}) {
  return getManifest(clientOf(registry, around).client, "1", {
    size: null,
    limits: DEFAULT_LIMITS,
    cache: NO_CACHE,
  });
}

function caFile(): string {
  const path = join(tempDir(), "ca.pem");
  writeFileSync(path, TEST_CA);
  return path;
}

/** A file with the CA of the tests and other CAs. */
function bundle(): string {
  const path = join(tempDir(), "bundle.pem");
  writeFileSync(path, `${rootCertificates.slice(0, 20).join("\n")}\n${TEST_CA}`);
  return path;
}

/** A file with a certificate that did not sign a certificate of these tests. */
function otherFile(): string {
  const path = join(tempDir(), "other.pem");
  writeFileSync(path, WRONG_NAME_CERTIFICATE);
  return path;
}

describe("a certificate", () => {
  test("with an unknown issuer, a self-signed, an expired and a wrong one have different errors", async () => {
    const fault = (registry: ScriptedRegistry, env = {}) =>
      read(registry, { env }).then(
        () => "read",
        (error) => [error.code, error.why.replace(registry.host, "HOST")],
      );
    const env = { SSL_CERT_FILE: caFile() };
    expect([
      await fault(await secureRegistry(GOOD_CERTIFICATE)),
      await fault(await secureRegistry(SELF_SIGNED_CERTIFICATE)),
      await fault(await secureRegistry(EXPIRED_CERTIFICATE), env),
      await fault(await secureRegistry(WRONG_NAME_CERTIFICATE, WRONG_NAME_KEY), env),
    ]).toEqual([
      ["registry-certificate", "HOST: its certificate has an unknown issuer"],
      ["registry-certificate", "HOST: its certificate is self-signed"],
      ["registry-certificate", "HOST: its certificate has expired"],
      ["registry-certificate", "HOST: its certificate is for another host name"],
    ]);
  });

  test("that is not trusted is an error before any request", async () => {
    const registry = await secureRegistry(SELF_SIGNED_CERTIFICATE);
    const { client, clock } = clientOf(registry);
    await expect(
      getManifest(client, "1", { size: null, limits: DEFAULT_LIMITS, cache: NO_CACHE }),
    ).rejects.toMatchObject({
      next: expect.stringContaining(`--insecure-registry ${registry.host}`),
    });
    expect([registry.seen, clock.slept]).toEqual([[], []]);
  });

  test("that is not trusted names its own host after a redirect", async () => {
    const storage = await secureRegistry(SELF_SIGNED_CERTIFICATE);
    const registry = await secureRegistry(GOOD_CERTIFICATE);
    registry.answerer = (_, response) => {
      response.writeHead(307, { location: `https://${storage.host}/signed` }).end();
      return true;
    };
    await expect(read(registry, { env: { SSL_CERT_FILE: caFile() } })).rejects.toMatchObject({
      code: "registry-certificate",
      why: `${storage.host}: its certificate is self-signed`,
      next: expect.stringContaining(`--insecure-registry ${storage.host}`),
    });
  });

  test("of a CA in NODE_EXTRA_CA_CERTS is trusted, also if SSL_CERT_FILE is set", async () => {
    const registry = await secureRegistry(GOOD_CERTIFICATE);
    const env = { NODE_EXTRA_CA_CERTS: caFile(), SSL_CERT_FILE: otherFile() };
    expect(await read(registry, { env })).toMatchObject({ kind: "manifest" });
    await expect(read(registry, { env: { SSL_CERT_FILE: otherFile() } })).rejects.toMatchObject({
      code: "registry-certificate",
    });
  });

  test("of a CA in SSL_CERT_FILE is trusted", async () => {
    const registry = await secureRegistry(GOOD_CERTIFICATE);
    expect(await read(registry, { env: { SSL_CERT_FILE: caFile() } })).toMatchObject({ kind: "manifest" });
  });

  test("of a CA is read once for each host in a run over many images", async () => {
    const [registry, other] = [
      await secureRegistry(GOOD_CERTIFICATE),
      await secureRegistry(GOOD_CERTIFICATE),
    ];
    const tlsContexts = new Map();
    await read(registry, { env: { SSL_CERT_FILE: caFile() }, tlsContexts });
    const later = { env: { SSL_CERT_FILE: otherFile() }, tlsContexts };
    expect(await read(registry, later)).toMatchObject({ kind: "manifest" });
    await expect(read(other, later)).rejects.toMatchObject({ code: "registry-certificate" });
  });

  test("of a CA in certs.d/HOST:PORT is trusted only for this host", async () => {
    const [registry, other] = [
      await secureRegistry(GOOD_CERTIFICATE),
      await secureRegistry(GOOD_CERTIFICATE),
    ];
    const folder = tempDir();
    mkdirSync(join(folder, registry.host));
    writeFileSync(join(folder, registry.host, "lab.crt"), TEST_CA);
    const certificateFolders = [folder];
    expect(await read(registry, { certificateFolders })).toMatchObject({ kind: "manifest" });
    await expect(read(other, { certificateFolders })).rejects.toMatchObject({ code: "registry-certificate" });
  });

  test("of the client in certs.d/HOST:PORT is sent, and is an error if it is invalid", async () => {
    const server = createSecureServer({
      ca: TEST_CA,
      cert: GOOD_CERTIFICATE,
      key: TEST_KEY,
      requestCert: true,
    });
    server.on("request", (_, response) => response.end('{"schemaVersion": 2, "layers": []}'));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const folder = tempDir();
    mkdirSync(join(folder, host));
    const put = (name: string, text: string) => writeFileSync(join(folder, host, name), text);
    put("lab.crt", TEST_CA);
    const { client, clock } = clientOf({ host }, { certificateFolders: [folder] });
    await expect(
      getManifest(client, "1", { size: null, limits: DEFAULT_LIMITS, cache: NO_CACHE }),
    ).rejects.toMatchObject({
      code: "registry-unreachable",
      why: `${host}: it requires a client certificate`,
      next: `put client.cert and client.key into /etc/docker/certs.d/${host}/`,
    });
    expect(clock.slept).toEqual([]);
    put("client.cert", GOOD_CERTIFICATE);
    put("client.key", TEST_KEY);
    expect(await read({ host }, { certificateFolders: [folder] })).toMatchObject({ kind: "manifest" });
    put("client.key", "no key");
    await expect(read({ host }, { certificateFolders: [folder] })).rejects.toMatchObject({
      code: "registry-certificate",
      why: expect.stringContaining(`client.cert and client.key in ${join(folder, host)} cannot be used`),
    });
  });

  test.each<[string, number, () => Surroundings]>([
    ["its own CA", 1, () => ({ env: { SSL_CERT_FILE: caFile() } })],
    ["--insecure-registry", 1, () => ({ insecure: ["127.0.0.1"] })],
    ["a bundle of many CAs", 2, () => ({ env: { SSL_CERT_FILE: bundle() } })],
  ])("on loopback with %s needs this number of connections: %i", async (_, handshakes, around) => {
    const registry = await secureRegistry(GOOD_CERTIFICATE);
    expect(await read(registry, around())).toMatchObject({ kind: "manifest" });
    expect(registry.connections).toBe(handshakes);
  });

  test("is not checked for any image of a run from a host of --insecure-registry", async () => {
    const registry = await secureRegistry(EXPIRED_CERTIFICATE);
    const around = { insecure: [registry.host], tlsContexts: new Map() };
    for (let image = 0; image < 2; image++)
      expect(await read(registry, around)).toMatchObject({ kind: "manifest" });
    expect(around.tlsContexts.size).toBe(1);
  });

  test.each([(host: string) => host, () => "127.0.0.1"])(
    "is not checked for a host of --insecure-registry",
    async (of) => {
      const registry = await secureRegistry(EXPIRED_CERTIFICATE);
      expect(await read(registry, { insecure: [of(registry.host)] })).toMatchObject({ kind: "manifest" });
      await expect(read(registry, { insecure: ["127.0.0.1:1"] })).rejects.toMatchObject({
        code: "registry-certificate",
      });
    },
  );
});

describe("plain http", () => {
  test("is used for loopback if the server does not use https", async () => {
    const registry = await ScriptedRegistry.start();
    registry.manifest("lab/app", ["1"], { schemaVersion: 2, layers: [] });
    expect(await read(registry)).toMatchObject({ kind: "manifest" });
    expect(registry.requested).toEqual(["/v2/lab/app/manifests/1"]);
  });

  test.each([false, true])(
    "is used for names that end in .localhost; server with https: %s",
    async (secure) => {
      const registry = secure ? await secureRegistry(GOOD_CERTIFICATE) : await ScriptedRegistry.start();
      registry.manifest("lab/app", ["1"], { schemaVersion: 2, layers: [] });
      const [, port] = registry.host.split(":");
      const insecure = secure ? ["registry.localhost"] : [];
      const host = `registry.localhost:${port}`;
      expect(await read({ host }, { insecure })).toMatchObject({ kind: "manifest" });
      expect(registry.seen[0].headers.host).toBe(host);
    },
  );

  test("is detected on loopback without reading the certificate files", async () => {
    const registry = await ScriptedRegistry.start();
    registry.manifest("lab/app", ["1"], { schemaVersion: 2, layers: [] });
    const tlsContexts = new Map();
    await read(registry, { env: { SSL_CERT_FILE: bundle() }, tlsContexts });
    expect([...tlsContexts.keys()]).toEqual([]);
    const secure = await secureRegistry(GOOD_CERTIFICATE);
    await read(secure, { env: { SSL_CERT_FILE: bundle() }, tlsContexts });
    expect([...tlsContexts.keys()]).toEqual([secure.host]);
  });

  test("is not used if the server answers the TLS handshake by an alert", async () => {
    const alert = Buffer.from([0x15, 3, 3, 0, 2, 2, 40]);
    const server = createTcpServer((socket) => socket.on("error", () => undefined).end(alert));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    await shakeHands(new URL(`https://127.0.0.1:${port}`), { idleMs: 5000 });
    const plain = await ScriptedRegistry.start();
    const handshake = shakeHands(new URL(`https://${plain.host}`), { idleMs: 5000 });
    await expect(handshake).rejects.toMatchObject({
      name: "Broken",
      code: expect.stringMatching(/^(EPROTO|ERR_SSL_WRONG_VERSION_NUMBER)$/),
    });
  });

  test("is not used if a server on loopback does not answer the handshake, which is a timeout", async () => {
    const server = createTcpServer((socket) => onTestFinished(() => void socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const url = new URL(`https://127.0.0.1:${port}`);
    await expect(shakeHands(url, { idleMs: 20 })).rejects.toMatchObject({ name: "Idle" });
  });

  test("is not used if the user stops the run during the handshake", async () => {
    const stop = new AbortController();
    const server = createTcpServer((socket) => {
      onTestFinished(() => void socket.destroy());
      stop.abort(new Error("stopped"));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const reading = read({ host: `127.0.0.1:${port}` }, { signal: stop.signal });
    await expect(reading).rejects.toThrow("stopped");
  });

  test("is tried for loopback if nothing listens for https", async () => {
    const { client, traced } = clientOf({ host: "127.98.76.54" });
    const missing = getManifest(client, "1", { size: null, limits: DEFAULT_LIMITS, cache: NO_CACHE });
    await expect(missing).rejects.toMatchObject({ code: "registry-unreachable" });
    expect(traced).toContain("127.98.76.54: no https (ECONNREFUSED), trying http");
  });

  // Only root can listen on port 80.
  test.runIf(process.getuid?.() === 0)("is used for loopback if no server listens for https", async () => {
    const server = createServer((_, response) => response.end('{"schemaVersion": 2, "layers": []}'));
    const address = `127.${[1, 2, 3].map(() => 1 + Math.floor(Math.random() * 250)).join(".")}`;
    await new Promise<void>((resolve) => server.listen(80, address, resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    expect(await read({ host: address })).toMatchObject({ kind: "manifest" });
  });

  test("is not used for loopback if the certificate is not trusted", async () => {
    const registry = await secureRegistry(SELF_SIGNED_CERTIFICATE);
    const { client, traced } = clientOf(registry);
    await expect(
      getManifest(client, "1", { size: null, limits: DEFAULT_LIMITS, cache: NO_CACHE }),
    ).rejects.toMatchObject({ code: "registry-certificate" });
    expect(traced.join("\n")).not.toContain("trying http");
  });

  test("is used for another host only with --insecure-registry", async () => {
    const registry = await ScriptedRegistry.start();
    registry.manifest("lab/app", ["1"], { schemaVersion: 2, layers: [] });
    const proxy = await tunnelTo(registry.host);
    const env = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url };
    const far = { host: "registry.example:5000" };
    await expect(read(far, { env })).rejects.toMatchObject({
      code: "registry-unreachable",
      why: "registry.example:5000: it does not speak https",
    });
    expect(registry.seen).toEqual([]);
    expect(await read(far, { env, insecure: ["registry.example:5000"] })).toMatchObject({ kind: "manifest" });
  });
});

describe("a proxy", () => {
  test.each([null, { key: TEST_KEY, cert: GOOD_CERTIFICATE }])(
    "is used by CONNECT with the user of its URL, and the registry's certificate is checked (%#)",
    async (tls) => {
      const registry = await secureRegistry(GOOD_CERTIFICATE);
      const proxy = await tunnelTo(registry.host, tls);
      const env = { HTTPS_PROXY: proxy.url.replace("//", "//me:p%40ss@"), SSL_CERT_FILE: caFile() };
      expect(
        await read({ host: "localhost.example:5000" }, { env, insecure: ["localhost.example:5000"] }),
      ).toMatchObject({
        kind: "manifest",
      });
      expect(proxy.connects).toEqual([
        {
          target: "localhost.example:5000",
          authorization: `Basic ${Buffer.from("me:p@ss").toString("base64")}`,
        },
      ]);
      await expect(read({ host: "localhost.example:5000" }, { env })).rejects.toMatchObject({
        code: "registry-certificate",
      });
    },
  );

  test("connects to the API host of Docker Hub, and the error of its rate limit suggests a login", async () => {
    const registry = await secureRegistry(GOOD_CERTIFICATE);
    const message = "You have reached your unauthenticated pull rate limit.";
    registry.answerer = (_, response) =>
      json(response, 429, { errors: [{ code: "TOOMANYREQUESTS", message }] }, { "retry-after": "3600" });
    const proxy = await tunnelTo(registry.host);
    const env = { HTTPS_PROXY: proxy.url, SSL_CERT_FILE: caFile() };
    await expect(
      read({ host: "docker.io" }, { name: "library/alpine", env, insecure: ["registry-1.docker.io"] }),
    ).rejects.toMatchObject({
      code: "registry-rate-limited",
      why: expect.stringContaining(message),
      next: "wait and try again; `docker login` raises the limit",
    });
    expect(proxy.connects[0].target).toBe("registry-1.docker.io:443");
    expect(registry.seen[0].headers.host).toBe("registry-1.docker.io");
    expect(registry.requested[0]).toBe("/v2/library/alpine/manifests/1");
  });

  test.each([null, { key: TEST_KEY, cert: GOOD_CERTIFICATE }])(
    "gets a whole request of plain http, with its own login and not the registry's (%#)",
    async (tls) => {
      const registry = await ScriptedRegistry.start();
      registry.guard = { is: "basic", user: "you", password: "secret" };
      registry.manifest("lab/app", ["1"], { schemaVersion: 2, layers: [] });
      const proxy = await tunnelTo(registry.host, tls);
      const auth = Buffer.from("you:secret").toString("base64");
      const env = {
        HTTP_PROXY: proxy.url.replace("//", "//me:p%40ss@"),
        HTTPS_PROXY: (await tunnelTo("refuse 403")).url,
        SSL_CERT_FILE: caFile(),
        DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { "registry.example:5000": { auth } } }),
      };
      const far = { host: "registry.example:5000" };
      const insecure = ["registry.example:5000"];
      expect(await read(far, { env, insecure })).toMatchObject({ kind: "manifest" });
      const url = "http://registry.example:5000/v2/lab/app/manifests/1";
      const authorization = basic("me", "p@ss");
      expect(proxy.connects).toEqual([]);
      expect(proxy.requests).toEqual([url, url].map((target) => ({ target, authorization })));
      expect(registry.seen.map(({ headers }) => [headers.host, headers.authorization])).toEqual([
        ["registry.example:5000", undefined],
        ["registry.example:5000", basic("you", "secret")],
      ]);
    },
  );

  test.each([
    ["refuse 407", "it answered 407, so it needs a login"],
    ["stopped", "nothing accepts connections there"],
  ])("for plain http that fails is named in the error: %s", async (address, reason) => {
    const proxy = await tunnelTo(address);
    if (address === "stopped") await proxy.stop();
    const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: (await tunnelTo("refuse 503")).url };
    await expect(
      read({ host: "registry.example" }, { env, insecure: ["registry.example"] }),
    ).rejects.toMatchObject({
      code: "registry-unreachable",
      why: `the proxy ${new URL(proxy.url).host}: ${reason}`,
    });
    expect(proxy.connects).toEqual([]);
  });

  test("that refuses is an error with its status", async () => {
    const proxy = await tunnelTo("refuse 407");
    await expect(
      read({ host: "registry.example" }, { env: { HTTPS_PROXY: proxy.url } }),
    ).rejects.toMatchObject({
      code: "registry-unreachable",
      why: `the proxy ${new URL(proxy.url).host}: it answered 407, so it needs a login`,
      next: "write its user and password into HTTPS_PROXY or HTTP_PROXY: http://USER:PASSWORD@HOST:PORT",
    });
    expect(proxy.connects).toHaveLength(1);
  });

  test("that cannot be reached is named in the error, without its password", async () => {
    const proxy = await tunnelTo("refuse 407");
    await proxy.stop();
    const { host } = new URL(proxy.url);
    await expect(
      read({ host: "registry.example" }, { env: { HTTPS_PROXY: `http://me:hunter2@${host}` } }),
    ).rejects.toMatchObject({
      code: "registry-unreachable",
      why: `the proxy ${host}: nothing accepts connections there`,
      next: "check HTTPS_PROXY or HTTP_PROXY, or add the registry to NO_PROXY",
    });
  });

  test("that does not answer is a timeout, and can be stopped by the signal", async () => {
    const proxy = await tunnelTo("silent");
    const env = { HTTPS_PROXY: proxy.url };
    const far = { host: "registry.example" };
    await expect(read(far, { env, idleMs: 50 })).rejects.toMatchObject({
      code: "registry-timeout",
      why: `the proxy ${new URL(proxy.url).host} sent nothing for 0.05 s`,
    });
    const stop = new AbortController();
    const reading = read(far, { env, signal: stop.signal });
    await vi.waitFor(() => expect(proxy.connects.length).toBeGreaterThan(4));
    stop.abort(new Error("stopped"));
    await expect(reading).rejects.toThrow("stopped");
  });
});

interface AskedProxy {
  readonly target: string | undefined;
  readonly authorization: string | undefined;
}

/** A proxy that connects and forwards everything to one address, refuses with a status, or is silent. */
async function tunnelTo(address: string, tls: { key: string; cert: string } | null = null) {
  const connects: AskedProxy[] = [];
  const requests: AskedProxy[] = [];
  const server = tls === null ? createServer() : createSecureServer(tls);
  const refusal = /^refuse (\d+)$/.exec(address)?.[1];
  server.on("request", ({ method, url = "", headers }, response) => {
    const { "proxy-authorization": authorization, ...others } = headers;
    requests.push({ target: url, authorization });
    if (refusal !== undefined) {
      response.writeHead(Number(refusal)).end();
      return;
    }
    const { pathname, search } = new URL(url);
    const forwarded = request(`http://${address}${pathname}${search}`, { method, headers: others });
    forwarded.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    forwarded.end();
  });
  server.on("connect", ({ url: target, headers }, client) => {
    client.on("error", () => undefined);
    connects.push({ target, authorization: headers["proxy-authorization"] });
    if (refusal !== undefined) {
      client.end(`HTTP/1.1 ${refusal} Refused\r\n\r\n`);
      return;
    }
    if (address === "silent") {
      onTestFinished(() => void client.destroy());
      return;
    }
    const [host, port] = address.split(":");
    const socket = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(client).pipe(socket);
    });
    socket.on("error", () => client.destroy());
    client.on("close", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const scheme = tls === null ? "http" : "https";
  const url = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(stop);
  return { url, connects, requests, stop };
}
