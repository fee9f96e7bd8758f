import { entryOfLayer, instructionText } from "../../image/dockerfile/instruction.js";
import type { Image } from "../../image/image.js";
import type { FileTree } from "../../tree/file-tree.js";
import { type Base, baseMembership, type FromBase } from "../base-image.js";
import type { Cause, WastedCopy } from "../waste/causes.js";
import { firstWriters } from "../waste/first-writer.js";
import { type Advice, type AdviceTopic, baseAdvice, STORES_AGAIN } from "./advice.js";
import { type PathGroup, wellKnownPath } from "./well-known-paths.js";

/** The facts that decide how to avoid a wasted copy. Instructions as a Dockerfile has them; `<missing>` if unknown. */
export interface CopyFacts {
  /** Absolute, as bytes. */
  readonly path: string;
  readonly cause: Cause;
  /**
   * The instruction that wrote the copy. If a chown or chmod only stored it again: the instruction that wrote
   * it first.
   */
  readonly writer: string;
  /** `certain` or `guessed` if that instruction belongs to the base image, else `no`. */
  readonly fromBase: FromBase;
  /** The instruction that removed or replaced the copy. */
  readonly ender: string;
}

/**
 * Returns a function that returns advice for a wasted copy: the change to the Dockerfile that avoids it.
 * `base` is the base image that the user named; without it the guess from the history is used.
 */
export function wasteAdviser(
  { image, tree }: { readonly image: Image; readonly tree: FileTree },
  base: Base | null = null,
): (copy: WastedCopy) => Advice {
  const instructions = image.layers.map(({ index }) =>
    instructionText(entryOfLayer(image, index)?.createdBy ?? null),
  );
  const fromBase = baseMembership(image, base);
  const firstWriter = firstWriters(tree);
  return ({ node, cause, layer, endedBy }) => {
    const again = cause === "deleted" && STORES_AGAIN.test(instructions[layer]);
    const writer = again ? firstWriter(node) : layer;
    return adviceOnCopy({
      path: tree.path(node),
      cause,
      writer: instructions[writer],
      fromBase: fromBase(writer),
      ender: instructions[endedBy],
    });
  };
}

/** The advice of the first row of the table that fits. The last rows fit every cause. */
export function adviceOnCopy({ path, cause, writer, ender, fromBase }: CopyFacts): Advice {
  const known = wellKnownPath(path);
  const rows = fromBase === "no" ? RULES : [...BASE_RULES, ...RULES];
  const row = rows.find(
    (one) =>
      (one.causes === undefined || one.causes.includes(cause)) &&
      (one.paths === undefined || (known !== null && one.paths.includes(known.group))) &&
      (one.writer === undefined || one.writer.test(writer)) &&
      (one.ender === undefined || one.ender.test(ender)),
  );
  const topic = row?.topic ?? known?.advice ?? "removed-later";
  return fromBase !== "no" && row !== undefined && BASE_RULES.includes(row) && row.topic !== undefined
    ? baseAdvice(topic, fromBase)
    : { topic };
}

/**
 * A row fits if all of its conditions are met. Without `topic`, the advice of the well-known path is given.
 */
interface AdviceRule {
  readonly causes?: readonly Cause[];
  readonly paths?: readonly PathGroup[];
  readonly writer?: RegExp;
  readonly ender?: RegExp;
  readonly topic?: AdviceTopic;
}

const COPY = /^(COPY|ADD)\b/i;
const REMOVED: readonly Cause[] = ["deleted"];
const REPLACED: readonly Cause[] = ["overwritten", "rewritten", "metadata"];
const REMOVED_OR_REPLACED: readonly Cause[] = ["deleted", "overwritten", "rewritten"];

/** For files of the base image: the user cannot change the instruction that wrote them. */
const BASE_RULES: readonly AdviceRule[] = [
  { causes: REMOVED, topic: "base-removed" },
  { causes: REPLACED, paths: ["cache", "version-control"], topic: "base-replaced" },
  { causes: ["overwritten", "rewritten"], paths: ["bytecode"] },
  { causes: REPLACED, paths: ["package-records"], topic: "base-package-records" },
  { causes: REPLACED, topic: "base-rewritten" },
  { causes: ["moved"], topic: "base-moved" },
  { causes: ["repeated"], topic: "base-repeated" },
];

/** Special rules come before general ones. */
const RULES: readonly AdviceRule[] = [
  { causes: REMOVED_OR_REPLACED, paths: ["cache", "bytecode"] },
  { causes: REPLACED, paths: ["package-records"] },
  { paths: ["version-control"] },
  { causes: REMOVED, writer: COPY, topic: "copied-and-removed" },
  { causes: REMOVED, paths: ["temporary"] },
  {
    causes: ["metadata"],
    writer: COPY,
    ender: /\bchown\b.*\bchmod\b|\bchmod\b.*\bchown\b/,
    topic: "copy-with-owner-and-mode",
  },
  { causes: ["rewritten"], ender: /\b(chown|chmod)\b/, topic: "unneeded-chown" },
  { causes: ["rewritten"], ender: /\btouch\b/, topic: "unneeded-touch" },
  { causes: ["metadata"], writer: COPY, ender: /\bchown\b/, topic: "copy-with-owner" },
  { causes: ["metadata"], writer: COPY, ender: /\bchmod\b/, topic: "copy-with-mode" },
  { causes: ["metadata"], writer: /^RUN\b/i, topic: "mode-in-same-run" },
  { causes: ["moved"], writer: COPY, topic: "copy-to-final-path" },
  { causes: ["rewritten"], writer: COPY, ender: COPY, topic: "copied-twice" },
  { causes: ["overwritten"], writer: COPY, ender: COPY, topic: "copied-in-two-versions" },
  { causes: ["overwritten"], topic: "overwritten" },
  { causes: ["metadata"], topic: "mode-when-written" },
  { causes: ["rewritten"], topic: "rewritten" },
  { causes: ["moved"], topic: "moved" },
  { causes: ["deleted"], topic: "removed-later" },
  { causes: ["repeated"], topic: "repeated" },
];
