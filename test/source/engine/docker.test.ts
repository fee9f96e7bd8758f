import { spawnSync } from "node:child_process";
import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { digestOf, image } from "../../support/fixture.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { archive } from "../../support/save.js";
import { json } from "../../support/scripted-engine.js";
import { open, refusal } from "../opening.js";
import { engineWith, ID } from "./engine-test.js";

describe("an image of Docker Engine", () => {
  test("has the same layers as its saved archive, and the tags that the engine lists", async () => {
    const { archive, env } = await engineWith();
    const fromEngine = await layerx(["tree", "docker:app:1", "--format", "json"], { env });
    const fromPipe = await layerx(["tree", "-", "--format", "json"], { stdin: archive });
    expect(fromEngine.stderr).toBe("");
    expect(JSON.parse(fromEngine.stdout).layers).toEqual(JSON.parse(fromPipe.stdout).layers);

    const opened = await open("docker:app:1", { network: { env } });
    expect(opened).toMatchObject({
      format: "docker",
      source: "docker:app:1",
      references: ["app:1", "app:latest"],
    });
    // The ID is the digest of the config, also if the engine shows another ID.
    const [{ Config }] = JSON.parse(String(member(archive, "manifest.json")));
    expect([opened.id, opened.digest]).toEqual([digestOf(member(archive, Config)), null]);
    expect(opened.id).not.toBe(ID);
    await opened.close();
  });

  test.each(["docker:app:1", "docker-daemon:app:1", "docker://app:1", "app:1"])(
    "can be named as %s",
    async (source) => {
      const { env } = await engineWith();
      const opened = await open(source, { network: { env } });
      expect([opened.source, opened.layers.length]).toEqual([source, 2]);
      await opened.close();
    },
  );

  test("without a tag has no references, also in an engine that lists the tag <none>", async () => {
    const { archive } = await engineWith();
    const { env } = await engineWith({ images: { [ID]: { Id: ID, RepoTags: ["<none>:<none>"], archive } } });
    const opened = await open(`docker:${ID}`, { network: { env } });
    await opened.close();
    expect(opened.references).toEqual([]);
  });

  test("is shown by the tag that the user named, also if the engine lists another one first", async () => {
    const { env } = await engineWith();
    const { stdout } = await layerx(["docker:app"], { env });
    expect(stdout).toMatch(/^app:latest {2}linux\/amd64 {2}docker\nsource {3}docker:app\nalso {5}app:1\n/);
    const { stdout: changes } = await layerx(["diff", "app:1", "docker:app"], { env });
    expect(changes).toMatch(/^app:1 and app:latest \(docker:app\) are /);
  });

  test("is inspected by its name and saved by its ID, so that a moved tag has no effect", async () => {
    const { engine, env } = await engineWith();
    await (await open("app:1", { network: { env } })).close();
    expect(engine.requests).toEqual([
      "/_ping",
      "/v1.43/images/app%3A1/json",
      `/v1.43/images/${encodeURIComponent(ID)}/get`,
    ]);
  });

  test.each([
    ["localhost:5000/a/b:t", "localhost%3A5000/a/b%3At"],
    ["app", "app"],
    [`app@${ID}`, `app%40${encodeURIComponent(ID)}`],
    [ID, encodeURIComponent(ID)],
    [ID.slice(7), ID.slice(7)],
    ["a1b2", "a1b2"],
  ])("is requested with an escaped name: %s", async (name, escaped) => {
    const { engine, env } = await engineWith();
    const opening = open(`docker:${name}`, { network: { env } });
    await opening.then((opened) => opened.close()).catch(() => undefined);
    expect(engine.requests[1]).toBe(`/v1.43/images/${escaped}/json`);
  });

  test.each([
    ["Libpod-Api-Version", "4.3.1"],
    ["Server", "Libpod/4.3.1 (linux)"],
  ])("has the format podman if Podman answers at Docker's address: %s: %s", async (name, value) => {
    const { env } = await engineWith({ headers: { [name]: value } });
    const opened = await open("docker:app:1", { network: { env } });
    expect(opened.format).toBe("podman");
    await opened.close();
  });
});

