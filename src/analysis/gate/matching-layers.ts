import { entryOfLayer, instructionText } from "../../image/dockerfile/instruction.js";
import type { Image } from "../../image/image.js";
import type { ByteRange } from "../../tree/search/byte-ranges.js";
import type { Step } from "../../tree/search/glob.js";
import { GlobMachine, START } from "../../tree/search/glob-machine.js";
import type { LayerRule } from "./rules/layer-size.js";

const ANYTHING: readonly ByteRange[] = [[0, 0xff]];

/**
 * Returns the layers that each rule matches, lowest first. A rule names a layer by its number, or by its
 * instruction, in which `*` matches any text. A rule without either matches every layer from `fromLayer` up.
 * Each instruction is read once for all rules.
 */
export function matchingLayers(
  rules: readonly LayerRule[],
  image: Image,
  fromLayer: number,
): ReadonlyMap<LayerRule, readonly number[]> {
  const matching = new Map<LayerRule, number[]>(rules.map((rule) => [rule, []]));
  const machine = new GlobMachine(
    rules.map(({ which }) =>
      typeof which === "string" ? { variants: [stepsOf(which)], doubt: null } : null,
    ),
  );
  for (const [rule, layers] of matching) {
    const { which } = rule;
    if (typeof which === "number" && which < image.layers.length) layers.push(which);
    if (which !== null) continue;
    for (let layer = fromLayer; layer < image.layers.length; layer++) layers.push(layer);
  }
  if (rules.every(({ which }) => typeof which !== "string")) return matching;
  for (const { index } of image.layers) {
    const instruction = instructionText(entryOfLayer(image, index)?.createdBy ?? null);
    for (const number of machine.matched[machine.readAll(START, Buffer.from(instruction))]) {
      matching.get(rules[number])?.push(index);
    }
  }
  return matching;
}

/** Splits a pattern. `*` matches any text; all other characters match themselves. */
function stepsOf(pattern: string): Step[] {
  return [...Buffer.from(pattern, "utf8")].map(
    (byte): Step => (byte === 0x2a ? { is: "many", of: ANYTHING } : { is: "one", of: [[[byte, byte]]] }),
  );
}
