import { randomBytes } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { userInfo } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Entry } from "../../../src/image/entry.js";
import type { Image } from "../../../src/image/image.js";
import { openImage } from "../../../src/source/open.js";
import { listing, scanned } from "../../conformance/validate-image.js";
import { type ChunkedOptions, chunkedLayer, type Row } from "../../support/chunked-layer.js";
import { digestOf } from "../../support/fixture.js";
import { device, dir, file, hardlink, type SpecPair, symlink } from "../../support/layer-spec.js";
import { layerx } from "../../support/run.js";
import { ScriptedRegistry } from "../../support/scripted-registry.js";
import { tempDir } from "../../support/temp.js";
import { bytesOf } from "./client-of.js";

const LARGE = Array.from({ length: 60_000 }, (_, n) => String(n).padStart(6)).join("");

const PAIRS: readonly SpecPair[] = [
  ["bin/", dir({ mode: 0o1777, uid: 1, gid: 2 })],
  ["bin/su", file("su", { mode: 0o4755, uid: 1000 })],
  ["bin/sh", symlink("../bin/su")],
  ["bin/su2", hardlink("bin/su")],
  ["dev/null", device("char", 1, 3)],
  ["empty", ""],
  ["large", LARGE],
  ["labelled", file("l", { xattrs: { "user.a": "b" } })],
  ["after", "the end"],
];

interface Pushed {
  readonly registry: ScriptedRegistry;
  readonly name: string;
  readonly layer: { readonly digest: string; readonly blob: Buffer };
}

async function pushed(
  { pairs = PAIRS, ...options }: ChunkedOptions & { readonly pairs?: readonly SpecPair[] },
  change: { annotations?: Record<string, string> } = {},
): Promise<Pushed> {
  const registry = await ScriptedRegistry.start();
  const { tar, blob, mediaType, annotations } = await chunkedLayer(pairs, options);
  const config = {
    architecture: "amd64",
    os: "linux",
    history: [{ created_by: "RUN step 0" }],
    rootfs: { type: "layers", diff_ids: [digestOf(tar)] },
  };
  const descriptor = {
    mediaType,
    ...registry.blob(blob),
    annotations: { ...annotations, ...change.annotations },
  };
  registry.manifest("lab/app", ["1"], {
    schemaVersion: 2,
    config: registry.blob(JSON.stringify(config)),
    layers: [descriptor],
  });
  return {
    registry,
    name: `registry:${registry.host}/lab/app:1`,
    layer: { digest: descriptor.digest, blob },
  };
}

function open(name: string, looking = true): Promise<Image> {
  const network = { env: {}, clock: { now: () => 0, sleep: async () => undefined, random: () => 0.5 } };
  return openImage(name, { cwd: "/", stdin: null, host: { arch: "x64" }, network, looking });
}

/** @returns the requested ranges of the layer, and `whole` for a request of the whole layer. */
const reads = ({ registry, layer }: Pushed) =>
  registry.seen
    .filter(({ url }) => url.endsWith(layer.digest))
    .map(({ headers }) => headers.range ?? "whole");

const codes = ({ warnings }: Image) => warnings.map(({ code }) => code);

