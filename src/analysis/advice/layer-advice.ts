import { entryOfLayer, instructionText } from "../../image/dockerfile/instruction.js";
import type { Analysis } from "../analyze.js";
import { type Base, fromBaseTeller } from "../base.js";
import { findLeftovers, type Leftover } from "../leftovers/leftovers.js";
import { STORES_AGAIN } from "./advice.js";
import { type Advice, SOURCES } from "./advice-sources.js";
import { installsRecommended, RECOMMENDED } from "./apt-recommends.js";

/**
 * Says by layer what would make it smaller: what came with the base, what it only stores again, what its instruction
 * shows, what lies in it that could go; `null` where nothing of that does. `base` is where the base ends, as somebody named it.
 */
export function layerAdviser(analysis: Analysis, base: Base | null): (layer: number) => Advice | null {
  const { image, metrics, copies } = analysis;
  const fromBase = fromBaseTeller(image, base);
  let leftovers: readonly Leftover[] | null = null;
  return (layer) => {
    if (fromBase(layer) !== "no") return SMALLER_BASE;
    const size = metrics.layers[layer].size ?? 0;
    const instruction = instructionText(entryOfLayer(image, layer)?.createdBy ?? null);
    if (STORES_AGAIN.test(instruction) && replaced(copies, layer) * 2 > size) return SET_WHILE_COPYING;
    const shown = adviceOnInstruction(instruction);
    if (shown !== null) return shown;
    leftovers ??= findLeftovers(analysis, base);
    const found = leftovers.find((one) => one.layer === layer && one.bytes * WORTH_A_WORD >= size);
    return found === undefined ? null : { say: found.say, source: found.source };
  };
}

/** Bytes of lower layers that a layer put something in the place of. */
function replaced(copies: Analysis["copies"], layer: number): number {
  const inPlace = copies.filter(
    ({ endedBy, deaths }) => endedBy === layer && deaths.some(({ after }) => after >= 0),
  );
  return inPlace.reduce((sum, { bytes }) => sum + bytes, 0);
}

// A part of the layer from which on a leftover is named as what would make it smaller.
const WORTH_A_WORD = 10;

/** What an instruction shows, as a Dockerfile has it: the first row of the table that fits; `null` where that is nothing. */
export function adviceOnInstruction(instruction: string): Advice | null {
  const row = ADVICE.find(({ when }) => when(instruction));
  return row === undefined ? null : { say: row.say, source: row.source };
}

const DNF_INSTALL = /\b(micro)?(dnf|yum)\b[^&|;]*\binstall\b/;
const NPM_INSTALL = /\bnpm (ci|install|i)(?![^&|;]*\s(-g|--global)\b)(?=\s*(&&|;|\||$|-))/;
const COMPILERS =
  "build-essential build-base gcc g\\+\\+ clang cmake cargo rust go golang openjdk-\\d+-jdk maven gradle";
const COMPILER_INSTALL = new RegExp(
  `\\b(install|add)\\b[^&|;]*\\s(${COMPILERS.replaceAll(" ", "|")})(?![\\w.+-])`,
);
const COPIES_ALL = /^(COPY|ADD) (--\S+ )*\.\/? /i;

interface Row extends Advice {
  when(instruction: string): boolean;
}

/** What makes any image smaller. */
export const SMALLER_IMAGE: Advice = {
  say: "Take a smaller base, or build in a stage of its own and COPY --from it.",
  source: SOURCES.multiStage,
};

/** What makes layers fewer. */
export const FEWER_LAYERS: Advice = {
  say: "Join RUN instructions with &&, and COPY what belongs together at once.",
  source: SOURCES.run,
};

const SET_WHILE_COPYING: Advice = {
  say: "Set owner and mode while copying (COPY --chown --chmod): chown and chmod store each file again.",
  source: SOURCES.copyFlags,
};

const SMALLER_BASE: Advice = {
  say: "Take a smaller base: a slim or alpine tag of it, or one without a shell.",
  source: SOURCES.base,
};

const ADVICE: readonly Row[] = [
  {
    when: (instruction) => COMPILER_INSTALL.test(instruction),
    say: "Build in a stage of its own and COPY --from the result: what runs needs no compiler.",
    source: SOURCES.multiStage,
  },
  { when: installsRecommended, ...RECOMMENDED },
  {
    when: (instruction) => DNF_INSTALL.test(instruction) && !instruction.includes("install_weak_deps"),
    say: "Install with dnf install --setopt=install_weak_deps=False --nodocs: else weak dependencies come too.",
    source: SOURCES.dnf,
  },
  {
    when: (instruction) =>
      NPM_INSTALL.test(instruction) && !/--omit[= ]dev|--production|NODE_ENV=production/.test(instruction),
    say: "Install with npm ci --omit=dev, so that what only building and testing need stays out.",
    source: SOURCES.npm,
  },
  {
    when: (instruction) => COPIES_ALL.test(instruction),
    say: "Copy what the program needs only, or name the rest in .dockerignore.",
    source: SOURCES.dockerignore,
  },
];
