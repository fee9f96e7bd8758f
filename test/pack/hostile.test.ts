import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { listing } from "../conformance/validate-image.js";
import { bySeeking } from "../source/decoded.js";
import { image } from "../support/fixture.js";
import { device, dir, file, hardlink, type LayerSpec, symlink } from "../support/layer-spec.js";
import { packings } from "../support/packings.js";
import { layerx, layerxBytes } from "../support/run.js";
import { save } from "../support/save.js";
import { sharedTempDir, tempDir } from "../support/temp.js";

const shared = sharedTempDir();
const KB = "x".repeat(1000);

/** A file of 5 MB with 3 stored bytes, in the form of GNU tar with --sparse (PAX 1.0). */
const holes = file(`${"1\n4000000\n3\n".padEnd(512, "\0")}abc`, {
  pax: {
    "GNU.sparse.major": "1",
    "GNU.sparse.minor": "0",
    "GNU.sparse.name": "holes",
    "GNU.sparse.realsize": "5000000",
  },
});

/** Unusual members. Each layer also has wasted bytes, so that slim writes each layer again. */
const layers: LayerSpec[] = [
  [
    ["../../etc/passwd", "above the root"],
    ["/abs/../../out", "above it, too"],
    ["keep/one", file(KB, { xattrs: { "user.raw": Buffer.from([255, 0, 254, 10]) } })],
    ["keep/two", "second"],
    ["tree/sub/leaf", KB],
    ["turned", dir({ mode: 0o700 })],
    ["turned/into", KB],
    ["opaque/old", KB],
    ["twice", "first copy"],
    ["twice", "second copy"],
    ["holes", holes],
    [Buffer.from([0x62, 0xff, 0x1b, 0x0a]), "a name of bytes"],
    ["dev/null", device("char", 1, 3)],
    ["waste0", KB],
  ],
  [
    ["linked", hardlink("keep/one")],
    ["opaque/.wh..wh..opq", ""],
    ["opaque/new", "new"],
    ["turned", "a file over a folder"],
    ["tree/sub", symlink("../../../../../etc")],
    ["waste1", KB],
    [".wh.waste0", ""],
    [".wh..wh.aufs", ""],
  ],
  [
    ["keep/.wh.one", ""],
    ["linked-again", hardlink("linked")],
    [".wh.nothing", ""],
    [".wh.waste1", ""],
    ["tree/.wh.sub", ""],
    ["tree/sub/leaf", "a folder again"],
  ],
];

const saved: Record<string, string> = {};

beforeAll(async () => {
  for (const compression of ["none", "gzip"] as const) {
    const built = await image(layers, { compression });
    saved[compression] = await save(packings.dockerSave24, [built], shared, { name: compression });
  }
});

/** @returns the sorted lines of the members of an export. */
async function exported(path: string): Promise<string[]> {
  const { code, stdout, stderr } = await layerxBytes(["export", path]);
  expect([code, stderr]).toEqual([0, ""]);
  return (await bySeeking(stdout)).map(listing).sort();
}

/** @returns the wasted bytes of the layers from `base` up. */
async function wastedFrom(base: number, path: string): Promise<number> {
  const { stdout } = await layerx(["waste", path, "--format", "json"]);
  const copies: { layer: number; bytes: number }[] = JSON.parse(stdout).waste.copies;
  return copies.reduce((sum, { layer, bytes }) => sum + (layer < base ? 0 : bytes), 0);
}

describe.each(["none", "gzip"] as const)(
  "an image with every unusual member, compression %s,",
  (compression) => {
    test("is exported with each path once and below the root, with links, holes and attributes", async () => {
      const lines = await exported(saved[compression]);
      expect(lines.filter((line) => /\.\.\/|\.wh\.| \//.test(line.replace(/ -> .*/, "")))).toEqual([]);
      const facts = lines.map((line) => line.replace(/ @\S+/, ""));
      expect(facts).toEqual(
        expect.arrayContaining([
          "file 644 0:0 14 etc/passwd",
          "file 644 0:0 13 out",
          "file 644 0:0 11 twice",
          "file 644 0:0 20 turned",
          "file 644 0:0 14 tree/sub/leaf",
          "file 644 0:0 5000000 holes",
          "file 644 0:0 1000 linked user.raw=ff00fe0a",
          "hardlink 644 0:0 0 linked-again -> linked user.raw=ff00fe0a",
          "file 644 0:0 15 b\\xff\\x1b\\x0a",
          "file 644 0:0 3 opaque/new",
          "char 644 0:0 0 dev/null",
        ]),
      );
      expect(facts.filter((line) => /keep\/one|opaque\/old|turned\/|waste/.test(line))).toEqual([]);
    });

    test.each([
      [[]],
      [["--squash"]],
      [["--base-layers", "1"]],
      [["--base-layers", "1", "--squash"]],
      [["--format", "oci-archive", "--compression", "gzip"]],
    ])("has the same files after slim with %j, saves what is wasted above its base", async (options) => {
      const output = join(tempDir(), "slim.tar");
      const slim = await layerx(["slim", saved[compression], "-o", output, "--json", ...options]);
      expect([slim.code, slim.stderr]).toEqual([0, ""]);
      const base = options.includes("--base-layers") ? 1 : 0;
      // The only names of keep/one are above the base then, so the joined layer gets a copy of it.
      const copied = base === 1 && options.includes("--squash") ? KB.length : 0;
      expect(JSON.parse(slim.stdout).saved).toBe((await wastedFrom(base, saved[compression])) - copied);
      expect(await exported(output)).toEqual(await exported(saved[compression]));
      const { stdout } = await layerx(["inspect", output, "--format", "json", "--verify"]);
      const now = JSON.parse(stdout);
      const layersAbove = now.layers.slice(base);
      expect(layersAbove.map((layer: { wastedBytes: number }) => layer.wastedBytes)).toEqual(
        layersAbove.map(() => 0),
      );
      expect(now.warnings).toEqual([]);
    });
  },
);
