import { expect, test } from "vitest";
import type { Action } from "../../../src/explorer/action.js";
import { LayerComparison } from "../../../src/explorer/jobs/layer-comparison.js";
import { actionOf } from "../../../src/explorer/keys/keys.js";
import { compared, layersToRead } from "../../../src/explorer/layers/chosen-layer.js";
import { comparedTitle } from "../../../src/explorer/layers/layer-detail.js";
import { update } from "../../../src/explorer/update.js";
import { changesShown, cursorPath, members, press, start } from "../start.js";

const LAYERS = [
  members("bin/", "bin/sh: 1234", "etc/", "etc/hosts: 1", "etc/old: 12"),
  members("etc/hosts: 123", "opt/", "opt/app.py: 12345"),
  members("etc/.wh.old", "opt/app.py: 1"),
];
const HISTORY = ["ADD rootfs", "RUN one", "ENV A=1", "RUN two"];

test("if a layer is marked, selecting another layer shows the changes between both filesystems", async () => {
  const state = press(await start(LAYERS), "m↓↓");
  expect(compared(state)).toEqual({ lower: 0, upper: 2 });
  expect(changesShown(state)).toEqual(["  /etc", "~ /etc/hosts", "− /etc/old", "+ /opt", "+ /opt/app.py"]);
});

test("a comparison of two layers shows the changes from the lower layer to the upper layer, even if the upper layer is marked", async () => {
  const state = press(await start(LAYERS), "Gmg");
  expect(compared(state)).toEqual({ lower: 0, upper: 2 });
  expect(changesShown(state)).toEqual(changesShown(press(state, "mG")));
});

test("selecting the marked layer shows its own changes, and m removes the mark", async () => {
  const state = press(await start(LAYERS), "m");
  expect(changesShown(state)).toEqual(["+ /bin", "+ /bin/sh", "+ /etc", "+ /etc/hosts", "+ /etc/old"]);
  expect([state.layers.marked, press(state, "m").layers.marked]).toEqual([0, null]);
  expect(changesShown(press(state, "mG"))).toEqual(changesShown(press(await start(LAYERS), "G")));
});

test("the scope, the kinds of changes, the order and the filter work in a comparison of layers", async () => {
  const state = press(await start(LAYERS), "m↓↓");
  expect(changesShown(press(state, "a"))).toEqual([
    "  /bin",
    "  /bin/sh",
    "  /etc",
    "~ /etc/hosts",
    "− /etc/old",
    "+ /opt",
    "+ /opt/app.py",
  ]);
  expect(changesShown(press(state, "+-"))).toEqual(["  /etc", "~ /etc/hosts"]);
  expect(changesShown(press(state, "ss"))).toEqual([
    "+ /opt",
    "+ /opt/app.py",
    "  /etc",
    "~ /etc/hosts",
    "− /etc/old",
  ]);
  expect(changesShown(press(state, "/old⏎"))).toEqual(["  /etc", "− /etc/old"]);
});

test("for an instruction without a layer, the layer below is compared, but it cannot be marked", async () => {
  const state = press(await start(LAYERS, { history: HISTORY }), "m↓↓");
  expect(compared(state)).toEqual({ lower: 0, upper: 1 });
  expect(press(state, "m").message).toBe("this instruction made no layer to compare with");
  expect(press(state, "m").layers.marked).toBe(0);
});

test("going to a wasted copy ends the comparison", async () => {
  const state = press(await start(LAYERS), "m↓↓w⏎");
  expect([state.layers.marked, cursorPath(state)]).toEqual([null, "/opt/app.py"]);
});

test("another time is not a difference between two layers, as in diff --layer", async () => {
  const at = (mtime: number) => [
    { path: "time", content: "same", mtime },
    { path: "word", content: mtime === 1 ? "old" : "new" },
  ];
  const state = press(await start([at(1), at(2)]), "m↓");
  expect(comparedTitle(state)).toEqual(["compared with layer 0, reading contents …"]);
  const decided = await new Promise<Action>((resolve) => {
    new LayerComparison(state.subject, new AbortController().signal, resolve).want(layersToRead(state));
  });
  const compared = update(state, decided);
  expect(compared.effects).toEqual([{ type: "compare-layers", between: null }]);
  expect(comparedTitle(compared.state)).toEqual(["compared with layer 0"]);
  expect(changesShown(compared.state)).toEqual(["~ /word"]);
});

test("contents are compared only for the two layers that were selected last", async () => {
  const same = members("a: same");
  const marked = press(await start([same, same, same]), "m");
  const first = update(marked, { type: "move", to: "down" });
  expect(first.effects).toEqual([{ type: "compare-layers", between: { lower: 0, upper: 1 } }]);
  const second = update(first.state, { type: "move", to: "down" });
  expect(second.effects).toEqual([{ type: "compare-layers", between: { lower: 0, upper: 2 } }]);
  expect(update(second.state, actionOf(second.state, "m")).effects).toEqual([
    { type: "compare-layers", between: null },
  ]);
});