describe.each(["estargz", "zstd:chunked"] as const)("a layer in %s", (form) => {
  let plain: Pushed;
  beforeEach(async () => {
    plain = await pushed({ form });
  });

  test("is listed from its table of contents with the same entries as from its archive", async () => {
    const table = await open(plain.name);
    const fromTable = await scanned(table.layers[0]);
    expect(reads(plain)).not.toContain("whole");
    const whole = await open(plain.name, false);
    expect(fromTable.map(listing)).toEqual((await scanned(whole.layers[0])).map(listing));
    expect(digests(fromTable)).toEqual(digests(await scanned(whole.layers[0])));
    expect([codes(table), codes(whole)]).toEqual([["toc-unverified"], []]);
    expect(reads(plain)).toContain("whole");
  });

  test("is read by ranges for single files", async () => {
    const { layers } = await open(plain.name);
    for (const entry of await scanned(layers[0])) {
      if (entry.type !== "file") continue;
      const spec = PAIRS.find(([path]) => path === entry.path);
      const content = await bytesOf(layers[0].open(entry));
      const wanted = typeof spec?.[1] === "string" ? spec[1] : entry.path === "bin/su" ? "su" : "l";
      expect(content.toString()).toBe(wanted);
    }
    expect(reads(plain)).not.toContain("whole");
  });

  test("with another content than its table says is an error for this file", async () => {
    const lying = await pushed({
      form,
      rows: (rows) => changed(rows, "after", { digest: digestOf(Buffer.from("x")) }),
    });
    const { code, stdout, stderr } = await layerx(["cat", lying.name, "after"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("cannot trust a file in layer 0");
  });

  test("whose table is not used is named by --debug, with the reason", async () => {
    const { name } = await pushed({ form, rows: (rows) => [...rows, { name: "empty", type: "reg" }] });
    const { code, stderr } = await layerx(["tree", name, "--debug"]);
    expect(code).toBe(0);
    expect(stderr).toContain("debug: layer 0: the table of contents is not used: it has a path twice\n");
  });

  test.each<[string, (rows: Row[]) => Row[]]>([
    ["a path twice", (rows) => [...rows, { name: "empty", type: "reg" }]],
    ["a lost byte", (rows) => [...rows, { name: "a\ufffd", type: "reg" }]],
    ["a name with a NUL", (rows) => [...rows, { name: "a\0b", type: "reg" }]],
    ["a lost byte in a link", (rows) => changed(rows, "bin/sh", { linkName: "a\ufffd" })],
    ["a file without a place", (rows) => changed(rows, "after", { offset: 0 })],
    ["a file that ends before it begins", (rows) => changed(rows, "after", { endOffset: 1 })],
    ["a file that ends outside of the blob", (rows) => changed(rows, "after", { endOffset: 1e9 })],
    ["an empty file outside of the blob", (rows) => changed(rows, "empty", { offset: 1e9 })],
    ["a file within the range of another file", (rows) => changed(rows, "after", { innerOffset: 5 })],
    [
      "two files at one place",
      (rows) => changed(rows, "after", { offset: rows.find(({ name }) => name === "bin/su")?.offset }),
    ],
    ["a name that goes up", (rows) => [...rows, { name: "../x", type: "reg" }]],
    ["an unknown type", (rows) => [...rows, { name: "x", type: "door" }]],
    ["an offset outside of the blob", (rows) => changed(rows, "after", { offset: 1e9, endOffset: 1e9 + 5 })],
    ["a negative size", (rows) => changed(rows, "after", { size: -1 })],
    ["a file without a digest", (rows) => changed(rows, "after", { digest: undefined })],
  ])("is read completely if its table has %s", async (_, rows) => {
    const odd = await pushed({ form, rows });
    const image = await open(odd.name);
    expect(await scanned(image.layers[0])).toHaveLength(PAIRS.length);
    expect([codes(image), reads(odd).includes("whole")]).toEqual([[], true]);
  });

  test("does not list the technical files of its builder", async () => {
    const own = [".prefetch.landmark", ".no.prefetch.landmark", "stargz.index.json"].map((name) => ({
      name,
      type: "reg",
      size: 0,
    }));
    const { name } = await pushed({ form, rows: (rows) => [...rows, ...own] });
    const { layers } = await open(name);
    expect((await scanned(layers[0])).map(({ path }) => path)).not.toContain(own[0].name);
    expect(await scanned(layers[0])).toHaveLength(PAIRS.length);
  });

  test("is read completely if its table is over the limit for JSON", async () => {
    const { name, ...odd } = await pushed({ form });
    const { code } = await layerx(["tree", name, "--limit", "json-bytes=600"]);
    expect([code, reads({ name, ...odd }).includes("whole")]).toEqual([0, true]);
  });

  test("is read completely if its table does not match the digest in the manifest", async () => {
    const other = `sha256:${"0".repeat(64)}`;
    const annotations = {
      "containerd.io/snapshot/stargz/toc.digest": form === "estargz" ? other : "",
      "io.github.containers.zstd-chunked.manifest-checksum": form === "estargz" ? "" : other,
    };
    const odd = await pushed({ form }, { annotations });
    const image = await open(odd.name);
    await scanned(image.layers[0]);
    expect([codes(image), reads(odd).includes("whole")]).toEqual([[], true]);
  });

  test("is read from the place of a file up to the next file, and not further", async () => {
    const { layers } = await open(plain.name);
    const file = (await scanned(layers[0])).find(({ path }) => path === "bin/su");
    if (file === undefined) throw new Error("no file");
    plain.registry.seen.length = 0;
    expect(String(await bytesOf(layers[0].open(file)))).toBe("su");
    const [from, to] = /(\d+)-(\d+)/.exec(reads(plain).join())?.slice(1).map(Number) ?? [];
    expect(to - from).toBeLessThan(4000);
    expect(plain.layer.blob.length).toBeGreaterThan(10_000);
  });

  test.each<[string, (range: [number, number], response: ServerResponse) => void]>([
    ["416", (_, response) => response.writeHead(416).end()],
    [
      "a shorter range",
      ([from, to], response) =>
        response
          .writeHead(206, { "content-range": `bytes ${from}-${to - 1}/*` })
          .end(Buffer.alloc(to - from)),
    ],
    [
      "fewer bytes than it says",
      ([from, to], response) =>
        response.writeHead(206, { "content-range": `bytes ${from}-${to}/*`, "content-length": 3 }).end("abc"),
    ],
    [
      "more bytes than it says",
      ([from, to], response) =>
        response
          .writeHead(206, { "content-range": `bytes ${from}-${to}/*` })
          .end(Buffer.alloc(to - from + 100)),
    ],
  ])("is read completely if the registry answers a range by %s", async (_, answer) => {
    const { registry } = plain;
    registry.answerer = ({ headers }, response) => {
      const range = /(\d+)-(\d+)/.exec(headers.range ?? "");
      if (range === null) return false;
      answer([Number(range[1]), Number(range[2])], response);
      return true;
    };
    const image = await open(plain.name);
    expect(await scanned(image.layers[0])).toHaveLength(PAIRS.length);
    expect([codes(image), reads(plain).at(-1)]).toEqual([[], "whole"]);
  });

  test("is requested a second time if the registry sends it instead of a range, and the first answer is not read", async () => {
    const { registry } = plain;
    registry.answerer = ({ headers }, response) => {
      if (headers.range === undefined) return false;
      // A client that waits for the bytes waits for ever.
      response.writeHead(200, { "content-length": plain.layer.blob.length }).flushHeaders();
      return true;
    };
    const image = await open(plain.name);
    expect(await scanned(image.layers[0])).toHaveLength(PAIRS.length);
    expect(reads(plain)).toEqual([expect.stringMatching(/^bytes=/), "whole"]);
  });

  test("is read completely if the registry sends no ranges or wrong ranges", async () => {
    const noRanges = await pushed({ form });
    noRanges.registry.ranges = false;
    const image = await open(noRanges.name);
    expect(await scanned(image.layers[0])).toHaveLength(PAIRS.length);
    expect(codes(image)).toEqual([]);
    const wrong = await pushed({ form });
    wrong.registry.answerer = ({ headers }, response) => {
      if (headers.range === undefined) return false;
      response.writeHead(206, { "content-range": "bytes 0-9/100" }).end("0123456789");
      return true;
    };
    expect(await scanned((await open(wrong.name)).layers[0])).toHaveLength(PAIRS.length);
  });

  test("is read from its table if the connection breaks within a range", async () => {
    const broken = await pushed({ form });
    const { blob } = broken.layer;
    let broke = false;
    broken.registry.answerer = ({ headers }, response) => {
      const range = /(\d+)-(\d+)/.exec(headers.range ?? "");
      if (range === null || broke) return false;
      broke = true;
      const [from, to] = range.slice(1).map(Number);
      response.writeHead(206, {
        "content-range": `bytes ${from}-${to}/${blob.length}`,
        "content-length": to + 1 - from,
      });
      response.write(blob.subarray(from, from + 5), () => response.destroy());
      return true;
    };
    const image = await open(broken.name);
    expect(await scanned(image.layers[0])).toHaveLength(PAIRS.length);
    expect([broke, codes(image), reads(broken).includes("whole")]).toEqual([true, ["toc-unverified"], false]);
  });

  test("is read completely for file contents if the registry sends no ranges after the table", async () => {
    for (const read of [
      async (image: Image, files: readonly Entry[]) => image.layers[0].readAll(files),
      async (image: Image, files: readonly Entry[]) => {
        const all: Uint8Array[] = [];
        for await (const { index, content } of image.layers[0].contents(files))
          all[index] = await bytesOf(content);
        return all;
      },
      async (image: Image, files: readonly Entry[]) =>
        Promise.all(files.map((file) => bytesOf(image.layers[0].open(file)))),
    ]) {
      const { registry, name, layer } = await pushed({ form });
      const image = await open(name);
      const files = (await scanned(image.layers[0])).filter(({ type, size }) => type === "file" && size > 0);
      registry.ranges = false;
      const contents = (await read(image, files)).map(String);
      expect(contents).toEqual(["su", LARGE, "l", "the end"]);
      expect(reads({ registry, name, layer })).toContain("whole");
      await image.close();
    }
  });

  test("is read completely for file contents if the registry sends less than it says", async () => {
    const { registry, layer } = plain;
    const image = await open(plain.name);
    const files = (await scanned(image.layers[0])).filter(({ path }) => path === "after");
    registry.answerer = ({ headers }, response) => {
      const range = /(\d+)-(\d+)/
        .exec(headers.range ?? "")
        ?.slice(1)
        .map(Number);
      if (range === undefined) return false;
      const head = { "content-range": `bytes ${range[0]}-${range[1]}/*`, "content-length": 3 };
      response.writeHead(206, head).end(layer.blob.subarray(range[0], range[0] + 3));
      return true;
    };
    expect((await image.layers[0].readAll(files)).map(String)).toEqual(["the end"]);
    await image.close();
  });

  test("gives an error if its table lists a file that the layer does not have", async () => {
    const rows = (all: Row[]) => all.map((row) => (row.name === "after" ? { ...row, name: "ghost" } : row));
    const { registry, name } = await pushed({ form, rows });
    const image = await open(name);
    const files = (await scanned(image.layers[0])).filter(({ path }) => path === "ghost");
    registry.ranges = false;
    await expect(image.layers[0].readAll(files)).rejects.toMatchObject({ code: "registry-mismatch" });
    expect(codes(image)).toEqual(["toc-unverified", "toc-mismatch"]);
    await image.close();
  });

  test("is compared with its table when it is read completely, and the first difference is shown", async () => {
    const lying = await pushed({ form, rows: (rows) => changed(rows, "after", { mode: 0o777 }) });
    const { stderr } = await layerx(["ci", lying.name, "--highest-wasted-bytes", "1GB"]);
    expect(stderr).toContain("its table of contents does not match the layer, first at after");
    const both = (rows: Row[]) => changed(changed(rows, "after", { mode: 0 }), "labelled", { mode: 0 });
    const twice = await pushed({ form, rows: both });
    expect((await layerx(["waste", twice.name])).stderr).toContain("first at labelled");
    const hiding = await pushed({ form, rows: (rows) => rows.filter(({ name }) => name !== "bin/sh") });
    expect((await layerx(["tree", hiding.name, "--verify"])).stderr).toContain("first at bin/sh");
    const adding = await pushed({ form, rows: (rows) => [...rows, { name: "ghost", type: "dir" }] });
    expect((await layerx(["waste", adding.name])).stderr).toContain("first at ghost");
  });

  test.each<[string, Row]>([
    ["mode", { mode: 0o600 }],
    ["user", { uid: 7 }],
    ["group", { gid: 7 }],
    ["time", { modtime: "1999-01-01T00:00:00Z" }],
    ["extended attributes", { xattrs: { "security.capability": "AQ==" } }],
    ["size", { size: 3 }],
    ["digest", { digest: digestOf(Buffer.from("x")) }],
  ])("is compared with its table also in the %s of a file", async (_, values) => {
    const lying = await pushed({ form, rows: (rows) => changed(rows, "after", values) });
    const { warnings, layers } = await open(lying.name, false);
    await layers[0].members({ digests: true });
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining("first at after")]);
  });

  test.each<[string, string, Row]>([
    ["type", "empty", { type: "fifo" }],
    ["target", "bin/sh", { linkName: "other" }],
    ["target", "bin/su2", { linkName: "large" }],
    ["major number", "dev/null", { devMajor: 9 }],
    ["minor number", "dev/null", { devMinor: 9 }],
  ])("is compared with its table also in the %s of %s", async (_, path, values) => {
    const lying = await pushed({ form, rows: (rows) => changed(rows, path, values) });
    const { warnings, layers } = await open(lying.name, false);
    await layers[0].members({ digests: true });
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining(`first at ${path}`)]);
  });

  test("may have the next whole second in its table for a time with a fraction", async () => {
    const pairs: SpecPair[] = [["a", file("a", { mtime: 1_000_000_000.75 })]];
    for (const [modtime, expected] of [
      ["2001-09-09T01:46:41Z", []],
      ["2001-09-09T01:46:40Z", []],
      ["2001-09-09T01:46:42Z", ["toc-mismatch"]],
    ] as const) {
      const image = await open(
        (await pushed({ form, pairs, rows: (rows) => changed(rows, "a", { modtime }) })).name,
        false,
      );
      await image.layers[0].members({ digests: true });
      expect(codes(image)).toEqual(expected);
    }
  });

  test("has the warning about a wrong table in every run, also with a cache", async () => {
    const lying = await pushed({ form, rows: (rows) => changed(rows, "after", { mode: 0o777 }) });
    const around = { env: { XDG_CACHE_HOME: tempDir() }, uid: userInfo().uid };
    const run = () => layerx(["ci", lying.name, "--highest-wasted-bytes", "1GB"], around);
    const first = await run();
    expect(first.stderr).toContain("first at after");
    expect(await run()).toEqual(first);
  });

  test.each([
    [["tree"], false],
    [["find", "after"], false],
    [["history"], false],
    [["inspect"], false],
    [["inspect", "--format", "json"], false],
    [["inspect", "--duplicates"], false],
    [["cat", "after"], false],
    [["ci", "--highest-wasted-bytes", "1GB"], true],
    [["waste"], true],
    [["inspect", "--format", "html"], true],
    [["inspect", "--verify"], true],
    [["diff", "SAME"], true],
    [["extract", "/after", "TARGET"], true],
    [["tree", "--verify"], true],
  ])("layerx %j reads the whole layer: %s", async ([command, ...args], whole) => {
    const replaced = args.map((word) =>
      word === "SAME" ? plain.name : word === "TARGET" ? tempDir() : word,
    );
    const { stderr } = await layerx([command, plain.name, ...replaced]);
    expect(reads(plain).includes("whole")).toBe(whole);
    const table = "layer 0: only the table of contents was read";
    if (whole) expect(stderr).not.toContain(table);
    else if (!args.includes("json")) expect(stderr).toContain(table);
  });
});

