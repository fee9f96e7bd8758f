import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { NO_CACHE } from "../../../src/source/cache/cache.js";
import { DEFAULT_LIMITS } from "../../../src/source/limits.js";
import { getManifest } from "../../../src/source/registry/manifest.js";
import { GOOD_CERTIFICATE, TEST_KEY } from "../../support/certificates.js";
import { image } from "../../support/fixture.js";
import { push } from "../../support/push.js";
import { basic, cutAfter, type Guard, json, ScriptedRegistry } from "../../support/scripted-registry.js";
import { tempDir } from "../../support/temp.js";
import { open } from "../opening.js";
import { clientOf } from "./client-of.js";

const EMPTY = { schemaVersion: 2, layers: [] };
const PASSWORD = "hunter2:x";

async function guarded(guard: Guard | null): Promise<ScriptedRegistry> {
  const registry = await ScriptedRegistry.start();
  registry.guard = guard;
  registry.manifest("lab/app", ["1"], EMPTY);
  return registry;
}

/** Makes the registry its own token server. `answer` returns what it sends for each token. */
function givesTokens(registry: ScriptedRegistry, answer: () => object): void {
  registry.answerer = ({ url, headers }, response) => {
    if (url.startsWith("/token")) return json(response, 200, answer());
    if (headers.authorization !== undefined) return false;
    return json(response, 401, {}, { "www-authenticate": `Bearer realm="${registry.origin}/token"` });
  };
}

function reader(registry: ScriptedRegistry, entry?: object) {
  const auths = { [registry.host]: entry };
  const env: Record<string, string> =
    entry === undefined ? {} : { DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) };
  const made = clientOf(registry, { env });
  const read = () => getManifest(made.client, "1", { size: null, limits: DEFAULT_LIMITS, cache: NO_CACHE });
  return { ...made, read };
}

const me = { auth: Buffer.from(`me:${PASSWORD}`).toString("base64") };
const sent = (registry: ScriptedRegistry) => registry.seen.map(({ headers }) => headers.authorization);

