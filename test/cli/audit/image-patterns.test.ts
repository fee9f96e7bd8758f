import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { AuditLine } from "../../../src/analysis/audit/line.js";
import { wildcard } from "../../../src/cli/audit/image-patterns.js";
import { type BuiltImage, image } from "../../support/fixture.js";
import { push } from "../../support/push.js";
import { layerx } from "../../support/run.js";
import { json, ScriptedRegistry } from "../../support/scripted-registry.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();
let built: BuiltImage;
beforeAll(async () => {
  built = await image([{ file: "content" }]);
});

/** Starts a registry with these images. An image with `tag@DAY` has a date in January 2026. */
async function registryWith(images: Readonly<Record<string, readonly string[]>>): Promise<ScriptedRegistry> {
  const registry = await ScriptedRegistry.start();
  for (const [repository, tags] of Object.entries(images)) {
    for (const [tag, day = "1"] of tags.map((one) => one.split("@"))) {
      const created = `2026-01-${day.padStart(2, "0")}T00:00:00Z`;
      const dated = await image([{ file: "content" }], { document: { created } });
      push(registry, dated, { repository, tags: [tag] });
    }
  }
  return registry;
}

async function audit(
  registry: ScriptedRegistry,
  args: readonly string[],
  cache: readonly string[] = ["--no-cache"],
) {
  const named = args.map((arg) => arg.replace("HOST", registry.host));
  const { code, stdout, stderr } = await layerx(["audit", ...named, "--no-progress", ...cache], { cwd });
  const lines = stdout
    .split("\n")
    .slice(0, -1)
    .map((line): AuditLine => JSON.parse(line));
  const shown = lines.map(
    ({ source, error }) =>
      `${source.replace(`registry:${registry.host}/`, "")}${error === null ? "" : `: ${error.code}`}`,
  );
  return { code, lines, shown, stderr: stderr.replaceAll(registry.host, "HOST") };
}

describe("a pattern of repositories", () => {
  test("matches all their tags, in the order of names and versions", async () => {
    const registry = await registryWith({ "lab/b": ["v10", "v9"], "lab/a/x": ["1"], "other/c": ["1"] });
    const { code, shown, stderr } = await audit(registry, ["registry:HOST/lab/*"]);
    expect([code, shown]).toEqual([0, ["lab/a/x:1", "lab/b:v9", "lab/b:v10"]]);
    expect(stderr).toContain("registry:HOST/lab/*: 3 images in 2 repositories\n");
  });

  test("can be the whole registry, also with --source", async () => {
    const registry = await registryWith({ "lab/a": ["1"], b: ["1"] });
    const { shown } = await audit(registry, ["--source", "registry", "HOST/*"]);
    expect(shown).toEqual(["b:1", "lab/a:1"]);
  });

  test("is searched on all pages of the catalogue and the tag lists", async () => {
    const names = Array.from({ length: 7 }, (_, at) => `lab/app-${at}`);
    const registry = await registryWith(
      Object.fromEntries(names.map((name) => [name, ["1", "2", "3", "4", "5"]])),
    );
    registry.pageSize = 2;
    const { shown } = await audit(registry, ["registry:HOST/lab/*"]);
    expect(shown).toEqual(names.flatMap((name) => ["1", "2", "3", "4", "5"].map((tag) => `${name}:${tag}`)));
    expect(registry.requested.filter((url) => url.startsWith("/v2/_catalog"))).toHaveLength(4);
  });

  test("includes no repository without tags, which docker-registry lists, but does not know", async () => {
    const registry = await registryWith({ "lab/a": ["1"] });
    push(registry, built, { repository: "lab/emptied", tags: [] });
    const { code, shown, stderr } = await audit(registry, ["registry:HOST/lab/*"]);
    expect([code, shown]).toEqual([0, ["lab/a:1"]]);
    expect(stderr).toContain("registry:HOST/lab/*: 1 image in 2 repositories, 1 of them without tags\n");
    expect((await audit(registry, ["registry:HOST/lab/emptied:*"])).shown).toEqual([
      "lab/emptied: registry-answer",
    ]);
  });

  test("includes no Helm charts and other artifacts, but the name of one is a failure", async () => {
    const registry = await registryWith({ "lab/a": ["1"] });
    const part = (kind: string, content: string) => ({
      mediaType: `application/vnd.cncf.helm.${kind}`,
      ...registry.blob(content),
    });
    const chart = part("chart.content.v1.tar+gzip", "a chart");
    const manifest = { schemaVersion: 2, config: part("config.v1+json", "{}"), layers: [chart] };
    registry.manifest("lab/chart", ["0.1", "0.2"], manifest);
    const all = await audit(registry, ["registry:HOST/lab/*"]);
    expect([all.code, all.shown]).toEqual([0, ["lab/a:1"]]);
    expect(all.stderr).toContain(
      "audited 1 image, 0 could not be read, 0 failed a rule, 2 tags left out, because they are artifacts\n",
    );
    const newest = await audit(registry, ["registry:HOST/lab/*", "--newest", "1"]);
    expect([newest.code, newest.shown]).toEqual([0, ["lab/a:1"]]);
    const named = await audit(registry, ["registry:HOST/lab/chart:0.1", "registry:HOST/lab/*"]);
    expect([named.code, named.shown]).toEqual([2, ["lab/chart:0.1: is-artifact", "lab/a:1"]]);
  });

  test("and the name of the same image audit the image once", async () => {
    const registry = await registryWith({ "lab/a": ["1"] });
    const { shown } = await audit(registry, ["registry:HOST/lab/a:1", "registry:HOST/*"]);
    expect(shown).toEqual(["lab/a:1"]);
  });
});