test.each([
  ["estargz", 2],
  ["zstd:chunked", 1],
] as const)(
  "a second run of %s uses the cached table, or the cached layer if it was read completely",
  async (form, first) => {
    const plain = await pushed({ form });
    const around = { env: { XDG_CACHE_HOME: tempDir() }, uid: userInfo().uid };
    const requests = async (command: string) => {
      plain.registry.seen.length = 0;
      const { stderr } = await layerx([command, plain.name], around);
      return [reads(plain).length, stderr.includes("only the table of contents")];
    };
    expect(await requests("tree")).toEqual([first, true]);
    expect(await requests("tree")).toEqual([0, true]);
    expect(await requests("waste")).toEqual([1, false]);
    expect(await requests("tree")).toEqual([0, false]);
  },
);

test("a second run of an image in a registry writes nothing into the cache", async () => {
  const plain = await pushed({ form: "zstd:chunked" });
  const folder = tempDir();
  const run = () => layerx(["ci", plain.name, "--cache-dir", folder]);
  const entries = () =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .sort()
      .map((name) => [name, statSync(join(folder, name)).ino]);
  const first = await run();
  const kept = entries();
  expect(kept.length).toBeGreaterThan(3);
  expect([await run(), entries()]).toEqual([first, kept]);
});

test("the last 1/256 of an eStargz layer is requested first", async () => {
  const bytes = randomBytes(600_000);
  const large = await pushed({ form: "estargz", pairs: [["large", file(bytes)]] });
  expect((await layerx(["tree", large.name])).code).toBe(0);
  const { length } = large.layer.blob;
  expect(reads(large)).toEqual([`bytes=${length - Math.ceil(length / 256)}-${length - 1}`]);
});

