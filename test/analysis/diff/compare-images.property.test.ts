import fc from "fast-check";
import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { type Comparison, compareImages } from "../../../src/analysis/diff/compare-images.js";
import {
  CONTENT,
  LINKS,
  METADATA,
  MODE,
  MOVED,
  MOVED_AWAY,
  OWNER,
  PATH_ADDED,
  PATH_CHANGED,
  PATH_REMOVED,
  TARGET,
  TYPE,
  XATTRS,
} from "../../../src/analysis/diff/path-difference.js";
import { inodeAt, type Side } from "../../../src/analysis/diff/side.js";
import { filesystemBytes, isSame, totalsOf } from "../../../src/analysis/diff/totals.js";
import { escapePath } from "../../../src/text/escape.js";
import { arbitraryLayers } from "../../support/arbitrary-layers.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

const opened = (layers: readonly (readonly MemberSpec[])[], digestsInScan: boolean) =>
  analyze(memoryImage(layers, { digestsInScan }));

test("applying the diff of A and B to A gives the listing of B", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryLayers, arbitraryLayers, fc.boolean(), fc.boolean(), async (a, b, inA, inB) => {
      const comparison = await compareImages(await opened(a, inA), await opened(b, inB));
      expect(await applied(comparison)).toEqual(await listing(comparison.b));
    }),
    { numRuns: 600 },
  );
});

test("the filesystem grows by the added bytes, minus the removed bytes, plus the growth of changed files", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryLayers, arbitraryLayers, async (a, b) => {
      const comparison = await compareImages(await opened(a, false), await opened(b, false));
      const grown = Object.values(totalsOf(comparison)).reduce(
        (sum, { bytesA, bytesB }) => sum + bytesB - bytesA,
        0,
      );
      expect(filesystemBytes(comparison.b) - filesystemBytes(comparison.a)).toBe(grown);
    }),
    { numRuns: 600 },
  );
});

test("an image does not differ from itself", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryLayers, fc.boolean(), fc.boolean(), async (layers, inA, inB) => {
      expect(isSame(await compareImages(await opened(layers, inA), await opened(layers, inB)))).toBe(true);
    }),
    { numRuns: 600 },
  );
});

interface Facts {
  readonly type: string;
  readonly content: string;
  readonly target: string;
  readonly mode: number;
  readonly owner: string;
  readonly xattrs: readonly unknown[];
  /** The first path of the same file, if the path is a hard link. */
  readonly links: string;
}

async function factsAt(side: Side, node: number): Promise<Facts> {
  const { tree, rootfs, image, firstNames } = side;
  const { entries } = tree;
  const row = rootfs[node];
  const inode = inodeAt(side, row);
  const isFile = entries.isFile(inode);
  const chunks: Uint8Array[] = [];
  if (isFile)
    for await (const chunk of image.layers[entries.layer(inode)].open(entries.content(inode)))
      chunks.push(chunk);
  return {
    type: entries.type(inode),
    content: Buffer.concat(chunks).toString(),
    target: entries.linkname(inode),
    mode: entries.mode(row),
    owner: `${entries.uid(row)}:${entries.gid(row)}`,
    xattrs: [...(entries.xattrs(inode) ?? [])],
    links: isFile ? escapePath(tree.path(firstNames[inode])) : "",
  };
}

async function listing(side: Side): Promise<Map<string, Facts>> {
  const facts = new Map<string, Facts>();
  for (let node = 1; node < side.tree.size; node++) {
    if (side.rootfs[node] >= 0) facts.set(escapePath(side.tree.path(node)), await factsAt(side, node));
  }
  return facts;
}

/** Returns A's listing after applying the differences of the comparison. */
async function applied({
  a,
  b,
  union,
  differences,
  aspects,
  movedFrom,
}: Comparison): Promise<Map<string, Facts>> {
  const before = await listing(a);
  const facts = new Map(before);
  const pathA = (node: number) => escapePath(a.tree.path(union.a[node]));
  const pathB = (node: number) => escapePath(b.tree.path(union.b[node]));
  for (let node = 1; node < union.size; node++) {
    const difference = differences[node];
    if (difference === PATH_REMOVED || difference === MOVED_AWAY) facts.delete(pathA(node));
    if (difference === PATH_ADDED) facts.set(pathB(node), await factsAt(b, union.b[node]));
    if (difference === PATH_CHANGED || difference === METADATA || difference === MOVED) {
      const old = before.get(pathA(movedFrom.get(node) ?? node));
      if (old === undefined) throw new Error(`${pathB(node)} is not in A`);
      const now = await factsAt(b, union.b[node]);
      const changed = changedFacts(old, now, aspects[node]);
      facts.set(pathB(node), difference === MOVED ? { ...changed, links: pathB(node) } : changed);
    }
  }
  return new Map([...facts].sort(([x], [y]) => (partwise(x) < partwise(y) ? -1 : 1)));
}

function partwise(path: string): string {
  return path.split("/").join("\0");
}

function changedFacts(old: Facts, now: Facts, aspects: number): Facts {
  const has = (bit: number) => (aspects & bit) !== 0;
  return {
    type: has(TYPE) ? now.type : old.type,
    content: has(TYPE | CONTENT) ? now.content : old.content,
    target: has(TYPE | TARGET) ? now.target : old.target,
    mode: has(MODE) ? now.mode : old.mode,
    owner: has(OWNER) ? now.owner : old.owner,
    xattrs: has(XATTRS) ? now.xattrs : old.xattrs,
    links: has(TYPE | LINKS) ? now.links : old.links,
  };
}