describe("tags", () => {
  const TAGS = { "lab/a": ["v1@3", "v2@9", "v3@5", "main@20"], "lab/b": ["v1"], "lab/c": ["main"] };

  test.each([
    [
      ["registry:HOST/lab/*", "--tags", "v*"],
      ["lab/a:v1", "lab/a:v2", "lab/a:v3", "lab/b:v1"],
    ],
    [["registry:HOST/lab/*:main"], ["lab/a:main", "lab/c:main"]],
    [["registry:HOST/lab/a:v*"], ["lab/a:v1", "lab/a:v2", "lab/a:v3"]],
    [
      ["registry:HOST/lab/*", "--newest", "1"],
      ["lab/a:main", "lab/b:v1", "lab/c:main"],
    ],
    [
      ["registry:HOST/lab/*", "--tags", "v*", "--newest", "2"],
      ["lab/a:v2", "lab/a:v3", "lab/b:v1"],
    ],
  ])("are selected by a pattern and by the date of the image: %j", async (args, expected) => {
    expect((await audit(await registryWith(TAGS), args)).shown).toEqual(expected);
  });

  test("with the same date are compared by version", async () => {
    const registry = await registryWith({ "lab/a": ["v9", "v10", "v8"] });
    expect((await audit(registry, ["registry:HOST/lab/*", "--newest", "2"])).shown).toEqual([
      "lab/a:v10",
      "lab/a:v9",
    ]);
  });

  test("of one repository are listed without the catalogue", async () => {
    const registry = await registryWith(TAGS);
    await audit(registry, ["registry:HOST/lab/a:v*"]);
    expect(registry.requested.filter((url) => url.includes("_catalog"))).toEqual([]);
  });

  test("of signatures and attestations are left out", async () => {
    const registry = await registryWith({
      "lab/a": ["1", `sha256-${"a".repeat(64)}.sig`, `sha256-${"b".repeat(64)}`],
    });
    expect((await audit(registry, ["registry:HOST/lab/*"])).shown).toEqual(["lab/a:1"]);
  });

  test("are selected by date without reading layers of other images", async () => {
    const registry = await registryWith({ "lab/a": ["1@1", "2@2", "3@3"] });
    await audit(registry, ["registry:HOST/lab/*", "--newest", "1"], ["--cache-dir", join(cwd, "cache")]);
    const [layer] = built.layers;
    expect(
      registry.requested.filter((url) => url.includes("/blobs/") && url.includes(layer.digest)),
    ).toHaveLength(1);
    expect(registry.requested.filter((url) => url.includes("/manifests/"))).toHaveLength(4);
  });
});

