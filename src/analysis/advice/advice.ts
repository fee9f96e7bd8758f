import { entryOfLayer, instructionText } from "../../image/dockerfile/instruction.js";
import type { Image } from "../../image/image.js";
import type { FileTree } from "../../tree/file-tree.js";
import { type Base, type FromBase, fromBaseTeller } from "../base.js";
import { firstWriters } from "../waste/first-writer.js";
import type { Cause, DeadCopy } from "../waste/waste.js";
import { type Advice, baseBroughtIt, onBase, SOURCES } from "./advice-sources.js";

/** What tells how to avoid a dead copy. Instructions as a Dockerfile has them; `<missing>` where none is known. */
export interface CopyStory {
  /** Absolute, as bytes. */
  readonly path: string;
  readonly cause: Cause;
  /** The instruction that wrote it; where a chown or chmod only stored it again, the one that wrote it first. */
  readonly writer: string;
  /** Whether that came with the base image. */
  readonly fromBase: FromBase;
  /** The instruction by which it died. */
  readonly ender: string;
}

/**
 * Says for a dead copy of the image what to change in the Dockerfile so that it does not arise. `base` is where the base
 * ends, as somebody named it; the history's guess without.
 */
export function adviser(
  { image, tree }: { readonly image: Image; readonly tree: FileTree },
  base: Base | null = null,
): (copy: DeadCopy) => Advice {
  const instructions = image.layers.map(({ index }) =>
    instructionText(entryOfLayer(image, index)?.createdBy ?? null),
  );
  const fromBase = fromBaseTeller(image, base);
  const firstWriter = firstWriters(tree);
  return ({ node, cause, layer, endedBy }) => {
    const again = cause === "deleted" && STORES_AGAIN.test(instructions[layer]);
    const writer = again ? firstWriter(node) : layer;
    return adviceOn({
      path: tree.path(node),
      cause,
      writer: instructions[writer],
      fromBase: fromBase(writer),
      ender: instructions[endedBy],
    });
  };
}

/** As `adviser`, of what is known already: the first row of the table that fits. */
export function adviceOn(story: CopyStory): Advice {
  const row = ADVICE.find(
    ({ causes, path, writer, ender, fromBase }) =>
      (causes === undefined || causes.includes(story.cause)) &&
      (fromBase === undefined || story.fromBase !== "no") &&
      (path === undefined || path.test(story.path)) &&
      (writer === undefined || writer(story.writer)) &&
      (ender === undefined || ender.test(story.ender)),
  );
  const advice: Advice = {
    say: row?.say ?? "",
    source: row?.source ?? "",
    ...(row?.inevitable === true ? { inevitable: true } : {}),
  };
  return row?.fromBase === true && story.fromBase !== "no" ? onBase(advice, story.fromBase) : advice;
}

interface Row extends Advice {
  readonly causes?: readonly Cause[];
  readonly path?: RegExp;
  readonly writer?: (instruction: string) => boolean;
  readonly ender?: RegExp;
  /** True for what came with the base image only. */
  readonly fromBase?: true;
}

/** What stores a file again without a new content: it did not make the file. */
export const STORES_AGAIN = /\b(chown|chmod|chgrp|setfacl|setcap)\b/;

const COPY = /^(COPY|ADD)\b/i;
const copies = (instruction: string) => COPY.test(instruction);
const runs = (instruction: string) => /^RUN\b/i.test(instruction);
const REMOVED: readonly Cause[] = ["deleted"];
const REPLACED: readonly Cause[] = ["overwritten", "rewritten", "metadata"];
const GONE: readonly Cause[] = [...REMOVED, "overwritten", "rewritten"];

/** What every installation of packages writes: their database, its caches and logs. */
const INSTALLERS =
  /^\/(var\/lib\/dpkg\/|var\/lib\/rpm\/|usr\/lib\/sysimage\/rpm\/|lib\/apk\/db\/|usr\/lib\/apk\/db\/|var\/lib\/pacman\/|etc\/ld\.so\.cache|var\/cache\/(ldconfig|debconf)\/|var\/log\/(apt|dpkg|alternatives))/;

