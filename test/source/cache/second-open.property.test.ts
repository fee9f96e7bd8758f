import fc from "fast-check";
import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { LayerxError } from "../../../src/errors.js";
import { Cache } from "../../../src/source/cache/cache.js";
import { Store } from "../../../src/source/cache/cache-store.js";
import type { FileTree } from "../../../src/tree/file-tree.js";
import type { LayerCompression } from "../../support/compression.js";
import { image } from "../../support/fixture.js";
import {
  device,
  dir,
  file,
  hardlink,
  type MemberSpec,
  type SpecPair,
  symlink,
} from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { save } from "../../support/save.js";
import { tempDir } from "../../support/temp.js";
import { open, type Wish } from "../opening.js";

// Few names, so that layers often have the same paths, and names that an archive should not have.
const name = fc.constantFrom(
  "a",
  "b",
  "c",
  "ab",
  "a.b",
  ".wh.a",
  ".wh..wh..opq",
  ".wh..wh.aufs",
  ".wh.",
  "..",
  ".",
);
const root = fc.constantFrom<string | Buffer>(
  ...["./", "/", "stargz.index.json", ".no.prefetch.landmark", `${"d/".repeat(300)}x`, "stargz.index.json/a"],
  Buffer.from("\xff\xfe/\x80", "latin1"),
);
const path = fc.oneof(
  { arbitrary: fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/")), weight: 8 },
  { arbitrary: root, weight: 1 },
);
const target = fc.constantFrom("a", "b/c", "../a", "/c", "..", "/", "./b/../c", "a/b", "not/there", "ab", "");
const spec: fc.Arbitrary<MemberSpec> = fc.oneof(
  fc
    .record({ content: fc.constantFrom("", "x", "yy"), uid: fc.constantFrom(0, 1000, 2 ** 33) })
    .map(({ content, uid }) => file(content, { uid })),
  fc.constantFrom(
    file("caps", { xattrs: { "security.capability": Buffer.of(1, 0xff) } }),
    device("char", 1, 3),
  ),
  fc.constantFrom(file("old", { mtime: -1.5 }), dir({ mode: 0o1777 }), dir({ xattrs: { "user.a": "b" } })),
  target.map((at) => symlink(at)),
  target.map((at) => hardlink(at)),
);
const layers = fc.array(fc.array(fc.tuple(path, spec) as fc.Arbitrary<SpecPair>, { maxLength: 10 }), {
  minLength: 1,
  maxLength: 4,
});
const forms = fc.constantFrom<LayerCompression>("gzip", "zstd", "estargz");

/** @returns all fields of a tree as plain values. */
function dump({ size, columns, entries, layers, rootfs }: FileTree): unknown {
  const rows = Array.from({ length: entries.size }, (_, row) => ({
    ...{
      node: entries.node[row],
      layer: entries.layer(row),
      type: entries.type(row),
      mode: entries.mode(row),
    },
    ...{ uid: entries.uid(row), gid: entries.gid(row), bytes: entries.bytes(row) },
    ...{ mtime: entries.mtimeSeconds(row), nanos: entries.mtimeNanos(row), linkname: entries.linkname(row) },
    ...{ xattrs: entries.xattrs(row), device: entries.device(row), content: entries.content(row) },
    ...{ inode: entries.inode[row], implied: entries.isImplied(row), digest: entries.digest(row)?.join() },
  }));
  const { parent, end, nameStart, pool } = columns;
  return { size, parent, end, nameStart, names: pool.toString("latin1"), rows, layers, rootfs };
}

/** @returns the tree, numbers and warnings of an image, or its error. */
async function outcome(archive: string, wish: Wish): Promise<unknown> {
  const opened = await open(archive, wish);
  try {
    const { tree, metrics, copies } = await analyze(opened, { digests: true });
    // Layers are read at the same time, so the order of warnings can differ.
    const warnings = opened.warnings.map(({ code, message }) => `${code}: ${message}`).sort();
    return { tree: dump(tree), metrics, copies, warnings };
  } catch (error) {
    if (!(error instanceof LayerxError)) throw error;
    return { code: error.code, what: error.what, why: error.why };
  } finally {
    await opened.close();
  }
}

test("a first open, a second open and an open without a cache have the same tree, numbers, warnings and errors", async () => {
  const folder = tempDir();
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(layers, forms, fc.boolean(), async (specs, compression, lies) => {
      const document = lies
        ? { rootfs: { type: "layers", diff_ids: specs.map(() => `sha256:${"0".repeat(64)}`) } }
        : {};
      const built = await image(specs, { compression, document });
      const archive = await save(packings.ociArchive, [built], tempDir());
      const misses: string[] = [];
      const store = new Store({
        folder,
        uid: undefined,
        pid: 1,
        now: () => 0,
        debug: (line) => misses.push(line),
      });
      const cache = new Cache(store, { treesFrom: 1 });
      const without = await outcome(archive, {});
      expect(await outcome(archive, { cache })).toEqual(without);
      const before = store.writtenBytes;
      expect(await outcome(archive, { cache })).toEqual(without);
      if (store.writtenBytes === before) kept++;
      expect(misses).toEqual([]);
    }),
    { numRuns: 150 },
  );
  expect(kept).toBeGreaterThan(130);
});