test("all shards together audit every image once, and each lists only the tags of its repositories", async () => {
  const names = Array.from({ length: 12 }, (_, at) => `lab/app-${at}`);
  const registry = await registryWith(Object.fromEntries(names.map((name) => [name, ["1", "2"]])));
  const all: string[] = [];
  for (const shard of ["1/3", "2/3", "3/3"]) {
    const { code, shown } = await audit(registry, ["registry:HOST/lab/*", "--shard", shard]);
    expect(code).toBe(0);
    all.push(...shown);
  }
  expect(all.sort()).toEqual(names.flatMap((name) => [`${name}:1`, `${name}:2`]).sort());
  expect(registry.requested.filter((url) => url.includes("/tags/list"))).toHaveLength(names.length);
});

describe("a list that cannot be read is a line with an error, and the other images are audited:", () => {
  const answered = async (status: number, body: unknown, headers = {}, part = "/v2/_catalog") => {
    const registry = await registryWith({ "lab/a": ["1"], "lab/b": ["1"] });
    registry.answerer = ({ url }, response) => url.startsWith(part) && json(response, status, body, headers);
    return audit(registry, ["registry:HOST/lab/a:1", "registry:HOST/lab/*"]);
  };

  test.each([
    ["no catalogue", 404, {}, {}, "registry-no-catalogue"],
    ["a catalogue that is not allowed", 403, {}, {}, "registry-denied"],
    ["a catalogue that is not a list", 200, { repositories: "lab/a" }, {}, "registry-answer"],
    [
      "a next page on another host",
      200,
      { repositories: [] },
      { link: '<http://evil.test/v2/_catalog>; rel="next"' },
      "registry-answer",
    ],
    [
      "a next page that is the same page",
      200,
      { repositories: [] },
      { link: '</v2/_catalog?n=1000>; rel="next"' },
      "registry-answer",
    ],
    ["an empty catalogue", 200, { repositories: null }, {}, "nothing-listed"],
  ])("%s", async (_, status, body, headers, error) => {
    const { code, shown } = await answered(status, body, headers);
    expect([code, shown]).toEqual([2, [`lab/*: ${error}`, "lab/a:1"]]);
  });

  test("no tags of one repository", async () => {
    const { code, shown } = await answered(400, {}, {}, "/v2/lab/b/tags");
    expect([code, shown]).toEqual([2, ["lab/b: registry-answer", "lab/a:1"]]);
  });

  test("a pattern that matches nothing", async () => {
    const registry = await registryWith({ "lab/a": ["1"] });
    const { lines } = await audit(registry, ["registry:HOST/lab/*", "--tags", "v*"]);
    expect(lines[0].error).toMatchObject({
      code: "nothing-listed",
      what: `no image matches registry:${registry.host}/lab/*`,
      why: "no repository there has such a tag",
    });
  });

  test("an image with a date that is needed and cannot be read", async () => {
    const registry = await registryWith({ "lab/a": ["1@1", "2@2"] });
    registry.manifest("lab/a", ["3"], "no json");
    const { shown } = await audit(registry, ["registry:HOST/lab/*", "--newest", "1"]);
    expect(shown).toEqual(["lab/a:3: not-a-registry", "lab/a:2"]);
  });
});