/** What package managers fetched: of no use to a base image, whose own Dockerfile could leave it out. */
const FETCHED =
  /^\/var\/lib\/apt\/lists\/|^\/(var|etc)\/cache\/(apt|apk|yum|dnf|libdnf5|zypp)\/|\/(\.cache|\.npm|\.pnpm-store|go\/pkg\/mod|\.?cargo\/registry)\/|\/\.git\//;

const BYTECODE = /(\/__pycache__\/|\.pyc$)/;

const NO_BYTECODE = {
  path: BYTECODE,
  say: "Set ENV PYTHONDONTWRITEBYTECODE=1 before Python runs, so that no bytecode is stored.",
  source: SOURCES.python,
} as const;

/** What the base brought: nothing that the user's own Dockerfile could do at the instruction that wrote it. */
const OF_THE_BASE: readonly Row[] = [
  {
    causes: REMOVED,
    fromBase: true,
    say: baseBroughtIt("removing"),
    source: SOURCES.base,
  },
  {
    causes: REPLACED,
    fromBase: true,
    path: FETCHED,
    say: baseBroughtIt("replacing"),
    source: SOURCES.base,
  },
  { causes: ["overwritten", "rewritten"], fromBase: true, ...NO_BYTECODE },
  {
    causes: REPLACED,
    fromBase: true,
    path: INSTALLERS,
    say: "It came with the base image, and whatever installs packages writes it anew: leave it as it is.",
    source: SOURCES.layers,
    inevitable: true,
  },
  {
    causes: REPLACED,
    fromBase: true,
    say: "It came with the base image: leave it as it is, and put what differs into a file of its own.",
    source: SOURCES.layers,
  },
  {
    causes: ["moved"],
    fromBase: true,
    say: "It came with the base image, and moving it stores it again: leave it there, or link to it.",
    source: SOURCES.layers,
  },
  {
    causes: ["repeated"],
    fromBase: true,
    say: "It came with the base image, whose archive holds the same path more than once: take another base.",
    source: SOURCES.base,
  },
];