describe("the token server of a registry", () => {
  test("is requested after a first 401, anonymously and with the scope of the image", async () => {
    const registry = await guarded({ is: "token" });
    await reader(registry).read();
    expect(registry.requested).toEqual([
      "/v2/lab/app/manifests/1",
      "/token?service=scripted&scope=repository%3Alab%2Fapp%3Apull",
      "/v2/lab/app/manifests/1",
    ]);
    expect(sent(registry)).toEqual([undefined, undefined, "Bearer token-1"]);
  });

  test("is requested with the scope of the image, also if the challenge names another scope", async () => {
    const registry = await guarded({ is: "token" });
    registry.answerer = ({ url, headers }, response) => {
      if (url.startsWith("/token") || headers.authorization !== undefined) return false;
      const scope = "repository:lab/app:pull,push repository:other:delete";
      const bearer = `bEaReR  Realm="${registry.origin}/token" , scope="${scope}", service="a, b"`;
      response.setHeader("www-authenticate", ['Negotiate, Basic realm="x"', bearer]);
      response.writeHead(401).end();
      return true;
    };
    await reader(registry).read();
    expect(registry.requested[1]).toBe("/token?service=a%2C+b&scope=repository%3Alab%2Fapp%3Apull");
  });

  test("is requested again if its connection breaks", async () => {
    const registry = await guarded({ is: "token" });
    let broken = 0;
    registry.answerer = ({ url }, response) => {
      if (!url.startsWith("/token") || broken++ > 1) return false;
      response.destroy();
      return true;
    };
    await reader(registry).read();
    expect(broken).toBe(3);
  });

  test("gets the stored login and the account, and its address keeps the query", async () => {
    const registry = await guarded({ is: "token", user: "me", password: PASSWORD });
    registry.guard = {
      is: "token",
      user: "me",
      password: PASSWORD,
      realm: `${registry.origin}/token?tenant=7`,
    };
    await reader(registry, me).read();
    expect(registry.requested[1]).toBe(
      "/token?tenant=7&service=scripted&scope=repository%3Alab%2Fapp%3Apull&account=me",
    );
    expect(sent(registry)).toEqual([undefined, basic("me", PASSWORD), "Bearer token-1"]);
  });

  test("is requested once for all requests of a repository", async () => {
    const registry = await guarded({ is: "token" });
    const { read } = reader(registry);
    await read();
    await Promise.all([read(), read(), read()]);
    expect(registry.tokens).toBe(1);
  });

  test("gives one new token for all waiting requests if a token expires", async () => {
    const registry = await guarded({ is: "token" });
    const { read } = reader(registry);
    await read();
    registry.tokens = 5;
    await Promise.all([read(), read(), read(), read()]);
    expect(registry.tokens).toBe(6);
  });

  test("gives no second new token for a late 401 to the old token", async () => {
    const registry = await guarded({ is: "token" });
    const { read } = reader(registry);
    await read();
    registry.tokens = 5;
    const late: (() => void)[] = [];
    registry.answerer = ({ headers }, response) => {
      if (headers.authorization !== "Bearer token-1" || late.length > 0) return false;
      const challenge = `Bearer realm="${registry.origin}/token",service="scripted"`;
      late.push(() => json(response, 401, {}, { "www-authenticate": challenge }));
      return true;
    };
    const first = read();
    await vi.waitFor(() => expect(late).toHaveLength(1));
    await read();
    expect(registry.tokens).toBe(6);
    late[0]();
    await first;
    expect(registry.tokens).toBe(6);
  });

  test.each([0, -5, "300"])("gives a token for a minute if its lifetime is %j", async (expires_in) => {
    const registry = await guarded(null);
    let given = 0;
    givesTokens(registry, () => ({ token: `t${++given}`, expires_in }));
    const { read, clock } = reader(registry);
    await read();
    await clock.sleep(59_000);
    await read();
    expect(given).toBe(1);
    await clock.sleep(1000);
    await read();
    expect(given).toBe(2);
  });

  test.each(["a\r\nx: y", "a b", "\u00e4", "", 7])("that sends the token %j is an error", async (token) => {
    const registry = await guarded({ is: "token" });
    registry.answerer = ({ url }, response) => url.startsWith("/token") && json(response, 200, { token });
    await expect(reader(registry).read()).rejects.toMatchObject({
      code: "registry-answer",
      why: expect.stringContaining("sent no token"),
    });
  });

  test("is requested again if its answer is cut", async () => {
    const registry = await guarded({ is: "token" });
    let cut = 0;
    registry.answerer = ({ url }, response) => {
      if (!url.startsWith("/token") || cut++ > 0) return false;
      cutAfter(response, Buffer.from('{"token": "x"}'), 5);
      return true;
    };
    await reader(registry).read();
    expect(cut).toBe(2);
  });

  test("is requested again before a token expires", async () => {
    const registry = await guarded({ is: "token" });
    const { read, clock } = reader(registry);
    await read();
    await clock.sleep(300_000);
    await read();
    expect(sent(registry).filter((value) => value?.startsWith("Bearer"))).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
  });

  test("is requested three times if the registry never accepts its tokens", async () => {
    const registry = await guarded({ is: "token" });
    registry.answerer = ({ url }, response) => {
      if (url.startsWith("/token")) return false;
      return json(response, 401, {}, { "www-authenticate": `Bearer realm="${registry.origin}/token"` });
    };
    await expect(reader(registry).read()).rejects.toMatchObject({ code: "registry-denied" });
    expect([registry.tokens, registry.seen.length]).toEqual([3, 7]);
  });

  test("can name the token access_token, and a token without a lifetime is used for a minute", async () => {
    const registry = await guarded(null);
    let given = 0;
    givesTokens(registry, () => ({ access_token: `t${++given}` }));
    const { read, clock } = reader(registry);
    await read();
    await clock.sleep(59_000);
    await read();
    await clock.sleep(1000);
    await read();
    expect(given).toBe(2);
  });

  test("is requested again after a status 503", async () => {
    const registry = await guarded({ is: "token" });
    let failed = 0;
    registry.answerer = ({ url }, response) =>
      url.startsWith("/token") && failed++ < 2 && json(response, 503, {});
    await reader(registry).read();
    expect(failed).toBe(3);
  });

  test("does not lead the stored login to another origin by a redirect", async () => {
    const registry = await guarded({ is: "token", user: "me", password: PASSWORD });
    const other = await ScriptedRegistry.start();
    other.answerer = (_, response) => json(response, 200, { token: "token-1" });
    registry.tokens = 1;
    registry.answerer = ({ url }, response) => {
      if (url.startsWith("/token")) response.writeHead(307, { location: "/other-place" }).end();
      else if (url === "/other-place") response.writeHead(307, { location: `${other.origin}/token` }).end();
      else return false;
      return true;
    };
    await reader(registry, me).read();
    const login = basic("me", PASSWORD);
    expect(sent(registry)).toEqual([undefined, login, login, "Bearer token-1"]);
    expect(sent(other)).toEqual([undefined]);
  });

  test("does not get an identity token at the target of a redirect", async () => {
    const registry = await guarded({ is: "token" });
    const other = await ScriptedRegistry.start();
    registry.answerer = ({ url }, response) => {
      if (!url.startsWith("/token")) return false;
      response.writeHead(307, { location: `${other.origin}/token` }).end();
      return true;
    };
    const reading = reader(registry, { identitytoken: "id-secret" }).read();
    await expect(reading).rejects.toMatchObject({ code: "registry-answer" });
    expect(other.seen).toEqual([]);
  });

  test("is not requested anonymously if it refuses the stored login", async () => {
    const registry = await guarded({ is: "token", user: "me", password: "other" });
    await expect(reader(registry, me).read()).rejects.toMatchObject({
      code: "registry-login",
      why: `the login stored for ${registry.host} in DOCKER_AUTH_CONFIG is not accepted: incorrect username or password`,
    });
    expect(sent(registry)).toEqual([undefined, basic("me", PASSWORD)]);
  });

  test("that refuses a request without a login is an error about the image", async () => {
    const registry = await guarded({ is: "token", user: "me", password: "other" });
    await expect(reader(registry).read()).rejects.toMatchObject({
      code: "registry-denied",
      next: `it may be private: log in with \`docker login ${registry.host}\``,
    });
  });

  test.each([
    ["http://example.com/token", "is not encrypted"],
    ["http://169.254.169.254/token", "link-local"],
    ["https://[fe80::1]/token", "link-local"],
    ["https://[febf::1]/token", "link-local"],
    ["https://[::ffff:169.254.169.254]/token", "link-local"],
    ["https://2852039166/token", "link-local"],
    ["file:///etc/passwd", "not a web address"],
    ["nonsense", "not an address"],
  ])("is not requested at the unsafe address %s", async (realm, reason) => {
    const registry = await guarded({ is: "token", realm });
    await expect(reader(registry, me).read()).rejects.toMatchObject({
      code: "registry-realm",
      why: expect.stringContaining(reason),
    });
  });
});