test("a catalogue that needs a login is requested with a token for the catalogue", async () => {
  const registry = await registryWith({ "lab/a": ["1"] });
  registry.guard = { is: "token" };
  const { shown } = await audit(registry, ["registry:HOST/*"]);
  expect(shown).toEqual(["lab/a:1"]);
  const scopes = registry.requested
    .filter((url) => url.startsWith("/token"))
    .map((url) => new URL(url, registry.origin).searchParams.get("scope"));
  expect(scopes.slice(0, 2)).toEqual(["registry:catalog:*", "repository:lab/a:pull"]);
});

test.each([
  [["app.tar", "--tags", "v*"], "--tags has no effect here"],
  [["app.tar", "--newest", "3"], "--newest has no effect here"],
  [["registry:HOST/*", "--newest", "0"], "bad value for --newest: 0"],
  [["report", "a.jsonl", "--newest", "3"], "--newest has no effect here"],
])("a mistake in the arguments is an error: %j", async (args, said) => {
  const { code, shown, stderr } = await audit(await registryWith({}), args);
  expect([code, shown]).toEqual([2, []]);
  expect(stderr).toContain(said);
});

test.each([
  ["*", "", true],
  ["*", "team/app", true],
  ["team/*", "team/app/api", true],
  ["team/*", "other/app", false],
  ["team/*", "team", false],
  ["*/api", "team/app/api", true],
  ["v*.1", "v1.1", true],
  ["v*1*1", "v11", true],
  ["v*1*1", "v1", false],
  ["ab*ba", "aba", false],
  ["a.c*", "abc", false],
  ["latest", "latest", true],
  ["latest", "latest2", false],
])("* matches any characters: %s and %j", (pattern, text, matches) => {
  expect(wildcard(pattern)(text)).toBe(matches);
});

test("a pattern with many stars is compared without a timeout", () => {
  expect(wildcard(`${"a*".repeat(1000)}b`)("a".repeat(100_000))).toBe(false);
});

describe("a registry with a token server", () => {
  const tokenRequests = ({ requested }: ScriptedRegistry) =>
    requested.filter((url) => url.startsWith("/token"));

  test("gives one token for all images of a repository", async () => {
    const registry = await registryWith({ "lab/a": ["1", "2", "3"] });
    registry.guard = { is: "token" };
    const { shown } = await audit(registry, ["registry:HOST/lab/a:*"]);
    expect(shown).toEqual(["lab/a:1", "lab/a:2", "lab/a:3"]);
    expect(tokenRequests(registry)).toHaveLength(1);
    expect(registry.requested.filter((url) => url.includes("/manifests/"))).toHaveLength(3);
  });

  test("gets no token of another repository with a request", async () => {
    const registry = await registryWith({ "lab/a": ["1"], "lab/b": ["1"] });
    registry.guard = { is: "token" };
    const { shown } = await audit(registry, ["registry:HOST/lab/a:1", "registry:HOST/lab/b:1"]);
    expect(shown).toEqual(["lab/a:1", "lab/b:1"]);
    const first = registry.seen.find(({ url }) => url.startsWith("/v2/lab/b/"));
    expect(first?.headers.authorization).toBeUndefined();
  });

  test("gives a new token if the registry no longer accepts the first one", async () => {
    const registry = await registryWith({ "lab/a": ["1", "2"] });
    registry.guard = { is: "token" };
    registry.answerer = ({ url }) => {
      // The scripted registry accepts only the newest token.
      if (url.endsWith("/manifests/2") && registry.tokens === 1) registry.tokens++;
      return false;
    };
    const { shown } = await audit(registry, ["registry:HOST/lab/a:1", "registry:HOST/lab/a:2"]);
    expect(shown).toEqual(["lab/a:1", "lab/a:2"]);
    expect(tokenRequests(registry)).toHaveLength(2);
  });
});

test("https is tried once for each repository of a registry without https", async () => {
  const registry = await registryWith({ "lab/a": ["1", "2"] });
  const { stderr } = await audit(registry, ["registry:HOST/lab/a:1", "registry:HOST/lab/a:2", "--debug"]);
  expect(stderr.match(/no https/g)).toHaveLength(1);
});
