import { entryOfLayer, instructionText } from "../../image/dockerfile/instruction.js";
import type { Analysis } from "../analyze.js";
import { type Base, fromBaseTeller } from "../base.js";
import { isForbidden, type PathFacts } from "../gate/rules/path-rules.js";
import { leftoverKindOf } from "../leftovers/leftovers.js";
import { firstWriters } from "../waste/first-writer.js";
import { adviceOn, STORES_AGAIN } from "./advice.js";
import { type Advice, onBase, SOURCES } from "./advice-sources.js";
import { installsRecommended, RECOMMENDED } from "./apt-recommends.js";

/**
 * Says how to keep a path that a rule does not allow out of the layer that holds it. `base` is where the base ends, if the
 * user said so.
 */
export function pathAdviser(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  base: Base | null,
): PathFacts["advise"] {
  const fromBase = fromBaseTeller(image, base);
  const firstWriter = firstWriters(tree);
  const instruction = (layer: number) => instructionText(entryOfLayer(image, layer)?.createdBy ?? null);
  return ({ layer, node, rule }) => {
    const writing = STORES_AGAIN.test(instruction(layer)) ? firstWriter(node) : layer;
    const [path, writer, from] = [tree.path(node), instruction(writing), fromBase(writing)];
    if (from !== "no") return onBase(FROM_BASE, from);
    const known = adviceOn({ path, cause: "deleted", fromBase: from, writer, ender: "" });
    if (path.includes("/.git/")) return known;
    const copied = /^(COPY|ADD)\b/i.test(writer);
    const forbidden = isForbidden(rule);
    if (forbidden && copied) return NOT_COPIED;
    const kind = copied ? null : leftoverKindOf(tree, node);
    if (kind === null) return forbidden ? NOT_STORED : known;
    return kind.recommended === true && installsRecommended(writer) ? RECOMMENDED : kind;
  };
}

const FROM_BASE: Advice = {
  say: "It comes from the base image. Use another base image, or count only the layers above it (base: auto).",
  source: SOURCES.base,
};

const NOT_COPIED: Advice = {
  say: "Do not copy it into the image. Add it to .dockerignore, or mount it in one RUN with --mount=type=secret.",
  source: SOURCES.secretMount,
};

const NOT_STORED: Advice = {
  say: "Do not store it. Remove it in the RUN that creates it, or mount it there with --mount=type=secret.",
  source: SOURCES.secretMount,
};