test("the token server of a registry with https must also use https, even on loopback", async () => {
  const registry = await ScriptedRegistry.start({ cert: GOOD_CERTIFICATE, key: TEST_KEY });
  const plain = await ScriptedRegistry.start();
  registry.guard = { is: "token", realm: `${plain.origin}/token` };
  const { client } = clientOf(registry, { insecure: [registry.host] });
  const reading = getManifest(client, "1", { size: null, limits: DEFAULT_LIMITS, cache: NO_CACHE });
  await expect(reading).rejects.toMatchObject({
    code: "registry-realm",
    why: expect.stringContaining("is not encrypted"),
  });
  expect(plain.seen).toEqual([]);
});

describe("tokens of a login", () => {
  test("an identity token is exchanged by a POST", async () => {
    const registry = await guarded({ is: "token" });
    await reader(registry, { identitytoken: "id-secret" }).read();
    const [, post] = registry.seen;
    expect([post.method, Object.fromEntries(new URLSearchParams(post.body))]).toEqual([
      "POST",
      {
        grant_type: "refresh_token",
        service: "scripted",
        scope: "repository:lab/app:pull",
        client_id: "layerx",
        refresh_token: "id-secret",
      },
    ]);
  });

  test.each([401, 404, 405])("after a POST with status %i, the password is used", async (status) => {
    const registry = await guarded({ is: "token", user: "me", password: PASSWORD });
    registry.answerer = ({ method }, response) => method === "POST" && json(response, status, {});
    await reader(registry, { ...me, identitytoken: "id-secret" }).read();
    expect(registry.requested[2]).toContain("account=me");
  });

  test.each([401, 404, 405])("a POST with status %i is an error without a password", async (status) => {
    const registry = await guarded({ is: "token" });
    registry.answerer = ({ method }, response) => method === "POST" && json(response, status, {});
    await expect(reader(registry, { identitytoken: "id-secret" }).read()).rejects.toMatchObject({
      code: status === 401 ? "registry-login" : "registry-answer",
    });
    expect(registry.seen.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  test.each([429, 500, 503])("a POST is not sent again after the status %i", async (status) => {
    const registry = await guarded({ is: "token" });
    registry.answerer = ({ method }, response) => method === "POST" && json(response, status, {});
    await expect(reader(registry, { ...me, identitytoken: "id-secret" }).read()).rejects.toMatchObject({
      code: status === 429 ? "registry-rate-limited" : "registry-answer",
    });
    expect(registry.requested).toEqual(["/v2/lab/app/manifests/1", "POST /token"]);
  });

  test("a registry token is sent unchanged, without a request to the token server", async () => {
    const registry = await guarded({ is: "token" });
    registry.tokens = 3;
    await reader(registry, { ...me, registrytoken: "token-3" }).read();
    expect(registry.requested).toEqual(["/v2/lab/app/manifests/1", "/v2/lab/app/manifests/1"]);
  });
});

describe("a registry with passwords", () => {
  test("gets the stored password after its first 401", async () => {
    const registry = await guarded({ is: "basic", user: "me", password: PASSWORD });
    await reader(registry, me).read();
    expect(sent(registry)).toEqual([undefined, basic("me", PASSWORD)]);
  });

  test("gives an error with the place of the stored password if it refuses this password", async () => {
    const registry = await guarded({ is: "basic", user: "me", password: "other" });
    await expect(reader(registry, me).read()).rejects.toMatchObject({
      code: "registry-login",
      why: expect.stringContaining("in DOCKER_AUTH_CONFIG is not accepted"),
    });
    expect(registry.seen).toHaveLength(2);
  });

  test("gives an error with the login command if no password is stored", async () => {
    const registry = await guarded({ is: "basic", user: "me", password: "other" });
    await expect(reader(registry).read()).rejects.toMatchObject({
      code: "registry-denied",
      next: `log in with \`docker login ${registry.host}\``,
    });
  });
});

describe("a registry that hides its images without a challenge", () => {
  test.each([403, 404])(
    "by status %i is requested at /v2/ for a challenge if a login is stored",
    async (status) => {
      const registry = await guarded({ is: "basic", user: "me", password: PASSWORD });
      registry.answerer = ({ url, headers }, response) =>
        url !== "/v2/" &&
        headers.authorization === undefined &&
        json(response, status, { errors: [{ code: "DENIED" }] });
      await reader(registry, me).read();
      expect(registry.requested).toEqual(["/v2/lab/app/manifests/1", "/v2/", "/v2/lab/app/manifests/1"]);
    },
  );

  test.each([403, 404])("by status %i is not requested at /v2/ after a login", async (status) => {
    const registry = await guarded({ is: "basic", user: "me", password: PASSWORD });
    registry.answerer = ({ headers }, response) =>
      headers.authorization !== undefined && json(response, status, {});
    const error = await reader(registry, me)
      .read()
      .catch((thrown) => thrown);
    expect(error.next).toMatch(/^check /);
    expect(error.next).not.toContain("private");
    expect(registry.requested).toEqual(["/v2/lab/app/manifests/1", "/v2/lab/app/manifests/1"]);
  });

  test("is not requested at /v2/ if no login is stored", async () => {
    const registry = await guarded(null);
    registry.answerer = (_, response) => json(response, 403, { errors: [{ code: "DENIED", message: "no" }] });
    await expect(reader(registry).read()).rejects.toMatchObject({
      code: "registry-denied",
      why: `${registry.host} answered 403: DENIED: no`,
      next: `it may be private: log in with \`docker login ${registry.host}\``,
    });
    expect(registry.seen).toHaveLength(1);
  });
});

test("the error of a broken credential helper is part of the error after a 401", async () => {
  const registry = await guarded({ is: "basic", user: "me", password: PASSWORD });
  const env = { PATH: "/nowhere", DOCKER_AUTH_CONFIG: JSON.stringify({ credsStore: "gone" }) };
  const { client } = clientOf(registry, { env });
  await expect(
    getManifest(client, "1", { size: null, limits: DEFAULT_LIMITS, cache: NO_CACHE }),
  ).rejects.toMatchObject({
    why: expect.stringContaining("there is no program docker-credential-gone"),
  });
  expect(client.authorization.warnings.map(({ code }) => code)).toEqual(["credential-helper"]);
});

test.each<[string, Guard | null]>([
  ["a token server that refuses the request", { is: "token", user: "me", password: PASSWORD }],
  ["a registry without the image", null],
])("the error of a broken credential helper is part of the error of %s", async (_, guard) => {
  const registry = await guarded(guard);
  registry.manifests.clear();
  const env = { PATH: "/nowhere", DOCKER_AUTH_CONFIG: JSON.stringify({ credsStore: "gone" }) };
  const { client } = clientOf(registry, { env });
  await expect(
    getManifest(client, "1", { size: null, limits: DEFAULT_LIMITS, cache: NO_CACHE }),
  ).rejects.toMatchObject({
    why: expect.stringContaining("there is no program docker-credential-gone"),
  });
});

test("a credential helper is run once, also if tokens expire", async () => {
  const registry = await guarded({ is: "token", user: "me", password: PASSWORD });
  const folder = tempDir();
  const path = join(folder, "docker-credential-x");
  const answer = JSON.stringify({ Username: "me", Secret: PASSWORD });
  writeFileSync(path, `#!/bin/sh\necho run >> ${folder}/runs\necho '${answer}'\n`);
  chmodSync(path, 0o755);
  const env = { PATH: `${folder}:/bin:/usr/bin`, DOCKER_AUTH_CONFIG: JSON.stringify({ credsStore: "x" }) };
  const { client, clock } = clientOf(registry, { env });
  for (let image = 0; image < 3; image++) {
    await getManifest(client, "1", { size: null, limits: DEFAULT_LIMITS, cache: NO_CACHE });
    await clock.sleep(300_000);
  }
  expect([registry.tokens, readFileSync(join(folder, "runs"), "utf8")]).toEqual([3, "run\n"]);
});

test("a warning about a login is a warning of the image", async () => {
  const registry = await ScriptedRegistry.start();
  push(registry, await image([{ a: "one" }]));
  registry.guard = { is: "token" };
  const network = { env: { DOCKER_AUTH_CONFIG: "{" } };
  const { warnings, close } = await open(`registry:${registry.host}/lab/app:1`, { network });
  expect(warnings.map(({ code }) => code)).toEqual(["credential-file"]);
  await close();
});

test("no line of --debug has a password, a token or an Authorization value", async () => {
  const registry = await guarded({ is: "token", user: "me", password: PASSWORD });
  const { read, traced } = reader(registry, { ...me, identitytoken: "id-secret" });
  registry.answerer = ({ method }, response) => method === "POST" && json(response, 404, {});
  await read();
  expect(traced.length).toBeGreaterThan(3);
  expect(traced.join("\n")).not.toMatch(new RegExp(`hunter2|id-secret|token-1|Bearer|Basic|${me.auth}`));
});