/** From the special to the general; the last six rows answer every cause. */
const ADVICE: readonly Row[] = [
  ...OF_THE_BASE,
  {
    causes: GONE,
    path: /^\/var\/lib\/apt\/lists\//,
    say: "End the RUN that calls apt-get update with rm -rf /var/lib/apt/lists/*.",
    source: SOURCES.apt,
  },
  {
    causes: GONE,
    path: /^\/var\/cache\/apt\//,
    say: "End each RUN that calls apt-get with apt-get clean, or mount it: RUN --mount=type=cache,target=/var/cache/apt.",
    source: SOURCES.cacheMount,
  },
  {
    causes: REPLACED,
    path: /^\/(var\/lib\/dpkg|var\/lib\/rpm|usr\/lib\/sysimage\/rpm|lib\/apk\/db|usr\/lib\/apk\/db|var\/lib\/pacman)\//,
    say: "Install all packages in one RUN: each one that installs writes the package database anew.",
    source: SOURCES.run,
  },
  {
    causes: REPLACED,
    path: /^\/(etc\/ld\.so\.cache|var\/cache\/ldconfig\/|var\/cache\/debconf\/)/,
    say: "Install all packages in one RUN: each one that installs writes this cache anew.",
    source: SOURCES.run,
  },
  {
    causes: REPLACED,
    path: /^\/var\/log\/(apt\/|dpkg\.log|alternatives\.log|dnf|yum|apk)/,
    say: "Install all packages in one RUN, or remove its logs there: each one that installs writes them anew.",
    source: SOURCES.run,
  },
  {
    causes: GONE,
    path: /^\/(var|etc)\/cache\/apk\//,
    say: "Install with apk add --no-cache, so that the package index is never stored.",
    source: SOURCES.apk,
  },
  {
    causes: GONE,
    path: /^\/var\/cache\/(yum|dnf|libdnf5|zypp)\//,
    say: "Call dnf clean all (yum, zypper likewise) in the RUN that installs.",
    source: SOURCES.dnf,
  },
  {
    causes: GONE,
    path: /\/\.cache\/(pip|uv)\//,
    say: "Install with pip install --no-cache-dir, or mount it: RUN --mount=type=cache,target=/root/.cache.",
    source: SOURCES.pip,
  },
  {
    causes: GONE,
    path: /\/(\.npm\/|\.cache\/yarn\/|\.yarn\/cache\/|\.pnpm-store\/|\.local\/share\/pnpm\/store\/)/,
    say: "Keep the package manager's cache out of the layer: RUN --mount=type=cache,target= its folder.",
    source: SOURCES.cacheMount,
  },
  {
    causes: GONE,
    path: /\/(\.cache\/go-build|go\/pkg\/mod|\.cargo\/registry|cargo\/registry|\.m2\/repository|\.gradle\/caches)\//,
    say: "Build in a stage of its own and COPY --from the result, or mount the cache: RUN --mount=type=cache.",
    source: SOURCES.multiStage,
  },
  { causes: GONE, ...NO_BYTECODE },
  {
    path: /\/\.git\//,
    say: "Put .git into .dockerignore: its history is in the layer for good.",
    source: SOURCES.dockerignore,
  },
  {
    causes: REMOVED,
    writer: copies,
    say: "Do not copy it in: name it in .dockerignore, or lend it to one RUN with --mount=type=bind.",
    source: SOURCES.dockerignore,
  },
  {
    causes: REMOVED,
    path: /^\/(var\/)?tmp\//,
    say: "Fetch, use and remove it in one RUN, or work in RUN --mount=type=tmpfs,target=/tmp.",
    source: SOURCES.tmpfsMount,
  },
  {
    causes: ["metadata"],
    writer: copies,
    ender: /\bchown\b.*\bchmod\b|\bchmod\b.*\bchown\b/,
    say: "Set owner and mode while copying: COPY --chown=USER:GROUP --chmod=MODE, in the place of RUN.",
    source: SOURCES.copyFlags,
  },
  {
    causes: ["rewritten"],
    ender: /\b(chown|chmod)\b/,
    say: "Spare what has that owner and mode already: chown and chmod store each file again, changed or not.",
    source: SOURCES.layers,
  },
  {
    causes: ["rewritten"],
    ender: /\btouch\b/,
    say: "Leave the touch out: a new time stores the whole file again.",
    source: SOURCES.layers,
  },
  {
    causes: ["metadata"],
    writer: copies,
    ender: /\bchown\b/,
    say: "Set the owner while copying: COPY --chown=USER:GROUP, in the place of RUN chown.",
    source: SOURCES.copyFlags,
  },
  {
    causes: ["metadata"],
    writer: copies,
    ender: /\bchmod\b/,
    say: "Set the mode while copying: COPY --chmod=MODE, in the place of RUN chmod.",
    source: SOURCES.copyFlags,
  },
  {
    causes: ["metadata"],
    writer: runs,
    say: "Set owner and mode in the RUN that makes the file: later, each change stores the whole file again.",
    source: SOURCES.layers,
  },
  {
    causes: ["moved"],
    writer: copies,
    say: "Copy it to its final path at once: moving it in a later instruction stores it again.",
    source: SOURCES.layers,
  },
  {
    causes: ["rewritten"],
    writer: copies,
    ender: COPY,
    say: "Copy it once: leave it out of one of the two instructions, by .dockerignore or by narrower paths.",
    source: SOURCES.dockerignore,
  },
  {
    causes: ["overwritten"],
    writer: copies,
    ender: COPY,
    say: "Copy the final version only: leave it out of the first of the two instructions.",
    source: SOURCES.dockerignore,
  },
  {
    causes: ["overwritten"],
    say: "Write it once, in its final form: do both steps in one RUN, or copy the final version in.",
    source: SOURCES.layers,
  },
  {
    causes: ["metadata"],
    say: "Set owner and mode where it is written (COPY --chown --chmod), not in a later instruction.",
    source: SOURCES.copyFlags,
  },
  {
    causes: ["rewritten"],
    say: "Write it in one of the two instructions only: both store the same bytes.",
    source: SOURCES.layers,
  },
  {
    causes: ["moved"],
    say: "Write it to its final path at once, or move it in the RUN that makes it.",
    source: SOURCES.layers,
  },
  {
    causes: ["deleted"],
    say: "Remove it in the RUN that makes it: a later instruction only hides it.",
    source: SOURCES.run,
  },
  {
    causes: ["repeated"],
    say: "Build the layer again with another tool: its archive holds the same path more than once.",
    source: SOURCES.layers,
  },
];