describe("the version of the API", () => {
  test.each([
    ["1.24", "/v1.24/"],
    ["1.9", "/v1.9/"],
    ["1.99", "/v1.51/"],
    [null, "/images/"],
  ])("is the lower one of the engine's and layerx's versions: %s", async (version, begin) => {
    const { engine, env } = await engineWith({ version });
    await (await open("app:1", { network: { env } })).close();
    expect(engine.requests[1].startsWith(begin)).toBe(true);
  });

  test("is DOCKER_API_VERSION if it is set", async () => {
    const { engine, env } = await engineWith();
    await (await open("app:1", { network: { env: { ...env, DOCKER_API_VERSION: "1.30" } } })).close();
    expect(engine.requests[1]).toMatch(/^\/v1\.30\//);
  });

  test.each(["1.4 1", "../x", "latest", "1.41?x"])(
    "is an error if DOCKER_API_VERSION is not a version: %s",
    async (version) => {
      const { engine, env } = await engineWith();
      const network = { env: { ...env, DOCKER_API_VERSION: version } };
      expect(await refusal(open("app:1", { network }))).toBe(
        `engine-setting: cannot find the engine, since DOCKER_API_VERSION is ${version}: it is not a version`,
      );
      expect(engine.requests).toEqual(["/_ping"]);
    },
  );

  test.each([
    ["1.47", false],
    ["1.48", true],
  ])("%s: decides if the request for the archive contains the platform: %s", async (version, included) => {
    const { engine, env } = await engineWith({ version });
    await (await open("app:1", { network: { env }, platform: "linux/amd64" })).close();
    expect(engine.requests[2].includes("?platform=")).toBe(included);
  });
});

test("--image selects one of several images in the archive of an engine, and is an error if it names none", async () => {
  const images = [
    await image([{ a: "one" }], { references: ["app:1"] }),
    await image([{ b: "two" }, { b: "three" }], { references: ["app:2"] }),
  ];
  const { env } = await engineWith({
    images: { app: { Id: ID, archive: await archive(packings.dockerSave24, images) } },
  });
  const layersOf = async (choice: string) => {
    const opened = await open("docker:app", { network: { env }, image: choice });
    await opened.close();
    return opened.layers.length;
  };
  expect([await layersOf("app:1"), await layersOf("app:2"), await layersOf("1")]).toEqual([1, 2, 2]);
  expect(await refusal(open("docker:app", { network: { env }, image: "app:3" }))).toMatch(
    /^no-such-image: app contains no image app:3, since it contains:\n +0 +app:1/,
  );
  const one = await engineWith();
  expect(await refusal(open("docker:app:1", { network: { env: one.env }, image: "other:1" }))).toMatch(
    /^no-such-image: app:1 contains no image other:1, since it contains:\n +0 +app:1/,
  );
});

describe("an answer of the engine:", () => {
  const inTar = (message: string) => JSON.stringify({ errorDetail: { message }, error: "failed" });

  test.each([
    ["before the first header", (_: Buffer) => Buffer.alloc(0)],
    ["after some members", (archive: Buffer) => archive],
  ])("an error in the archive %s is shown", async (_, begin) => {
    const { archive } = await engineWith();
    const { env } = await engineWith({
      instead: {
        "/get": (_request, response) => {
          response.write(
            Buffer.concat([begin(wholeMembers(archive)), Buffer.from(inTar("the disk is full"))]),
          );
          response.end();
        },
      },
    });
    expect(await refusal(open("docker:app:1", { network: { env } }))).toMatch(
      /^engine-failed: cannot read app:1 from Docker Engine, since unix:.*: the disk is full$/,
    );
  });

  test("a connection that is cut within a member is an error", async () => {
    const { archive } = await engineWith();
    const { env } = await engineWith({
      instead: {
        "/get": (_request, response) => {
          response.writeHead(200);
          response.write(archive.subarray(0, 700), () => response.destroy());
        },
      },
    });
    expect(await refusal(open("docker:app:1", { network: { env } }))).toMatch(
      /^engine-cut: .* stopped in the middle of the image: the connection was cut$/,
    );
  });

  test.each([
    ["within a member", () => 700],
    ["behind its last member", (archive: Buffer) => archive.findLastIndex((byte) => byte !== 0) + 1],
  ])("an archive that ends %s is an error", async (_, end) => {
    const { archive } = await engineWith();
    const bytes = Math.ceil(end(archive) / 512) * 512;
    const { env } = await engineWith({
      instead: { "/get": (_request, response) => response.end(archive.subarray(0, bytes)) },
    });
    expect(await refusal(open("docker:app:1", { network: { env } }))).toMatch(/^archive-truncated: /);
  });

  test.each([
    [400, "invalid reference format"],
    [500, "the store is broken"],
    [503, "not a member of a swarm"],
  ])("the search ends with the engine's message for status %d", async (status, message) => {
    const { env } = await engineWith({
      instead: { "/json": (_, response) => json(response, status, { message }) },
    });
    expect(await refusal(open("app:1", { network: { env } }))).toMatch(
      new RegExp(`^engine-failed: .*it answered ${status}: ${message}$`),
    );
  });

  test("a message is shown escaped and with at most 500 characters", async () => {
    const message = `\u001b[31m${"x".repeat(2000)}`;
    const { env } = await engineWith({
      instead: { "/json": (_, response) => json(response, 500, { message }) },
    });
    const said = await refusal(open("app:1", { network: { env } }));
    expect(said).toContain("\\x1b[31m");
    expect(said.length).toBeLessThan(700);
  });

  test("the message explains that an image without layers cannot be saved", async () => {
    const message = "empty export - not implemented";
    const { env } = await engineWith({
      instead: { "/get": (_, response) => json(response, 500, { message }) },
    });
    expect(await refusal(open("app:1", { network: { env } }))).toContain("the image has no layers");
  });

  test("an answer with status 101 is an error at once", async () => {
    const { env } = await engineWith({
      instead: {
        "/json": (_, response) =>
          void response.socket?.end("HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
      },
    });
    expect(await refusal(open("docker:app:1", { network: { env } }))).toContain(
      "it closed the connection without an answer",
    );
  });

  test("a connection that is closed while the engine packs is an error in plain words", async () => {
    const { env } = await engineWith({ instead: { "/get": (_, response) => void response.destroy() } });
    expect(await refusal(open("docker:app:1", { network: { env } }))).toMatch(
      /^engine-cut: .* stopped in the middle of the image: it closed the connection without an answer$/,
    );
  });

  test("a missing answer is a timeout, but not while the engine packs the image", async () => {
    const silent = await engineWith({ instead: { _ping: () => {} } });
    expect(
      await refusal(open("docker:app:1", { network: { env: silent.env, timeoutSeconds: 0.05 } })),
    ).toContain("no answer for 0.05 s");

    const { archive } = silent;
    const slow = await engineWith({
      instead: { "/get": (_, response) => setTimeout(() => response.end(archive), 150) },
    });
    const phases: string[] = [];
    const onProgress = ({ phase }: { phase: string }) => phases.push(phase);
    await (
      await open("docker:app:1", { network: { env: slow.env, timeoutSeconds: 0.05 }, onProgress })
    ).close();
    expect(phases[0]).toBe("docker is packing the image, 0 s");
  });

  test("an archive that stops after its first bytes is a timeout", async () => {
    const { archive } = await engineWith();
    const { env } = await engineWith({
      instead: { "/get": (_, response) => void response.write(archive.subarray(0, 512)) },
    });
    expect(await refusal(open("docker:app:1", { network: { env, timeoutSeconds: 0.05 } }))).toMatch(
      /^engine-cut: .* stopped in the middle of the image: no byte for 0\.05 s$/,
    );
  });

  test("the first byte of the archive has no timeout, also after the headers of the answer", async () => {
    const { archive } = await engineWith();
    const { env } = await engineWith({
      instead: {
        "/get": (_, response) => {
          response.writeHead(200).flushHeaders();
          setTimeout(() => response.end(archive), 700);
        },
      },
    });
    const opened = await open("docker:app:1", { network: { env, timeoutSeconds: 0.4 } });
    expect(opened.layers).toHaveLength(2);
    await opened.close();
  });
});

test.each([
  ["1.48", false],
  ["1.49", true],
])(
  "%s: the inspection names the wanted platform only if the engine supports that: %s",
  async (version, named) => {
    const { engine, env } = await engineWith({ version });
    await (await open("app:1", { network: { env }, platform: "linux/arm64/v8" }).catch(() => null))?.close();
    const query = `?platform=${encodeURIComponent('{"os":"linux","architecture":"arm64","variant":"v8"}')}`;
    expect(engine.requests[1]).toBe(`/v${version}/images/app%3A1/json${named ? query : ""}`);
  },
);

test("an image without the requested platform is an error about the platform", async () => {
  const { env } = await engineWith({
    version: "1.51",
    instead: {
      "/json?platform": (_, response) =>
        json(response, 404, {
          message: "image with reference app:1 was found but does not provide the specified platform",
        }),
    },
  });
  const opening = open("app:1", { network: { env }, platform: "linux/arm64" });
  expect(await refusal(opening)).toMatch(/^platform-mismatch: app:1 contains no image for/);
});

test("the platform of the config is checked, because an old engine ignores the requested platform", async () => {
  const { engine, env } = await engineWith({ version: "1.43" });
  const opening = open("docker:app:1", { network: { env }, platform: "linux/arm64" });
  expect(await refusal(opening)).toMatch(
    /^platform-mismatch: app:1 contains no image for linux\/arm64, since it is for/,
  );
  expect(engine.requests.at(-1)).toMatch(/\/get$/);
});

test.each([
  ["Docker's JSON", { message: "from docker" }, "from docker"],
  ["Podman's JSON", { cause: "deep", message: "from podman", response: 500 }, "from podman"],
  ["plain text", "from text", "from text"],
])("the message of an error is found in %s", async (_, body, words) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const { env } = await engineWith({
    instead: { "/json": (_, response) => response.writeHead(500).end(text) },
  });
  expect(await refusal(open("docker:app:1", { network: { env } }))).toMatch(
    new RegExp(`it answered 500: ${words}$`),
  );
});

describe("an image that the engine does not have", () => {
  test.each([
    [
      "a page of something else",
      (response: ServerResponse) => response.writeHead(404).end("<html>404</html>"),
    ],
    [
      "an engine without that call",
      (response: ServerResponse) => json(response, 404, { message: "page not found" }),
    ],
  ])("is not assumed if the answer 404 is from %s", async (_, answer) => {
    const { env } = await engineWith({ instead: { "/json": (_, response) => void answer(response) } });
    expect(await refusal(open("app:1", { network: { env } }))).toMatch(/^engine-failed: .*it answered 404/);
  });

  test("is an error with the nearest name of the engine's images", async () => {
    const { env } = await engineWith();
    const { code, stdout, stderr } = await layerx(["history", "docker:apq"], { env });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Docker Engine has no image apq");
    expect(stderr).toContain("the nearest name there is app");
    expect(stderr).toContain("for a registry write `registry:NAME`");
  });

  test("is an error that names the engine of --source", async () => {
    const { env } = await engineWith();
    const { code, stderr } = await layerx(["history", "--source", "docker", "gone"], { env });
    expect([code, stderr.split("\n")[0]]).toEqual([2, "error: Docker Engine has no image gone"]);
  });
});

describe("cancelling", () => {
  test.each(["/_ping", "/json", "/get"])("ends the request in the phase of %s", async (phase) => {
    const stop = new AbortController();
    let dropped = () => {};
    const gone = new Promise<void>((resolve) => {
      dropped = resolve;
    });
    const { env } = await engineWith({
      instead: {
        [phase]: (_, response) => {
          response.on("close", dropped);
          stop.abort(new Error("cancelled"));
        },
      },
    });
    await expect(open("docker:app:1", { network: { env }, signal: stop.signal })).rejects.toThrow(
      "cancelled",
    );
    await gone;
  });

  test("ends a stream that has begun", async () => {
    const stop = new AbortController();
    const { archive } = await engineWith();
    const { env } = await engineWith({
      instead: { "/get": (_, response) => response.write(archive.subarray(0, 512)) },
    });
    const onProgress = ({ doneBytes }: { doneBytes: number }) => {
      if (doneBytes > 0) setImmediate(() => stop.abort(new Error("cancelled")));
    };
    await expect(open("docker:app:1", { network: { env }, signal: stop.signal, onProgress })).rejects.toThrow(
      "cancelled",
    );
  });
});

test("starting the program does not load the HTTP client", () => {
  const script =
    "require('./dist/cli.cjs'); process.stdout.write(String(process.moduleLoadList.includes('NativeModule http')))";
  expect(spawnSync(process.execPath, ["-e", script]).stdout.toString()).toBe("false");
});

/** The archive up to the end of its first member. */
function wholeMembers(archive: Buffer): Buffer {
  const size = Number.parseInt(archive.toString("latin1", 124, 135), 8);
  return archive.subarray(0, 512 + Math.ceil(size / 512) * 512);
}

test("an audit requests one image at a time from an engine", async () => {
  const { archive } = await engineWith();
  let packing = 0;
  let most = 0;
  const { engine, env } = await engineWith({
    instead: {
      "/get": (_, response) => {
        packing += 1;
        most = Math.max(most, packing);
        setTimeout(() => {
          packing -= 1;
          response.end(archive);
        }, 30);
      },
    },
  });
  const names = ["docker:app:1", "docker:app", `docker:${ID}`];
  const { stdout } = await layerx(["audit", "--jobs", "3", "--no-cache", ...names], { env });
  expect(stdout.trim().split("\n")).toHaveLength(3);
  expect(engine.requests.filter((path) => path.endsWith("/get"))).toHaveLength(3);
  expect(most).toBe(1);
});

/** The content of one member of the archive. */
function member(archive: Buffer, name: string): Buffer {
  for (let at = 0; at < archive.length; ) {
    const [found] = archive.toString("latin1", at, at + 100).split("\0");
    const size = Number.parseInt(archive.toString("latin1", at + 124, at + 135), 8) || 0;
    if (found === name) return archive.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`no ${name}`);
}
