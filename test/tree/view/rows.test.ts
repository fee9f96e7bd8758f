import { describe, expect, test } from "vitest";
import { ADDED, layerView, MODIFIED, REMOVED } from "../../../src/tree/changes.js";
import { Outline } from "../../../src/tree/columns/outline.js";
import { loadTree } from "../../../src/tree/load.js";
import { finished } from "../../../src/tree/pieces.js";
import { ChangesBelow } from "../../../src/tree/view/changes-below.js";
import { type Folding, rows, type SortOrder } from "../../../src/tree/view/rows.js";
import { bytesShown, CHANGED, EVERYTHING, maskOf, shownPaths } from "../../../src/tree/view/shown.js";
import { ViewChanges } from "../../../src/tree/view/view-changes.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

const BASE: MemberSpec[] = [
  { path: "bin", type: "dir" },
  { path: "bin/sh", content: "12345" },
  { path: "etc", type: "dir" },
  { path: "etc/hosts", content: "1" },
  { path: "etc/ssl", type: "dir" },
  { path: "etc/ssl/cert", content: "123" },
  { path: "etc/ssl/key", content: "1234567" },
  { path: "z", content: "12" },
];
const UPPER: MemberSpec[] = [
  { path: "etc/hosts", content: "1234" },
  { path: "etc/new", content: "12345678" },
  { path: "etc/.wh.ssl" },
];
const OPEN: Folding = { openDepth: Number.POSITIVE_INFINITY, opened: new Map() };

interface Case {
  readonly layer?: number;
  readonly changes?: number;
  readonly matching?: RegExp;
  readonly folding?: Folding;
  readonly order?: SortOrder;
}

/** Returns the rows of a view as `path bytes`, their total bytes, and the number of paths. */
async function view({ layer = 1, changes = EVERYTHING, matching, folding = OPEN, order = "name" }: Case) {
  const tree = await loadTree(memoryImage([BASE, UPPER]));
  const outline = new Outline(tree);
  const matches =
    matching === undefined
      ? null
      : Uint8Array.from({ length: tree.size }, (_, node) => Number(matching.test(tree.path(node))));
  const layered = layerView(tree, layer);
  const shown = finished(shownPaths(tree, outline, layered, { changes, matches }));
  const below = new ChangesBelow(new ViewChanges(tree, layered), shown);
  const lines = [...rows(tree, outline, shown, { folding, order, changes: below })].map(
    (node) => `${tree.path(node)} ${bytesShown(outline, shown, node)}`,
  );
  return { lines, total: bytesShown(outline, shown, 0), paths: shown.paths };
}

test("sorted by growth, the biggest growth or shrinkage is first, then changes without bytes, then other paths", async () => {
  const changed = [
    { path: "etc/hosts", content: "2" },
    { path: "etc/.wh.ssl" },
    { path: "etc/new", content: "12345" },
    { path: "bin/sh", content: "123456" },
  ];
  const tree = await loadTree(memoryImage([BASE, changed]));
  const outline = new Outline(tree);
  const layered = layerView(tree, 1);
  const shown = finished(shownPaths(tree, outline, layered, { changes: EVERYTHING, matches: null }));
  const changes = new ChangesBelow(new ViewChanges(tree, layered), shown);
  const growth = changes.growth;
  const sorted = rows(tree, outline, shown, { folding: OPEN, order: "growth", changes, growth });
  expect([...sorted].map((node) => `${tree.path(node)} ${growth.bytes(node)}`)).toEqual([
    "/etc -5",
    "/etc/ssl -10",
    "/etc/ssl/key -7",
    "/etc/ssl/cert -3",
    "/etc/new 5",
    "/etc/hosts 0",
    "/bin 1",
    "/bin/sh 1",
    "/z 0",
  ]);
});

