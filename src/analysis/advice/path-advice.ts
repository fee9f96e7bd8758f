import { entryOfLayer, instructionText } from "../../image/dockerfile/instruction.js";
import type { Analysis } from "../analyze.js";
import { type Base, fromBaseTeller } from "../base.js";
import type { PathFacts } from "../gate/path-rules.js";
import { leftoverKindOf } from "../leftovers/leftovers.js";
import { firstWriters } from "../waste/first-writer.js";
import { adviceOn, STORES_AGAIN } from "./advice.js";
import { type Advice, onBase, SOURCES } from "./advice-sources.js";
import { installsRecommended, RECOMMENDED } from "./apt-recommends.js";

/**
 * Says of a path that a rule does not want how to keep it out of the layer that holds it. `base` is where the base ends,
 * as somebody named it.
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
    const isForbidden = rule.kind.key === "forbidden";
    if (isForbidden && copied) return NOT_COPIED;
    const kind = copied ? null : leftoverKindOf(tree, node);
    if (kind === null) return isForbidden ? NOT_STORED : known;
    return kind.recommended === true && installsRecommended(writer) ? RECOMMENDED : kind;
  };
}

const FROM_BASE: Advice = {
  say: "It came with the base image: take a base without it, or count what stands above it only (base: auto).",
  source: SOURCES.base,
};

const NOT_COPIED: Advice = {
  say: "Do not copy it in: name it in .dockerignore, or lend it to one RUN with --mount=type=secret.",
  source: SOURCES.secretMount,
};

const NOT_STORED: Advice = {
  say: "Do not store it: remove it in the RUN that makes it, or lend it to that with --mount=type=secret.",
  source: SOURCES.secretMount,
};
