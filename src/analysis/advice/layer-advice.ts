import { entryOfLayer, instructionText } from "../../image/dockerfile/instruction.js";
import type { Analysis } from "../analyze.js";
import { type Base, baseMembership } from "../base-image.js";
import { findLeftovers, type Leftover } from "../leftovers/leftovers.js";
import { type Advice, type AdviceTopic, installsRecommended, STORES_AGAIN } from "./advice.js";

/**
 * Returns a function that returns advice on how to make a layer smaller. The advice depends on the layer: it
 * belongs to the base image, it stores files again, its instruction is known to waste space, or it contains
 * files that are not needed. The function returns `null` if none of these applies. `base` is the base image
 * that the user named.
 */
export function layerAdviser(analysis: Analysis, base: Base | null): (layer: number) => Advice | null {
  const { image, metrics, copies } = analysis;
  const fromBase = baseMembership(image, base);
  let leftovers: readonly Leftover[] | null = null;
  return (layer) => {
    if (fromBase(layer) !== "no") return { topic: "smaller-base" };
    const size = metrics.layers[layer].size ?? 0;
    const instruction = instructionText(entryOfLayer(image, layer)?.createdBy ?? null);
    if (STORES_AGAIN.test(instruction) && replaced(copies, layer) * 2 > size)
      return { topic: "chown-stores-again" };
    const shown = adviceOnInstruction(instruction);
    if (shown !== null) return shown;
    leftovers ??= findLeftovers(analysis, base);
    const found = leftovers.find((one) => one.layer === layer && one.bytes * WORTH_ADVICE >= size);
    return found?.advice ?? null;
  };
}

/** Bytes of lower layers that a layer replaced. */
function replaced(copies: Analysis["copies"], layer: number): number {
  const inPlace = copies.filter(
    ({ endedBy, endedNames }) => endedBy === layer && endedNames.some(({ after }) => after >= 0),
  );
  return inPlace.reduce((sum, { bytes }) => sum + bytes, 0);
}

// Files that are not needed count only if they are at least this fraction of the layer: 1/10.
const WORTH_ADVICE = 10;

/** Advice about an instruction, as a Dockerfile has it; `null` if there is none. */
export function adviceOnInstruction(instruction: string): Advice | null {
  const row = INSTRUCTIONS.find(({ fits }) => fits(instruction));
  return row === undefined ? null : { topic: row.topic };
}

const DNF_INSTALL = /\b(micro)?(dnf|yum)\b[^&|;]*\binstall\b/;
const NPM_INSTALL = /\bnpm (ci|install|i)(?![^&|;]*\s(-g|--global)\b)(?=\s*(&&|;|\||$|-))/;
const COMPILERS =
  "build-essential build-base gcc g\\+\\+ clang cmake cargo rust go golang openjdk-\\d+-jdk maven gradle";
const COMPILER_INSTALL = new RegExp(
  `\\b(install|add)\\b[^&|;]*\\s(${COMPILERS.replaceAll(" ", "|")})(?![\\w.+-])`,
);
const COPIES_ALL = /^(COPY|ADD) (--\S+ )*\.\/? /i;

/** Instructions that advice is known for. The first row that fits counts. */
const INSTRUCTIONS: readonly { readonly topic: AdviceTopic; fits(instruction: string): boolean }[] = [
  { topic: "build-tools", fits: (instruction) => COMPILER_INSTALL.test(instruction) },
  { topic: "recommended-packages", fits: installsRecommended },
  {
    topic: "weak-dependencies",
    fits: (instruction) => DNF_INSTALL.test(instruction) && !instruction.includes("install_weak_deps"),
  },
  {
    topic: "development-packages",
    fits: (instruction) =>
      NPM_INSTALL.test(instruction) && !/--omit[= ]dev|--production|NODE_ENV=production/.test(instruction),
  },
  { topic: "copy-everything", fits: (instruction) => COPIES_ALL.test(instruction) },
];
