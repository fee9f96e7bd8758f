import { expect, test } from "vitest";
import { findPage, findResults } from "../../../../src/explorer/pages/find/find-page.js";
import { topPage } from "../../../../src/explorer/pages/page-stack.js";
import { pathVersions, type VersionsPage } from "../../../../src/explorer/pages/versions/versions-page.js";
import type { State } from "../../../../src/explorer/state.js";
import { cursorPath, members, press, start, typed } from "../../start.js";

const LAYERS = [
  members("etc/", "etc/hosts: 1", "etc/ssl/", "etc/ssl/key: 12", "opt/app.py: 1"),
  members("etc/hosts: 123"),
  members("etc/.wh.ssl"),
  members("opt/app.py: 12345", "etc/ssl/", "etc/ssl/key: 1"),
];

/** Returns the path, the layers and the selected layer of the open page of versions. */
function versionsAt(state: State) {
  const page = topPage<VersionsPage>(state, "versions");
  if (page === null) return null;
  const layers = pathVersions(state, page.node).map(({ layer }) => layer);
  return { path: state.subject.analysis.tree.path(page.node), layers, at: layers[page.list.cursor] };
}

test("t opens the versions of the selected path, with the cursor on the version that the layer shows", async () => {
  const state = press(await start(LAYERS), "2/key⏎G");
  expect(versionsAt(press(state, "t"))).toEqual({ path: "/etc/ssl/key", layers: [0, 2, 3], at: 0 });
  expect(versionsAt(press(state, "t⎋"))).toBe(null);
  expect(versionsAt(press(await start(LAYERS), "↓a2/key⏎Gt"))?.at).toBe(0);
  expect(versionsAt(press(await start(LAYERS), "Ga2/key⏎Gt"))?.at).toBe(3);
  expect(versionsAt(press(await start(LAYERS), "wt"))?.path).toBe("/etc/ssl/key");
});

test("⏎ on a version goes to its layer and its path in the panes", async () => {
  const state = press(await start(LAYERS), "m↓2/hosts⏎Gtj⏎");
  expect([state.pages, state.focus, state.layers.cursor, cursorPath(state)]).toEqual([
    [],
    "files",
    1,
    "/etc/hosts",
  ]);
  const removed = press(await start(LAYERS), "2/key⏎Gtj⏎");
  expect([removed.layers.cursor, cursorPath(removed), removed.files.scope]).toEqual([
    2,
    "/etc/ssl/key",
    "layer",
  ]);
});

test("a version has the cause of its waste, and the folder that was removed with it", async () => {
  const state = press(await start(LAYERS), "2/key⏎Gt");
  const { tree } = state.subject.analysis;
  const page = topPage<VersionsPage>(state, "versions");
  const versions = page !== null ? pathVersions(state, page.node) : [];
  expect(
    versions.map(({ layer, wasted, hiddenBy }) => [
      layer,
      wasted,
      hiddenBy === null ? null : tree.path(hiddenBy),
    ]),
  ).toEqual([
    [0, { endedBy: 2, cause: "deleted" }, null],
    [2, null, "/etc/ssl"],
    [3, null, null],
  ]);
});

test("before the causes are known, a wasted version has no cause", async () => {
  const opened = press(await start(LAYERS), "2/key⏎Gt");
  const state: State = { ...opened, waste: { ...opened.waste, state: "looking", copies: null } };
  const page = topPage<VersionsPage>(state, "versions");
  const [first] = page !== null ? pathVersions(state, page.node) : [];
  expect(first.wasted).toEqual({ endedBy: 2, cause: null });
});

test("t without a selected path shows a message", async () => {
  expect(press(await start([[]]), "2t").message).toBe("there is no path here");
});

/** Returns the text, the found paths and the selected path of the open find page. */
function foundAt(state: State) {
  const page = findPage(state);
  if (page === null) return null;
  const { kind, nodes } = findResults(state, page);
  const paths = [...nodes].map((node) => state.subject.analysis.tree.path(node));
  return { text: page.text, kind, paths, at: paths.at(page.list.cursor) };
}

test("f finds paths in any layer, also removed paths, and matches in the last name come first", async () => {
  const state = press(await start(LAYERS), "fss");
  expect(foundAt(state)).toEqual({
    text: "ss",
    kind: "text",
    paths: ["/etc/ssl", "/etc/ssl/key"],
    at: "/etc/ssl",
  });
  expect(foundAt(press(state, "⌫⌫o*p*"))).toMatchObject({ kind: "forms", paths: ["/opt"] });
  expect(foundAt(press(state, "⌫⌫h*s"))).toMatchObject({ kind: "forms", paths: ["/etc/hosts"] });
  expect(foundAt(press(state, "⌫⌫oapp"))).toMatchObject({ kind: "fuzzy", paths: ["/opt/app.py"] });
  expect(foundAt(press(state, "⌫⌫"))).toMatchObject({ kind: null, paths: [] });
});

test("matches in the last name come first, before paths inside earlier folders", async () => {
  const state = press(await start([members("a/x/b: 1", "a/x/c: 1", "y/x: 1")]), "fx");
  expect(foundAt(state)?.paths).toEqual(["/a/x", "/y/x", "/a/x/b", "/a/x/c"]);
});

test("⏎ opens the versions of a found path, esc returns to the list", async () => {
  const state = press(await start(LAYERS), "fss↓⏎");
  expect(versionsAt(state)).toEqual({ path: "/etc/ssl/key", layers: [0, 2, 3], at: 0 });
  expect(foundAt(press(state, "⎋"))?.at).toBe("/etc/ssl/key");
  expect(press(state, "⎋").prompt).toBe(null);
  expect(versionsAt(press(state, "⎋k⏎"))?.path).toBe("/etc/ssl");
  expect(press(state, "⎋/⌫").prompt).toMatchObject({ kind: "find", text: "s" });
  expect(press(state, "⎋⎋").pages).toEqual([]);
});

test("esc while typing closes the find page, and the tree is unchanged", async () => {
  const before = press(await start(LAYERS), "2/etc⏎j");
  const state = press(before, "fhosts⎋");
  expect([state.pages, state.prompt, state.files]).toEqual([[], null, before.files]);
});

test("typed text is shown before its results", async () => {
  const state = typed(await start(LAYERS), "fhosts");
  expect([state.prompt?.text, foundAt(state)?.text]).toEqual(["hosts", ""]);
  expect(foundAt(press(state, ""))?.paths).toEqual(["/etc/hosts"]);
});