describe("the visible paths of a layer", () => {
  test("a view shows existing and removed paths, and removed files do not count in folder sums", async () => {
    expect(await view({})).toEqual({
      lines: [
        "/bin 5",
        "/bin/sh 5",
        "/etc 12",
        "/etc/hosts 4",
        "/etc/new 8",
        "/etc/ssl 10",
        "/etc/ssl/cert 3",
        "/etc/ssl/key 7",
        "/z 2",
      ],
      total: 19,
      paths: 9,
    });
  });

  test("a view of changes shows the changed paths in their folders", async () => {
    expect(await view({ changes: CHANGED })).toEqual({
      lines: ["/etc 12", "/etc/hosts 4", "/etc/new 8", "/etc/ssl 10", "/etc/ssl/cert 3", "/etc/ssl/key 7"],
      total: 12,
      paths: 5,
    });
  });

  test("a view shows only the selected kinds of changes", async () => {
    expect((await view({ changes: maskOf(ADDED) })).lines).toEqual(["/etc 8", "/etc/new 8"]);
    expect((await view({ changes: maskOf(MODIFIED) })).lines).toEqual(["/etc 4", "/etc/hosts 4"]);
    expect((await view({ changes: maskOf() })).lines).toEqual([]);
  });

  test("folder sums count removed files if only removed paths are visible", async () => {
    expect((await view({ changes: maskOf(REMOVED) })).lines).toEqual([
      "/etc 10",
      "/etc/ssl 10",
      "/etc/ssl/cert 3",
      "/etc/ssl/key 7",
    ]);
  });

  test("a filtered view shows the matches in their folders, and sums count the matches only", async () => {
    expect(await view({ layer: 0, matching: /key|sh$/ })).toEqual({
      lines: ["/bin 5", "/bin/sh 5", "/etc 7", "/etc/ssl 7", "/etc/ssl/key 7"],
      total: 12,
      paths: 2,
    });
  });
});

describe("rows", () => {
  test("a closed folder hides its contents and shows the sum of their sizes", async () => {
    const opened = new Map();
    expect((await view({ layer: 0, folding: { openDepth: 1, opened } })).lines).toEqual([
      "/bin 5",
      "/etc 11",
      "/z 2",
    ]);
    expect((await view({ layer: 0, folding: { openDepth: 2, opened } })).lines).toEqual([
      "/bin 5",
      "/bin/sh 5",
      "/etc 11",
      "/etc/hosts 1",
      "/etc/ssl 10",
      "/z 2",
    ]);
  });

  test("opening or closing one folder overrides the depth to which folders are open", async () => {
    const tree = await loadTree(memoryImage([BASE, UPPER]));
    const node = (path: string) => [...Array(tree.size).keys()].find((n) => tree.path(n) === path) ?? -1;
    const opened = new Map([
      [node("/bin"), false],
      [node("/etc/ssl"), true],
    ]);
    expect((await view({ layer: 0, folding: { openDepth: 2, opened } })).lines).toEqual([
      "/bin 5",
      "/etc 11",
      "/etc/hosts 1",
      "/etc/ssl 10",
      "/etc/ssl/cert 3",
      "/etc/ssl/key 7",
      "/z 2",
    ]);
  });

  test("sorted by size, the biggest sibling is first", async () => {
    expect((await view({ order: "size" })).lines).toEqual([
      "/etc 12",
      "/etc/ssl 10",
      "/etc/ssl/key 7",
      "/etc/ssl/cert 3",
      "/etc/new 8",
      "/etc/hosts 4",
      "/bin 5",
      "/bin/sh 5",
      "/z 2",
    ]);
  });

  test("sorted by size or growth, 60 siblings are in order, and siblings of equal size are sorted by name", async () => {
    const members = Array.from({ length: 60 }, (_, i) => ({
      path: `f${i}`,
      content: "x".repeat((i * 7) % 30),
    }));
    const tree = await loadTree(memoryImage([members]));
    const outline = new Outline(tree);
    const layer = layerView(tree, 0);
    const shown = finished(shownPaths(tree, outline, layer, { changes: EVERYTHING, matches: null }));
    const changes = new ChangesBelow(new ViewChanges(tree, layer), shown);
    const expected = [...members]
      .sort((a, b) => b.content.length - a.content.length || (a.path < b.path ? -1 : 1))
      .map(({ path }) => `/${path}`);
    for (const order of ["size", "growth"] as const) {
      const options = { folding: OPEN, order, changes, growth: changes.growth };
      const sorted = [...rows(tree, outline, shown, options)];
      expect(sorted.map((node) => tree.path(node))).toEqual(expected);
    }
  });
});
