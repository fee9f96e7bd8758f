import type { ImageConfig } from "../../src/image/config/config.js";
import { CREATED, type HistorySpec, type ImageOptions } from "../support/fixture.js";
import { device, dir, fifo, file, hardlink, type LayerSpec, symlink } from "../support/layer-spec.js";

/** A declared image, and the result that opening it must have in every packing. */
export interface Case {
  readonly name: string;
  readonly layers: readonly LayerSpec[];
  readonly options?: ImageOptions;
  readonly platform?: string;
  readonly config?: Partial<ImageConfig>;
  /** `layer < created by`; `-` for an instruction that made no layer. By default one `RUN step n` for each layer. */
  readonly history?: readonly string[];
  /** One line for each entry, as `listing` in `validate-image.ts` writes it. */
  readonly entries: readonly (readonly string[])[];
}

/** 300,000 bytes without repetition: larger than a block that is read or decompressed at once. */
const LARGE = Array.from({ length: 50_000 }, (_, n) => String(n).padStart(6)).join("");

export const cases: readonly Case[] = [
  {
    name: "every type and attribute of an entry",
    layers: [
      [
        ["bin/", dir({ mode: 0o1777, uid: 1, gid: 2, mtime: 1 })],
        ["bin/su", file("su", { mode: 0o4755, uid: 1000, gid: 3_000_000 })],
        ["bin/sh", symlink("../bin/su")],
        ["bin/su2", hardlink("bin/su")],
        ["dev/null", device("char", 1, 3)],
        ["dev/sda", device("block", 8, 0)],
        ["run/pipe", fifo({ mode: 0o600 })],
        ["locked", file("", { mode: 0 })],
        ["early", file("e", { mtime: -1.5 })],
        [
          "labelled",
          file("l", { xattrs: { "security.capability": Buffer.from([1, 0, 255, 10]), "user.a": "b" } }),
        ],
        ["größe/文", "unicode"],
        [Buffer.from([0x61, 0xff, 0x0a]), "bytes"],
        [`${"long/".repeat(60)}end`, "long"],
        ["./dotted//name", "normal"],
      ],
    ],
    entries: [
      [
        "dir 1777 1:2 0 @1 bin",
        "file 4755 1000:3000000 2 @1700000000 bin/su",
        "symlink 777 0:0 0 @1700000000 bin/sh -> ../bin/su",
        "hardlink 644 0:0 0 @1700000000 bin/su2 -> bin/su",
        "char 644 0:0 0 @1700000000 dev/null",
        "block 644 0:0 0 @1700000000 dev/sda",
        "fifo 600 0:0 0 @1700000000 run/pipe",
        "file 0 0:0 0 @1700000000 locked",
        "file 644 0:0 1 @-1.5 early",
        "file 644 0:0 1 @1700000000 labelled security.capability=0100ff0a user.a=62",
        "file 644 0:0 7 @1700000000 größe/文",
        "file 644 0:0 5 @1700000000 a\\xff\\x0a",
        `file 644 0:0 4 @1700000000 ${"long/".repeat(60)}end`,
        "file 644 0:0 6 @1700000000 dotted/name",
      ],
    ],
  },
  {
    name: "layers that remove, replace and repeat",
    layers: [
      { "etc/": null, "etc/hosts": "a", "var/cache/": null, "var/cache/old": LARGE },
      { "etc/.wh.hosts": "", "var/cache/.wh..wh..opq": "", "var/cache/new": "y" },
      { "etc/": null, "etc/hosts": "a", "var/cache/": null, "var/cache/old": LARGE },
      [
        ["twice", "first"],
        ["twice", "second!"],
      ],
    ],
    entries: [
      [
        "dir 755 0:0 0 @1700000000 etc",
        "file 644 0:0 1 @1700000000 etc/hosts",
        "dir 755 0:0 0 @1700000000 var/cache",
        "file 644 0:0 300000 @1700000000 var/cache/old",
      ],
      [
        "file 644 0:0 0 @1700000000 etc/.wh.hosts",
        "file 644 0:0 0 @1700000000 var/cache/.wh..wh..opq",
        "file 644 0:0 1 @1700000000 var/cache/new",
      ],
      [
        "dir 755 0:0 0 @1700000000 etc",
        "file 644 0:0 1 @1700000000 etc/hosts",
        "dir 755 0:0 0 @1700000000 var/cache",
        "file 644 0:0 300000 @1700000000 var/cache/old",
      ],
      ["file 644 0:0 5 @1700000000 twice", "file 644 0:0 7 @1700000000 twice"],
    ],
  },
  {
    name: "a full config, a history with empty layers, two tags, another platform",
    layers: [{ app: "1" }, { "app.json": "{}" }],
    options: {
      platform: "linux/arm64/v8",
      references: ["example.com/app:1", "example.com/app:2"],
      config: {
        User: "1000:1000",
        WorkingDir: "/srv",
        Entrypoint: ["/app"],
        Cmd: ["serve", "--port=80"],
        Env: ["PATH=/bin", "NAME=a=b"],
        ExposedPorts: { "80/tcp": {}, "53/udp": {} },
        Volumes: { "/data": {} },
        Labels: { __proto__x: "kept", maintainer: "somebody" },
        StopSignal: "SIGINT",
        Shell: ["/bin/bash", "-c"],
        Healthcheck: { Test: ["CMD", "true"], Interval: 1e9, Timeout: 2e9, StartPeriod: 3e9, Retries: 4 },
      },
      document: { author: "somebody" },
      history: [
        { created: CREATED, created_by: "COPY app / # buildkit", comment: "buildkit.dockerfile.v0" },
        { created: CREATED, created_by: "ENV NAME=a=b", empty_layer: true },
        { created: CREATED, created_by: "COPY app.json / # buildkit", author: "somebody" },
        { created: CREATED, created_by: 'ENTRYPOINT ["/app"]', empty_layer: true },
      ] satisfies HistorySpec[],
    },
    platform: "linux/arm64/v8",
    config: {
      author: "somebody",
      user: "1000:1000",
      workingDir: "/srv",
      entrypoint: ["/app"],
      cmd: ["serve", "--port=80"],
      env: ["PATH=/bin", "NAME=a=b"],
      exposedPorts: ["53/udp", "80/tcp"],
      volumes: ["/data"],
      labels: new Map([
        ["__proto__x", "kept"],
        ["maintainer", "somebody"],
      ]),
      stopSignal: "SIGINT",
      shell: ["/bin/bash", "-c"],
      healthcheck: { test: ["CMD", "true"], interval: 1e9, timeout: 2e9, startPeriod: 3e9, retries: 4 },
    },
    history: [
      "0 < COPY app / # buildkit",
      "- < ENV NAME=a=b",
      "1 < COPY app.json / # buildkit",
      '- < ENTRYPOINT ["/app"]',
    ],
    entries: [["file 644 0:0 1 @1700000000 app"], ["file 644 0:0 2 @1700000000 app.json"]],
  },
  {
    name: "no layers, no tags, no history",
    layers: [],
    options: { references: [], history: null },
    history: [],
    entries: [],
  },
  {
    name: "layers without content",
    layers: [{}, { "only/": null }],
    entries: [[], ["dir 755 0:0 0 @1700000000 only"]],
  },
];
