import { expect, test } from "vitest";
import { comparedState } from "../../src/explorer/comparison/compared-state.js";
import type { StartSettings } from "../../src/explorer/settings.js";
import { initialState, type State } from "../../src/explorer/state.js";
import { draw } from "./draw.js";
import { areas, changesShown, members, pressKey, start, tree } from "./start.js";

const LAYERS = [
  members(
    "etc/",
    "etc/apt/",
    "etc/apt/sources.d/",
    "etc/apt/sources.d/small: 1",
    "etc/apt/sources.list: deb",
    "etc/hosts: localhost",
    "zoo/",
    "zoo/big: 12345678901234567890",
  ),
  members("etc/hosts: other", "new: 1"),
];

/** Returns the state of the explorer with these settings, on the last layer. */
async function opened(settings: StartSettings, screen = { columns: 120, rows: 36 }): Promise<State> {
  const { subject } = await start(LAYERS, screen);
  const state = initialState(subject, screen, { reports: [], start: settings });
  return pressKey(state, "G");
}

test("the files open in the order of the settings", async () => {
  expect(tree(await opened({ show: "all", sort: "size" }))[0]).toMatch(/zoo$/);
  expect(tree(await opened({ show: "all", sort: "name" }))[0]).toMatch(/etc$/);
});

test("the explorer opens on the view of all layers if the settings say so", async () => {
  expect(changesShown(await opened({}))).toEqual(["  /etc", "~ /etc/hosts", "+ /new"]);
  expect((await opened({ show: "all" })).files.scope).toBe("all");
});

test("hidden changes are hidden in both views from the start", async () => {
  const hidden: StartSettings = { hide: ["added"] };
  expect(changesShown(await opened(hidden))).toEqual(["  /etc", "~ /etc/hosts"]);
  expect(changesShown(await opened({ ...hidden, show: "all" }))).not.toContain("+ /new");
});

test.each([
  [0, ["/etc", "/new", "/zoo"]],
  [1, ["/etc", "/etc/apt", "/etc/hosts", "/new", "/zoo", "/zoo/big"]],
  [
    2,
    [
      "/etc",
      "/etc/apt",
      "/etc/apt/sources.d",
      "/etc/apt/sources.list",
      "/etc/hosts",
      "/new",
      "/zoo",
      "/zoo/big",
    ],
  ],
] as const)("folders are open to the depth %i of the settings", async (depth, paths) => {
  expect(tree(await opened({ depth, show: "all" })).map((row) => row.slice(2))).toEqual(paths);
});

test('with depth "all" every folder is open, and depth "auto" is the default', async () => {
  const everything = await opened({ depth: "all", show: "all" });
  expect(tree(everything).at(3)).toMatch(/etc\/apt\/sources.d\/small$/);
  expect(tree(await opened({ depth: "auto" }))).toEqual(tree(await opened({})));
});

test("the explorer opens with the flat list and without attributes if the settings say so", async () => {
  const state = await opened({ flat: true, show: "all", attributes: false });
  expect(tree(state)[0]).toMatch(/zoo\/big$/);
  expect(draw(state)).not.toContain("-rw-r--r--");
});

test.each([
  [undefined, 120, 48],
  [{ columns: 35 }, 120, 35],
  [{ percent: 60 }, 120, 72],
  [{ columns: 1000 }, 120, 90],
  [{ percent: 10 }, 120, 30],
] as const)(
  "a left width of %j makes the left column of a screen of %i columns %i wide",
  async (leftWidth, columns, expected) => {
    const { layers, files } = areas(await opened({ leftWidth }, { columns, rows: 36 }));
    expect([layers?.columns, files?.columns]).toEqual([expected - 2, columns - expected - 2]);
  },
);

test("a comparison uses hidden changes, attributes and width of the settings, but its own order and scope", async () => {
  const { subject } = await start(LAYERS);
  const settings: StartSettings = {
    sort: "name",
    show: "all",
    hide: ["removed"],
    attributes: true,
    leftWidth: { columns: 40 },
  };
  const { files, leftWidth } = comparedState(subject, { columns: 120, rows: 36 }, { start: settings });
  expect([files.order, files.scope, files.attributes, leftWidth]).toEqual([
    "growth",
    "layer",
    true,
    { columns: 40 },
  ]);
  expect(files.changes.layer).toBe((await opened({ hide: ["removed"] })).files.changes.layer);
});
