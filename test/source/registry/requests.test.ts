import { describe, expect, test, vi } from "vitest";
import { NO_CACHE } from "../../../src/source/cache/cache.js";
import { DEFAULT_LIMITS } from "../../../src/source/limits.js";
import { listTags } from "../../../src/source/registry/list-repositories.js";
import { getManifest } from "../../../src/source/registry/manifest.js";
import { exchange } from "../../../src/source/registry/net/exchange.js";
import { registryWorld } from "../../../src/source/registry/open-registry.js";
import { GOOD_CERTIFICATE, TEST_KEY } from "../../support/certificates.js";
import { digestOf, image } from "../../support/fixture.js";
import { push } from "../../support/push.js";
import { cutAfter, json, ScriptedRegistry } from "../../support/scripted-registry.js";
import { open } from "../opening.js";
import { clientOf, type Surroundings } from "./client-of.js";

const EMPTY = { schemaVersion: 2, layers: [] };

async function registryWithImage(): Promise<ScriptedRegistry> {
  const registry = await ScriptedRegistry.start();
  registry.manifest("lab/app", ["1"], EMPTY);
  return registry;
}

function manifestOf(
  registry: ScriptedRegistry,
  around: Surroundings & { digest?: string; size?: number } = {},
) {
  const { client, clock, traced } = clientOf(registry, around);
  const manifest = getManifest(client, around.digest ?? "1", {
    size: around.size ?? null,
    limits: DEFAULT_LIMITS,
    cache: NO_CACHE,
  });
  return { manifest, client, clock, traced };
}

