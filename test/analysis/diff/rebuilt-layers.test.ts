import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { compareImages } from "../../../src/analysis/diff/compare-images.js";
import { rebuiltLayers } from "../../../src/analysis/diff/rebuilt-layers.js";
import { historyOf } from "../../support/history.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

/** Returns the layers with the same files in two builds. The instructions are the same, the diff IDs are not. */
async function rebuilt(a: readonly (readonly MemberSpec[])[], b: readonly (readonly MemberSpec[])[]) {
  const analysis = (layers: readonly (readonly MemberSpec[])[], mark: string) => {
    const image = memoryImage(layers);
    const history = historyOf(layers.map((_, layer) => `RUN step ${layer}`));
    const ofBuild = image.layers.map((layer, at) => ({ ...layer, diffId: `sha256:${mark}${at}` }));
    return analyze({ ...image, layers: ofBuild, history });
  };
  const comparison = await compareImages(await analysis(a, "a"), await analysis(b, "b"));
  return [...rebuiltLayers(comparison)].map(({ a: before, b: after }) => `${before}→${after}`);
}

const BASE: readonly MemberSpec[] = [{ path: "etc/hosts", content: "one" }];
const APP: readonly MemberSpec[] = [{ path: "app", content: "run" }];

test("a layer with the same files was only built again, unless the content or the mode of a file differs", async () => {
  const later = [{ path: "etc/hosts", content: "one", mtime: 9 }];
  expect(await rebuilt([BASE, APP], [later, APP])).toEqual(["0→0", "1→1"]);
  expect(await rebuilt([BASE, APP], [later, [{ path: "app", content: "ran" }]])).toEqual(["0→0"]);
  expect(await rebuilt([BASE, APP], [later, [{ path: "app", content: "run", mode: 0o755 }]])).toEqual([
    "0→0",
  ]);
});

test("layers with added, removed or moved files do not count as only built again", async () => {
  expect(await rebuilt([BASE, APP], [BASE, [...APP, { path: "new", content: "" }]])).toEqual(["0→0"]);
  expect(await rebuilt([BASE, [...APP, { path: "old", content: "" }]], [BASE, APP])).toEqual(["0→0"]);
  expect(await rebuilt([BASE, APP], [BASE, [{ path: "moved", content: "run" }]])).toEqual(["0→0"]);
});

test("a layer of another size was changed, even if an upper layer hides the difference", async () => {
  const log = (content: string): MemberSpec => ({ path: "log", content });
  const removed = [{ path: ".wh.log" }];
  expect(await rebuilt([[...BASE, log("1")], removed], [[...BASE, log("22")], removed])).toEqual(["1→1"]);
});