test.each(["estargz", "zstd:chunked"] as const)(
  "duplicate contents in %s are found by the digests of the table, without reading contents",
  async (form) => {
    const pairs: SpecPair[] = [
      ["a", LARGE],
      ["b", LARGE],
      ["c", "c"],
    ];
    const same = await pushed({ form, pairs });
    const { stdout } = await layerx(["inspect", same.name, "--duplicates", "--format", "json"]);
    expect(JSON.parse(stdout).duplicates).toMatchObject([{ paths: ["/a", "/b"] }]);
    expect(reads(same)).toHaveLength(1);
  },
);

test("one warning names all layers that were listed from their tables", async () => {
  const registry = await ScriptedRegistry.start();
  const layers = await Promise.all(
    [["a"], ["b"], ["c"]].map(([name]) => chunkedLayer([[name, name]], { form: "zstd:chunked" })),
  );
  const config = {
    ...{ architecture: "amd64", os: "linux", history: [] },
    rootfs: { type: "layers", diff_ids: layers.map(({ tar }) => digestOf(tar)) },
  };
  const blobs = layers.map(({ blob, mediaType, annotations }, index) => ({
    ...{ mediaType, ...registry.blob(blob) },
    ...(index === 1 ? {} : { annotations }),
  }));
  const manifest = { schemaVersion: 2, config: registry.blob(JSON.stringify(config)), layers: blobs };
  registry.manifest("lab/app", ["1"], manifest);
  const { stderr } = await layerx(["tree", `registry:${registry.host}/lab/app:1`]);
  expect(stderr).toMatch(/^warning: layers 0, 2: only the table of contents was read, .*$/m);
});

