import { describe, expect, test } from "vitest";
import { parseConfig } from "../../../src/image/config/parse-config.js";

const absent = {
  created: null,
  author: null,
  user: null,
  workingDir: null,
  entrypoint: null,
  cmd: null,
  env: [],
  exposedPorts: [],
  volumes: [],
  labels: new Map(),
  stopSignal: null,
  healthcheck: null,
  shell: null,
  onBuild: [],
};

function warnings(document: unknown, layers = 0): string[] {
  return parseConfig(document, { layers }).warnings.map(({ code, message }) => `${code}: ${message}`);
}

test("fields that are missing or null are not set, without a warning", () => {
  const nothing = { config: absent, history: [], diffIds: [], warnings: [] };
  const platform = { os: "unknown", architecture: "unknown", variant: null };
  expect(parseConfig({}, { layers: 0 })).toEqual({ ...nothing, platform });
  const nulls = { config: null, rootfs: null, history: null, created: null, os: null, variant: "" };
  expect(parseConfig(nulls, { layers: 0 })).toEqual({ ...nothing, platform });
});

test("every field of a config is read", () => {
  const document = {
    created: "2024-01-02T03:04:05.6Z",
    author: "me",
    os: "linux",
    architecture: "arm64",
    variant: "v8",
    rootfs: { type: "layers", diff_ids: ["sha256:aa"] },
    config: {
      User: "1000",
      WorkingDir: "/w",
      Entrypoint: ["/e"],
      Cmd: ["c"],
      Env: ["A=1"],
      ExposedPorts: { "80/tcp": {}, "53/udp": {} },
      Volumes: { "/v": {} },
      Labels: { a: "b", __proto__x: "c" },
      StopSignal: "SIGTERM",
      Healthcheck: { Test: ["CMD", "true"], Interval: 1, Timeout: 2, StartPeriod: 3, Retries: 4 },
      Shell: ["/bin/bash", "-c"],
      OnBuild: ["RUN make"],
    },
    history: [{ created: "2024-01-02T03:04:05Z", created_by: "RUN x", comment: "c", author: "a" }],
  };
  expect(parseConfig(document, { layers: 1 })).toEqual({
    config: {
      created: "2024-01-02T03:04:05.6Z",
      author: "me",
      user: "1000",
      workingDir: "/w",
      entrypoint: ["/e"],
      cmd: ["c"],
      env: ["A=1"],
      exposedPorts: ["53/udp", "80/tcp"],
      volumes: ["/v"],
      labels: new Map([
        ["a", "b"],
        ["__proto__x", "c"],
      ]),
      stopSignal: "SIGTERM",
      healthcheck: { test: ["CMD", "true"], interval: 1, timeout: 2, startPeriod: 3, retries: 4 },
      shell: ["/bin/bash", "-c"],
      onBuild: ["RUN make"],
    },
    history: [
      {
        created: "2024-01-02T03:04:05Z",
        createdBy: "RUN x",
        comment: "c",
        author: "a",
        emptyLayer: false,
        layer: 0,
      },
    ],
    platform: { os: "linux", architecture: "arm64", variant: "v8" },
    diffIds: ["sha256:aa"],
    warnings: [],
  });
});

describe("keys of the config", () => {
  test("match in any case; if a key comes twice, the last value except null is used", () => {
    const document = JSON.parse('{"Architecture":"a","ARCHITECTURE":"b","architecture":null,"OS":"linux"}');
    expect(parseConfig(document, { layers: 0 }).platform).toEqual({
      os: "linux",
      architecture: "b",
      variant: null,
    });
    const folded = { "hi\u017ftory": [{ Created_By: "x" }] };
    expect(parseConfig(folded, { layers: 1 }).history.map(({ createdBy }) => createdBy)).toEqual(["x"]);
  });

  test("named __proto__ or constructor are ordinary labels", () => {
    const document = JSON.parse('{"config":{"Labels":{"__proto__":"p","constructor":"c"}}}');
    expect([...parseConfig(document, { layers: 0 }).config.labels]).toEqual([
      ["__proto__", "p"],
      ["constructor", "c"],
    ]);
  });
});

test("a command can be one string in old images", () => {
  expect(parseConfig({ config: { Cmd: "sh" } }, { layers: 0 }).config.cmd).toEqual(["sh"]);
});

test("a lone surrogate is replaced by U+FFFD, and a surrogate pair is kept", () => {
  const document = { author: "a\ud800b\ud83d\ude00" };
  expect(parseConfig(document, { layers: 0 }).config.author).toBe("a\ufffdb\ud83d\ude00");
});

test("a field with a wrong type or a date that docker refuses is not set, with a warning", () => {
  const document = {
    created: "2024-01-02 03:04:05",
    author: 7,
    config: { Env: "A=1", Labels: { a: 1 }, Healthcheck: [] },
    history: [{ created: "2023-02-30T00:00:00Z", created_by: 1, empty_layer: "yes" }],
  };
  const parsed = parseConfig(document, { layers: 1 });
  expect(parsed.config).toEqual(absent);
  expect(parsed.history).toEqual([
    { created: null, createdBy: null, author: null, comment: null, emptyLayer: false, layer: 0 },
  ]);
  expect(warnings(document, 1)).toEqual([
    "config-invalid: config: created is not an RFC 3339 date and is ignored",
    "config-invalid: config: author has a wrong type and is ignored",
    "config-invalid: config: Env has a wrong type and is ignored",
    "config-invalid: config: Labels has a wrong type and is ignored",
    "config-invalid: config: Healthcheck has a wrong type and is ignored",
    "config-invalid: config: history[0].empty_layer has a wrong type and is ignored",
    "config-invalid: config: history[0].created is not an RFC 3339 date and is ignored",
    "config-invalid: config: history[0].created_by has a wrong type and is ignored",
  ]);
});

test("a config gives at most 20 warnings", () => {
  const history = Array.from({ length: 1000 }, () => ({ created_by: 1, empty_layer: true }));
  expect(warnings({ history })).toHaveLength(20);
});

describe("history entries are paired with layers in order:", () => {
  const step = (empty: boolean) => (empty ? { empty_layer: true } : {});
  const pairs = (empties: boolean[], layers: number) =>
    parseConfig({ history: empties.map(step) }, { layers }).history.map(({ layer }) => layer);

  test("an entry of an empty layer has no layer", () => {
    expect(pairs([false, true, false, true], 2)).toEqual([0, null, 1, null]);
  });

  test("a history that is too long or too short is paired as far as possible, with a warning", () => {
    expect(pairs([false, false, false], 2)).toEqual([0, 1, null]);
    expect(pairs([false], 2)).toEqual([0]);
    expect(warnings({ history: [{}] }, 2)).toEqual([
      "history-mismatch: the history has 1 layer, the image has 2",
    ]);
  });
});

test("an image with layers and no history gets a warning", () => {
  for (const history of [undefined, null, []]) {
    expect(parseConfig({ history }, { layers: 1 }).warnings).toEqual([
      { code: "no-history", message: "the config has no history of its layers" },
    ]);
  }
  expect(parseConfig({}, { layers: 0 }).warnings).toEqual([]);
});

test("an empty text counts as not set", () => {
  const document = {
    author: "",
    config: { User: "", WorkingDir: "", StopSignal: "" },
    history: [{ author: "" }],
  };
  const { config, history, warnings } = parseConfig(document, { layers: 1 });
  const { author, user, workingDir, stopSignal } = config;
  expect([author, user, workingDir, stopSignal, history[0].author]).toEqual([null, null, null, null, null]);
  expect(warnings).toEqual([]);
});
