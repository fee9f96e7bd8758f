import type { Image } from "../image/image.js";
import { entryOfLayer, instructionText } from "../image/instruction.js";
import { type Advice, bringsBase, SOURCES } from "./advice-sources.js";

/** Says what would make a layer smaller: what its instruction shows, else what holds for any. */
export function layerAdvice(image: Image, layer: number): Advice {
  return shownAdvice(image, layer) ?? SMALLER_IMAGE;
}

/** As `layerAdvice`, of what the instruction shows alone; `null` where that is nothing. */
export function shownAdvice(image: Image, layer: number): Advice | null {
  return adviceOnInstruction(instructionText(entryOfLayer(image, layer)?.createdBy ?? null));
}

/** As `shownAdvice`, of an instruction as a Dockerfile has it: the first row of the table that fits. */
export function adviceOnInstruction(instruction: string): Advice | null {
  const row = ADVICE.find(({ when }) => when(instruction));
  return row === undefined ? null : { say: row.say, source: row.source };
}

/** True where apt installs what packages only recommend, since nobody told it not to. */
export function installsRecommended(instruction: string): boolean {
  return APT_INSTALL.test(instruction) && !/--no-install-recommends|Install-Recommends/i.test(instruction);
}

const APT_INSTALL = /\bapt(-get)?\b[^&|;]*\binstall\b/;
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

export const RECOMMENDED: Advice = {
  say: "Install with apt-get install --no-install-recommends: without it apt adds what packages only recommend.",
  source: SOURCES.aptInstall,
};

/** What makes any image smaller. */
export const SMALLER_IMAGE: Advice = {
  say: "Take a smaller base, or build in a stage of its own and COPY --from it.",
  source: SOURCES.multiStage,
};

const ADVICE: readonly Row[] = [
  {
    when: bringsBase,
    say: "Take a smaller base: a slim or alpine tag of it, or one without a shell.",
    source: SOURCES.base,
  },
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