describe("a manifest", () => {
  test("is read by one GET with four accepted types, without a login and without compression", async () => {
    const registry = await registryWithImage();
    const { kind } = await manifestOf(registry).manifest;
    expect([kind, registry.requested]).toEqual(["manifest", ["/v2/lab/app/manifests/1"]]);
    const [{ headers }] = registry.seen;
    expect(headers.accept?.split(", ")).toEqual([
      "application/vnd.oci.image.index.v1+json",
      "application/vnd.oci.image.manifest.v1+json",
      "application/vnd.docker.distribution.manifest.list.v2+json",
      "application/vnd.docker.distribution.manifest.v2+json",
    ]);
    expect([headers["accept-encoding"], headers.authorization]).toEqual(["identity", undefined]);
  });

  test("has the digest of its bytes; Docker-Content-Digest and Content-Type are ignored", async () => {
    const registry = await registryWithImage();
    registry.answerer = (_, response) =>
      json(response, 200, EMPTY, {
        "docker-content-digest": `sha256:${"0".repeat(64)}`,
        "content-type": "text/plain",
      });
    const { digest } = await manifestOf(registry).manifest;
    expect(digest).toBe(registry.manifest("x", [], EMPTY).digest);
  });

  test("that is requested by a digest must have this digest", async () => {
    const registry = await registryWithImage();
    registry.answerer = (_, response) => json(response, 200, EMPTY);
    const { manifest } = manifestOf(registry, { digest: `sha256:${"0".repeat(64)}` });
    await expect(manifest).rejects.toMatchObject({ code: "registry-mismatch" });
  });

  test("must have the size in its index", async () => {
    const registry = await registryWithImage();
    await expect(manifestOf(registry, { size: 5 }).manifest).rejects.toMatchObject({
      code: "registry-mismatch",
      why: expect.stringContaining("5 bytes was expected"),
    });
  });

  test.each<[string, unknown, string]>([
    ["with HTML", "<!doctype html><title>Log in</title>", "not-a-registry"],
    ["with other JSON", { hello: "world" }, "not-a-registry"],
    ["of schema 1", { schemaVersion: 1, fsLayers: [] }, "registry-old-schema"],
    ["of schema 1 by its number", { schemaVersion: 1, layers: [] }, "registry-old-schema"],
    ["of schema 1 by its fields", { fsLayers: [], layers: [] }, "registry-old-schema"],
    ["with layers and manifests", { schemaVersion: 2, layers: [], manifests: [] }, "bad-document"],
    ["without layers and manifests", { schemaVersion: 2 }, "bad-document"],
    [
      "with the media type of an index and the fields of a manifest",
      { schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", layers: [] },
      "bad-document",
    ],
  ])("%s is refused", async (_, document, code) => {
    const registry = await ScriptedRegistry.start();
    registry.manifest("lab/app", ["1"], document);
    await expect(manifestOf(registry).manifest).rejects.toMatchObject({ code });
  });

  test("that is missing is an error with the registry's message and a hint about private images", async () => {
    const registry = await ScriptedRegistry.start();
    await expect(manifestOf(registry).manifest).rejects.toMatchObject({
      code: "registry-not-found",
      what: `the registry has no image ${registry.host}/lab/app:1`,
      why: `${registry.host} answered 404: MANIFEST_UNKNOWN: unknown to registry`,
      next: `check the name and the tag; it may be private: \`docker login ${registry.host}\``,
    });
  });

  test("that is missing by its digest is an error about the digest", async () => {
    const { host } = await ScriptedRegistry.start();
    const opening = open(`registry:${host}/lab/app@${digestOf(Buffer.from("gone"))}`, {
      network: { env: {} },
    });
    await expect(opening).rejects.toMatchObject({
      next: expect.stringMatching(/^check the name and the digest;/),
    });
  });

  test("has a limit on its size", async () => {
    const registry = await registryWithImage();
    const { client } = clientOf(registry);
    const limits = { ...DEFAULT_LIMITS, jsonBytes: 10 };
    await expect(getManifest(client, "1", { size: null, limits, cache: NO_CACHE })).rejects.toMatchObject({
      name: "LimitPassed",
    });
  });
});

describe("a request that fails", () => {
  test.each([408, 429, 500, 502, 503, 504])(
    "with status %i is sent four times, after longer and longer waits",
    async (status) => {
      const registry = await registryWithImage();
      registry.answerer = (_, response) => json(response, status, {});
      const { manifest, clock } = manifestOf(registry);
      await expect(manifest).rejects.toMatchObject({
        code: status === 429 ? "registry-rate-limited" : "registry-answer",
      });
      expect([registry.seen.length, clock.slept]).toEqual([4, [500, 1000, 2000]]);
    },
  );

  test.each([400, 401, 403, 404, 410])("with status %i is not sent again", async (status) => {
    const registry = await registryWithImage();
    registry.answerer = (_, response) => json(response, status, {});
    await expect(manifestOf(registry).manifest).rejects.toMatchObject({ name: "LayerxError" });
    expect(registry.seen).toHaveLength(1);
  });

  test("by a cut body is sent again", async () => {
    const registry = await registryWithImage();
    registry.answerer = (_, response) => {
      if (registry.seen.length > 1) return false;
      cutAfter(response, Buffer.from(JSON.stringify(EMPTY)), 5);
      return true;
    };
    expect((await manifestOf(registry).manifest).value).toEqual(EMPTY);
  });

  test("whose body is cut again and again is an error that says so", async () => {
    const registry = await registryWithImage();
    registry.answerer = (_, response) => {
      cutAfter(response, Buffer.from(JSON.stringify(EMPTY)), 5);
      return true;
    };
    await expect(manifestOf(registry).manifest).rejects.toMatchObject({
      code: "registry-unreachable",
      why: `${registry.host}: it closed the connection in the middle of an answer`,
    });
    expect(registry.seen).toHaveLength(4);
  });

  test("is sent again after the time in Retry-After, in seconds or until a date", async () => {
    const registry = await registryWithImage();
    const values = ["7", "Thu, 01 Jan 2026 00:00:37 GMT"];
    registry.answerer = (_, response) => {
      const value = values.shift();
      return value !== undefined && json(response, 429, {}, { "retry-after": value });
    };
    const { manifest, clock } = manifestOf(registry);
    await manifest;
    expect(clock.slept).toEqual([7000, 30_000]);
  });

  test("with a Retry-After over a minute is an error at once, with the time", async () => {
    const registry = await registryWithImage();
    registry.answerer = (_, response) =>
      json(
        response,
        429,
        { errors: [{ code: "TOOMANYREQUESTS", message: "slow down" }] },
        { "retry-after": 3600 },
      );
    await expect(manifestOf(registry).manifest).rejects.toMatchObject({
      code: "registry-rate-limited",
      why: `${registry.host} answered 429: TOOMANYREQUESTS: slow down; it requires a wait of 3600 s, until 2026-01-01T01:00:00Z`,
    });
    expect(registry.seen).toHaveLength(1);
  });

  test.each([
    [60, 2],
    [61, 1],
  ])(
    "is sent again after a Retry-After of at most 60 s; after %i s the requests are %i",
    async (seconds, requests) => {
      const registry = await registryWithImage();
      registry.answerer = (_, response) =>
        registry.seen.length === 1 && json(response, 503, {}, { "retry-after": seconds });
      const { manifest, clock } = manifestOf(registry);
      await manifest.catch(() => undefined);
      expect([registry.seen.length, clock.slept]).toEqual([requests, requests === 1 ? [] : [60_000]]);
    },
  );

  test("shows the user why and how long it waits, and says when it is sent again", async () => {
    const registry = await registryWithImage();
    registry.answerer = (_, response) =>
      registry.seen.length === 1 ? json(response, 429, {}, { "retry-after": 42 }) : json(response, 404, {});
    const phases: string[] = [];
    const clock = { now: () => 0, sleep: async () => undefined, random: () => 0.5 };
    const onProgress = ({ phase }: { phase: string }) => phases.push(phase);
    const opening = open(`registry:${registry.host}/lab/app:1`, { network: { env: {}, clock }, onProgress });
    await expect(opening).rejects.toMatchObject({ code: "registry-not-found" });
    const why = `${registry.host} answered 429 Too Many Requests`;
    expect(phases).toEqual([`${why}, next try in 42 s`, `${why}, trying again`]);
  });

  test.each(["a layer", "a list of tags"])(
    "shows the user why and how long it waits for %s",
    async (what) => {
      const registry = await ScriptedRegistry.start();
      const built = await image([{ a: "one" }]);
      push(registry, built);
      const phases: string[] = [];
      const clock = { now: () => 0, sleep: async () => undefined, random: () => 0.5 };
      const options = {
        network: { env: {}, clock },
        onProgress: ({ phase }: { phase: string }) => void phases.push(phase),
      };
      let broken = false;
      registry.answerer = ({ url }, response) => {
        if (broken || !(url.endsWith(built.layers[0].digest) || url.includes("/tags/"))) return false;
        broken = true;
        return json(response, 503, {}, { "retry-after": 9 });
      };
      if (what === "a list of tags")
        expect(
          await listTags({ repository: `${registry.host}/lab/app`, inCatalogue: false }, options),
        ).toEqual(["1"]);
      else {
        const { layers, close } = await open(`registry:${registry.host}/lab/app:1`, options);
        await layers[0].members({});
        await close();
      }
      const why = `${registry.host} answered 503 Service Unavailable`;
      expect(phases).toEqual([`${why}, next try in 9 s`, `${why}, trying again`]);
    },
  );

  test("on a reused connection that the server closed is sent again at once", async () => {
    const registry = await registryWithImage();
    const { client, clock } = clientOf(registry);
    const get = () => getManifest(client, "1", { size: null, limits: DEFAULT_LIMITS, cache: NO_CACHE });
    await get();
    let cut = 0;
    registry.answerer = (_, response) => {
      cut += 1;
      if (cut > 1) return false;
      response.destroy();
      return true;
    };
    await get();
    expect([cut, clock.slept]).toEqual([2, []]);
  });

  test("on a new connection that the server closed is sent four times, with waits", async () => {
    const registry = await registryWithImage();
    registry.answerer = (_, response) => {
      response.destroy();
      return true;
    };
    const { manifest, clock } = manifestOf(registry);
    await expect(manifest).rejects.toMatchObject({ code: "registry-unreachable" });
    expect([registry.seen.length, clock.slept]).toEqual([4, [500, 1000, 2000]]);
  });

  test("leaves its connection open for the next request after a short answer, but not after a 416", async () => {
    const registry = await registryWithImage();
    const { client } = clientOf(registry);
    const connectionsAfter = async (status: number) => {
      registry.answerer = (_, response) => {
        if (status !== 416) return json(response, status, {}, { "content-length": 2 });
        // As docker-registry 2.8 does: it announces the whole blob and does not end its answer.
        response.writeHead(416, { "content-length": 1000 }).write("x".repeat(33));
        return true;
      };
      const request = { url: new URL(`${registry.origin}/x`) };
      const answer = await exchange(request, { connections: client.world.connections, idleMs: 5000 });
      answer.discard();
      await vi.waitFor(() => {
        const free = Object.values(client.world.connections.agentFor(request.url).freeSockets).flat();
        expect([registry.openConnections, free.length]).toEqual(status === 416 ? [0, 0] : [1, 1]);
      });
      return registry.connections;
    };
    expect(await connectionsAfter(404)).toBe(1);
    expect(await connectionsAfter(416)).toBe(1);
    expect(await connectionsAfter(404)).toBe(2);
  });

  test("has 30 s for each answer", () => {
    expect(registryWorld({ env: {} }, undefined).idleMs).toBe(30_000);
    expect(registryWorld({ env: {}, timeoutSeconds: 5 }, undefined).idleMs).toBe(5000);
  });

  test("by a timeout is an error that shows the waiting time", async () => {
    const registry = await registryWithImage();
    registry.answerer = () => true;
    await expect(manifestOf(registry, { idleMs: 20 }).manifest).rejects.toMatchObject({
      code: "registry-timeout",
      why: `${registry.host} sent nothing for 0.02 s`,
    });
  });

  test("with status 101 is an error like a closed connection", async () => {
    const registry = await registryWithImage();
    registry.answerer = (_, response) => {
      response.socket?.end("HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n");
      return true;
    };
    await expect(manifestOf(registry).manifest).rejects.toMatchObject({
      code: "registry-unreachable",
      why: `${registry.host}: it closed the connection without an answer`,
    });
  });

  test.each(["9".repeat(23), "9".repeat(400)])(
    "with an endless Retry-After is an error: %s",
    async (seconds) => {
      const registry = await registryWithImage();
      registry.answerer = (_, response) => json(response, 503, {}, { "retry-after": seconds });
      await expect(manifestOf(registry).manifest).rejects.toMatchObject({
        code: "registry-answer",
        why: `${registry.host} answered 503 for the manifest; it requires an endless wait`,
      });
      expect(registry.seen).toHaveLength(1);
    },
  );

  test("because no server listens is an error that says so", async () => {
    const registry = await registryWithImage();
    await registry.stop();
    await expect(
      manifestOf({ ...registry, host: "127.0.0.1:1" } as ScriptedRegistry).manifest,
    ).rejects.toMatchObject({
      code: "registry-unreachable",
      why: "127.0.0.1:1: nothing accepts connections there",
    });
  });

  test("by the abort signal ends with the signal's reason", async () => {
    const registry = await registryWithImage();
    const stop = new AbortController();
    registry.answerer = () => {
      stop.abort(new Error("stopped by the user"));
      return true;
    };
    await expect(manifestOf(registry, { signal: stop.signal }).manifest).rejects.toThrow(
      "stopped by the user",
    );
  });
});

describe("a redirect", () => {
  test.each([301, 302, 303, 307, 308])(
    "with status %i and a relative address is followed",
    async (status) => {
      const registry = await registryWithImage();
      registry.answerer = ({ url }, response) => {
        if (url === "/elsewhere") return json(response, 200, EMPTY);
        response.writeHead(status, { location: "/elsewhere" }).end();
        return true;
      };
      expect((await manifestOf(registry).manifest).value).toEqual(EMPTY);
    },
  );

  test("is followed at most five times", async () => {
    const registry = await registryWithImage();
    registry.answerer = ({ url }, response) => {
      response.writeHead(302, { location: `${url}x` }).end();
      return true;
    };
    await expect(manifestOf(registry).manifest).rejects.toMatchObject({ code: "registry-redirect" });
    expect(registry.seen).toHaveLength(6);
  });

  test("to a host that refuses or does not answer names that host in the error", async () => {
    const registry = await registryWithImage();
    const storage = await ScriptedRegistry.start();
    const { host } = storage;
    storage.answerer = (_, response) => json(response, 403, { message: "Request has expired" });
    registry.answerer = (_, response) => {
      response.writeHead(307, { location: `http://${host}/signed?key=secret` }).end();
      return true;
    };
    await expect(manifestOf(registry).manifest).rejects.toMatchObject({
      code: "registry-denied",
      why: `${host} answered 403: Request has expired`,
    });
    await storage.stop();
    await expect(manifestOf(registry).manifest).rejects.toMatchObject({
      code: "registry-unreachable",
      why: `${host}: nothing accepts connections there`,
    });
  });

  test.each(["http://example.invalid/x", "file:///etc/passwd", "ftp://127.0.0.1/x", "http://["])(
    "to %s is refused",
    async (location) => {
      const registry = await registryWithImage();
      registry.answerer = (_, response) => {
        response.writeHead(302, { location }).end();
        return true;
      };
      await expect(manifestOf(registry).manifest).rejects.toMatchObject({ code: "registry-redirect" });
    },
  );

  test("to another origin is requested without the login, and its query is not shown", async () => {
    const [registry, other] = [await registryWithImage(), await ScriptedRegistry.start()];
    registry.guard = { is: "basic", user: "me", password: "hunter2" };
    other.answerer = (_, response) => json(response, 404, {});
    registry.answerer = ({ headers }, response) => {
      if (headers.authorization === undefined) return false;
      response.writeHead(307, { location: `http://u:p@${other.host}/x?signature=s3cret` }).end();
      return true;
    };
    const auth = Buffer.from("me:hunter2").toString("base64");
    const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [registry.host]: { auth } } }) };
    const { manifest, traced } = manifestOf(registry, { env });
    await expect(manifest).rejects.toMatchObject({ code: "registry-not-found" });
    expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(traced.join("\n")).toContain(`${other.host}/x`);
    expect(traced.join("\n")).not.toMatch(/s3cret|hunter2|bWU6|u:p/);
  });

  test("within the registry is requested with the login", async () => {
    const registry = await registryWithImage();
    registry.guard = { is: "basic", user: "me", password: "hunter2" };
    registry.answerer = ({ url, headers }, response) => {
      if (headers.authorization === undefined || url === "/elsewhere") return false;
      response.writeHead(307, { location: "/elsewhere" }).end();
      return true;
    };
    const auth = Buffer.from("me:hunter2").toString("base64");
    const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [registry.host]: { auth } } }) };
    await expect(manifestOf(registry, { env }).manifest).rejects.toMatchObject({
      code: "registry-not-found",
    });
    expect(registry.seen.map(({ url, headers }) => [url, headers.authorization !== undefined])).toEqual([
      ["/v2/lab/app/manifests/1", false],
      ["/v2/lab/app/manifests/1", true],
      ["/elsewhere", true],
    ]);
  });

  test.each([403, 404])(
    "to another origin that answers %i does not lead to a login at the registry",
    async (status) => {
      const [registry, other] = [await registryWithImage(), await ScriptedRegistry.start()];
      other.answerer = (_, response) => json(response, status, {});
      registry.answerer = ({ url }, response) => {
        if (url === "/v2/") return false;
        response.writeHead(307, { location: `${other.origin}/x` }).end();
        return true;
      };
      const auth = Buffer.from("me:hunter2").toString("base64");
      const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [registry.host]: { auth } } }) };
      await expect(manifestOf(registry, { env }).manifest).rejects.toMatchObject({ name: "LayerxError" });
      expect(registry.requested).toEqual(["/v2/lab/app/manifests/1"]);
    },
  );

  test("to another origin does not get the registry's login, even if it demands one", async () => {
    const [registry, other] = [await registryWithImage(), await ScriptedRegistry.start()];
    registry.guard = { is: "basic", user: "me", password: "hunter2" };
    other.guard = { is: "basic", user: "me", password: "hunter2" };
    registry.answerer = ({ headers }, response) => {
      if (headers.authorization === undefined) return false;
      response.writeHead(307, { location: `${other.origin}/x` }).end();
      return true;
    };
    const auth = Buffer.from("me:hunter2").toString("base64");
    const auths = { [registry.host]: { auth }, [other.host]: { auth } };
    const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) };
    await expect(manifestOf(registry, { env }).manifest).rejects.toMatchObject({ code: "registry-denied" });
    expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test("from https to http is refused, even on loopback", async () => {
    const registry = await ScriptedRegistry.start({ cert: GOOD_CERTIFICATE, key: TEST_KEY });
    const plain = await ScriptedRegistry.start();
    registry.answerer = (_, response) => {
      response.writeHead(302, { location: `${plain.origin}/x` }).end();
      return true;
    };
    await expect(manifestOf(registry, { insecure: ["127.0.0.1"] }).manifest).rejects.toMatchObject({
      code: "registry-redirect",
      why: expect.stringContaining("which is not encrypted"),
    });
    expect(plain.seen).toEqual([]);
  });

  test("is judged by the host that sent it, and not by the registry", async () => {
    const [registry, plain] = [await registryWithImage(), await ScriptedRegistry.start()];
    const secure = await ScriptedRegistry.start({ cert: GOOD_CERTIFICATE, key: TEST_KEY });
    registry.answerer = (_, response) => {
      response.writeHead(302, { location: `${secure.origin}/x` }).end();
      return true;
    };
    secure.answerer = ({ url }, response) => {
      if (url === "/y") return json(response, 200, EMPTY);
      response.writeHead(302, { location: secure.seen.length > 1 ? "/y" : `${plain.origin}/x` }).end();
      return true;
    };
    const around = { insecure: [secure.host] };
    await expect(manifestOf(registry, around).manifest).rejects.toMatchObject({ code: "registry-redirect" });
    expect(plain.seen).toEqual([]);
    expect((await manifestOf(registry, around).manifest).value).toEqual(EMPTY);
    expect(secure.requested).toEqual(["/x", "/x", "/y"]);
  });
});

test("every retry starts at the registry again, because a redirect is valid only for a short time", async () => {
  const [registry, storage] = [await registryWithImage(), await ScriptedRegistry.start()];
  let signed = 0;
  registry.answerer = (_, response) => {
    response.writeHead(307, { location: `${storage.origin}/x?signature=${++signed}` }).end();
    return true;
  };
  storage.answerer = (_, response) =>
    json(response, storage.seen.length > 1 ? 200 : 503, storage.seen.length > 1 ? EMPTY : {});
  await manifestOf(registry).manifest;
  expect(storage.requested).toEqual(["/x?signature=1", "/x?signature=2"]);
});
