import fc from "fast-check";
import { expect, test } from "vitest";
import { METADATA, PATH_CHANGED, SAME } from "../../../src/analysis/diff/path-difference.js";
import { changeOf, MODIFIED, UNCHANGED } from "../../../src/tree/changes.js";
import { arbitraryLayers } from "../../support/arbitrary-layers.js";
import { compared } from "./start.js";

/** Two instructions are the same, so that some layers are aligned by instruction. */
const INSTRUCTIONS = ["RUN one", "RUN two", "RUN one", "RUN three"];

test("the row of all changes compares each path in the final filesystems of both images", () =>
  fc.assert(
    fc.asyncProperty(arbitraryLayers, arbitraryLayers, async (one, other) => {
      const { subject } = await compared({ layers: one }, { layers: other });
      const { differences } = subject.comparison?.comparison ?? { differences: new Uint8Array() };
      const { below, rootfs, changes, metadataOnly } = subject.view(0);
      for (const [node, difference] of differences.entries()) {
        const step = changeOf(below[node], rootfs[node]);
        const same = step === MODIFIED && difference === SAME;
        expect(changes[node]).toBe(same ? UNCHANGED : step);
        expect(metadataOnly?.[node]).toBe(Number(difference === METADATA));
        if (step === MODIFIED && !same) expect([PATH_CHANGED, METADATA]).toContain(difference);
      }
    }),
    { numRuns: 100 },
  ));

test("the row of an instruction in both images shows only paths that one of its layers wrote or removed", () =>
  fc.assert(
    fc.asyncProperty(arbitraryLayers, arbitraryLayers, async (one, other) => {
      const { subject } = await compared(
        { layers: one, history: INSTRUCTIONS.slice(0, one.length) },
        { layers: other, history: INSTRUCTIONS.slice(0, other.length) },
      );
      const { layers } = subject.comparison?.comparison ?? { layers: [] };
      const { trees } = subject.comparison ?? {};
      for (const [at, pair] of layers.entries()) {
        if (pair.is !== "changed" || trees === undefined) continue;
        const view = subject.view(at + 1);
        const touched = [trees.a.layers[pair.a ?? 0], trees.b.layers[pair.b ?? 0]];
        for (const [node, change] of view.changes.entries()) {
          if (change === UNCHANGED) continue;
          expect(change).toBe(changeOf(view.below[node], view.rootfs[node]));
          const isTouched = touched.some(
            ({ nodes, hidden }) =>
              nodes.includes(node) || hidden.findLastIndex((bound) => bound <= node) % 2 === 0,
          );
          expect(isTouched).toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  ));