test("a gzip layer with a footer but without the annotation is read completely", async () => {
  const plain = await pushed(
    { form: "estargz" },
    { annotations: { "containerd.io/snapshot/stargz/toc.digest": "" } },
  );
  const image = await open(plain.name);
  await scanned(image.layers[0]);
  expect(reads(plain)).toEqual(["whole"]);
});

test("the older annotations of zstd:chunked are supported", async () => {
  const { annotations } = await chunkedLayer(PAIRS, { form: "zstd:chunked" });
  const older = Object.fromEntries(
    Object.entries(annotations).flatMap(([name, value]) => [
      [name, ""],
      [name.replace("io.github.", "io."), value],
    ]),
  );
  const image = await open((await pushed({ form: "zstd:chunked" }, { annotations: older })).name);
  await scanned(image.layers[0]);
  expect(codes(image)).toEqual(["toc-unverified"]);
});

test("a large table of eStargz is requested in two ranges: its end, then the missing part", async () => {
  const rows = (all: Row[]) => [
    ...all,
    ...Array.from({ length: 3000 }, (_, n) => ({
      name: `d${n}-${Math.imul(n, 2654435761) >>> 0}`,
      type: "dir",
      mode: 0o755,
    })),
  ];
  const large = await pushed({ form: "estargz", rows });
  const image = await open(large.name);
  expect(await scanned(image.layers[0])).toHaveLength(PAIRS.length + 3000);
  expect(reads(large)).toHaveLength(2);
});

