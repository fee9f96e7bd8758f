import fc from "fast-check";
import { expect, test } from "vitest";
import { chainOf } from "../../src/explorer/files/chains.js";
import { filesView } from "../../src/explorer/files/files-view.js";
import { areaOfHalf, scopesShown, stateOfHalf } from "../../src/explorer/files/split-view.js";
import { BINDINGS } from "../../src/explorer/keys/keys.js";
import { chosenInstruction } from "../../src/explorer/layers/chosen-layer.js";
import { listOf } from "../../src/explorer/pane-list.js";
import type { State } from "../../src/explorer/state.js";
import { update } from "../../src/explorer/update.js";
import type { MemberSpec } from "../support/memory-image.js";
import { areas, pressKey, start } from "./start.js";

const NAME = fc.constantFrom("a", "b", "c", "d.py");
const PATH = fc.array(NAME, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const MEMBER = fc.oneof(
  PATH.map((path): MemberSpec => ({ path, type: "dir" })),
  fc
    .tuple(PATH, fc.integer({ min: 0, max: 9 }))
    .map(([path, size]): MemberSpec => ({ path, content: "x".repeat(size) })),
  PATH.map((path): MemberSpec => ({ path: path.replace(/[^/]+$/, ".wh.$&") })),
);
const LAYERS = fc.array(fc.array(MEMBER, { maxLength: 12 }), { minLength: 1, maxLength: 4 });
const HISTORY = fc.constantFrom(
  [],
  ["ENV A=1", "ADD a", "CMD b", "RUN c"],
  ["RUN a", "RUN b", "RUN c", "RUN d", "CMD e"],
);

const KEYS = [...new Set(BINDINGS.flatMap(({ keys }) => keys))].filter(
  (key) => !["q", "ctrl-c", "ctrl-z"].includes(key),
);
const STEP = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...KEYS, "p", "y", "*", "backspace") },
  {
    weight: 1,
    arbitrary: fc.record({
      columns: fc.integer({ min: 30, max: 160 }),
      rows: fc.integer({ min: 8, max: 50 }),
    }),
  },
);

function checkSound(state: State): void {
  const { rows, cursor } = filesView(state);
  const at = areas(state);
  if (rows.length === 0) expect(cursor).toBe(-1);
  else expect(cursor >= 0 && cursor < rows.length).toBe(true);
  expect(new Set(rows).size).toBe(rows.length);
  expect(chosenInstruction(state)).not.toBe(null);
  for (const scope of scopesShown(state)) {
    const half = stateOfHalf(state, scope);
    const area = at.files === undefined ? undefined : areaOfHalf(state, scope, at.files);
    inWindow(half.files.top, Math.max(filesView(half).cursor, 0), area?.rows);
  }
  inWindow(state.layers.top, state.layers.cursor, at.layers?.rows);
  const waste = listOf(state, "waste");
  inWindow(waste.top, waste.cursor, at.waste?.rows);
}

function inWindow(top: number, cursor: number, height: number | undefined): void {
  if (height === undefined) return;
  expect([top <= cursor, cursor < top + height, top >= 0]).toEqual([true, true, true]);
}

test("the cursor of every pane is on a visible row after any keys", () =>
  fc.assert(
    fc.asyncProperty(LAYERS, HISTORY, fc.array(STEP, { maxLength: 40 }), async (layers, history, steps) => {
      let state = await start(layers, { history });
      checkSound(state);
      for (const step of steps) {
        state =
          typeof step === "string" ? pressKey(state, step) : update(state, { type: "resize", ...step }).state;
        checkSound(state);
      }
    }),
    { numRuns: 150 },
  ));

test("going to a wasted copy selects its path, or the nearest existing folder", () =>
  fc.assert(
    fc.asyncProperty(LAYERS, fc.array(STEP, { maxLength: 10 }), async (layers, steps) => {
      let state = await start(layers);
      for (const step of steps) if (typeof step === "string") state = pressKey(state, step);
      state = pressKey(pressKey(state, "esc"), "esc");
      const { waste } = state;
      if (waste.state !== "found" || waste.copies.length === 0) return;
      const copy = waste.copies[0];
      const listed = {
        ...waste,
        by: "copy" as const,
        opened: new Set<number>(),
      };
      state = pressKey(pressKey({ ...state, waste: listed, lists: {}, pages: [] }, "w"), "enter");
      const { rows, into, cursor } = filesView(state);
      const { tree } = state.subject.analysis;
      const path = tree.path(copy.node);
      const chain = cursor < 0 ? [0] : chainOf(tree, into, rows[cursor]);
      const isThere = chain.some((node) => node === copy.node || path.startsWith(`${tree.path(node)}/`));
      expect(state.focus).toBe("files");
      // A path that its own layer replaced does not exist: the cursor is on the replacement.
      expect(copy.cause === "repeated" || cursor < 0 || isThere).toBe(true);
    }),
    { numRuns: 150 },
  ));
