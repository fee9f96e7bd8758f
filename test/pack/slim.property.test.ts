import fc from "fast-check";
import { expect, test } from "vitest";
import { LayerxError } from "../../src/errors.js";
import type { SlimOptions } from "../../src/pack/slim-plan.js";
import { arbitraryLayers } from "../support/arbitrary-layers.js";
import type { MemberSpec as Declared, SpecPair } from "../support/layer-spec.js";
import type { MemberSpec } from "../support/memory-image.js";
import { packTar } from "../support/tar.js";
import { slimmed } from "./slimmed.js";

const stacks = fc.record({
  layers: arbitraryLayers,
  base: fc.nat({ max: 2 }),
  squash: fc.boolean(),
});

test("slim keeps the filesystem, leaves no wasted bytes above the base, and a second slim changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(stacks, async ({ layers, base: wanted, squash }) => {
      const base = Math.min(wanted, layers.length);
      const { tars, once } = await slimmedOnce(layers, { base, squash });
      expect(once.difference).toBe(null);
      expect(once.wasted).toBe(0);
      expect(once.tars.slice(0, base)).toEqual(tars.slice(0, base));
      const twice = await slimmed(once.tars, { base, squash });
      expect(twice.tars.map(String)).toEqual(once.tars.map(String));
    }),
    { numRuns: 150 },
  );
}, 60_000);

/** Slims the layers; without hard links if one leads to a missing file, because slim refuses such an image. */
async function slimmedOnce(layers: readonly (readonly MemberSpec[])[], options: SlimOptions) {
  const packed = (kept: (member: MemberSpec) => boolean) =>
    Promise.all(layers.map((members) => packTar(members.filter(kept).map(pair))));
  const tars = await packed(() => true);
  try {
    return { tars, once: await slimmed(tars, options) };
  } catch (error) {
    if (!(error instanceof LayerxError) || error.code !== "not-slimmable") throw error;
    const plain = await packed(({ type }) => type !== "hardlink");
    return { tars: plain, once: await slimmed(plain, options) };
  }
}

function pair({ path, type = "file", content = "", linkname = "", mode, mtime }: MemberSpec): SpecPair {
  const attributes = { mode, mtime };
  const spec: Declared =
    type === "file"
      ? { type, content, ...attributes }
      : type === "symlink" || type === "hardlink"
        ? { type, target: linkname, ...attributes }
        : { type: "dir", ...attributes };
  return [path, spec];
}
