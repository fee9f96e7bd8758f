import { entryOfLayer, instructionText } from "../../image/dockerfile/instruction.js";
import type { Analysis } from "../analyze.js";
import { type Base, baseMembership } from "../base-image.js";
import { isForbidden, type PathFacts } from "../gate/rules/path-rules.js";
import { leftoverKindOf } from "../leftovers/leftovers.js";
import { firstWriters } from "../waste/first-writer.js";
import { baseAdvice, installsRecommended, STORES_AGAIN } from "./advice.js";
import { adviceOnCopy } from "./waste-advice.js";

/**
 * Returns a function that returns advice on how to keep a forbidden path out of its layer. `base` is the base
 * image that the user named.
 */
export function pathAdviser(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  base: Base | null,
): PathFacts["advise"] {
  const fromBase = baseMembership(image, base);
  const firstWriter = firstWriters(tree);
  const instruction = (layer: number) => instructionText(entryOfLayer(image, layer)?.createdBy ?? null);
  return ({ layer, node, rule }) => {
    const writing = STORES_AGAIN.test(instruction(layer)) ? firstWriter(node) : layer;
    const [path, writer, from] = [tree.path(node), instruction(writing), fromBase(writing)];
    if (from !== "no") return baseAdvice("base-path", from);
    const known = adviceOnCopy({ path, cause: "deleted", fromBase: from, writer, ender: "" });
    if (path.includes("/.git/")) return known;
    const copied = /^(COPY|ADD)\b/i.test(writer);
    const forbidden = isForbidden(rule);
    if (forbidden && copied) return { topic: "forbidden-copied" };
    const kind = copied ? null : leftoverKindOf(tree, node);
    if (kind === null) return forbidden ? { topic: "forbidden-stored" } : known;
    const recommended = kind.recommended === true && installsRecommended(writer);
    return { topic: recommended ? "recommended-packages" : kind.advice };
  };
}