test.each(["estargz", "zstd:chunked"] as const)(
  "listing the files of a layer in %s reads less than 1 % of its bytes",
  async (form) => {
    const bytes = randomBytes(100_000);
    const pairs = Array.from(
      { length: 150 },
      (_, n): SpecPair => [`files/${n}`, file(Buffer.from(bytes).fill(n, 0, 9))],
    );
    const large = await pushed({ form, pairs });
    expect((await layerx(["tree", large.name])).code).toBe(0);
    expect(reads(large)).not.toContain("whole");
    const parts = reads(large).map((range) => /(\d+)-(\d+)/.exec(range)?.slice(1).map(Number) ?? [0, 0]);
    const sent = parts.reduce((sum, [from, to]) => sum + to - from + 1, 0);
    expect(sent).toBeLessThan(0.01 * large.layer.blob.length);
  },
);

function changed(rows: Row[], name: string, values: Row): Row[] {
  return rows.map((row) => (row.name === name ? { ...row, ...values } : row));
}

function digests(entries: readonly Entry[]): string[] {
  return entries.map(
    ({ path, contentDigest }) => `${path} ${Buffer.from(contentDigest ?? []).toString("hex")}`,
  );
}

test("the older footer of 47 bytes is supported", async () => {
  const old = await pushed({ form: "estargz", oldFooter: true });
  const { layers } = await open(old.name);
  const entries = await scanned(layers[0]);
  expect(entries.map(({ path }) => path)).toContain("after");
  expect(reads(old)).not.toContain("whole");
});
