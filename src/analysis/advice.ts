import type { Image } from "../image/image.js";
import { entryOfLayer, instructionText } from "../image/instruction.js";
import type { FileTree } from "../tree/file-tree.js";
import type { Cause, DeadCopy } from "./waste.js";

/** What tells how to avoid a dead copy. Instructions as a Dockerfile has them; `<missing>` where none is known. */
export interface CopyStory {
  /** Absolute, as bytes. */
  readonly path: string;
  readonly cause: Cause;
  /** The layer that wrote it, and its instruction. */
  readonly layer: number;
  readonly writer: string;
  /** The instruction by which it died. */
  readonly ender: string;
}

/**
 * Says for a dead copy of the image, in one sentence, what to change in the Dockerfile so that it does not arise:
 * plain text of ours, nothing of it comes from the image.
 */
export function adviser({ image, tree }: { image: Image; tree: FileTree }): (copy: DeadCopy) => string {
  const instructions = image.layers.map(({ index }) =>
    instructionText(entryOfLayer(image, index)?.createdBy ?? null),
  );
  return ({ node, cause, layer, endedBy }) =>
    adviceOn({
      path: tree.path(node),
      cause,
      layer,
      writer: instructions[layer],
      ender: instructions[endedBy],
    });
}

/** As `adviser`, of what is known already: the first row of the table that fits. */
export function adviceOn(story: CopyStory): string {
  const row = ADVICE.find(
    ({ causes, path, writer, ender, layer }) =>
      (causes === undefined || causes.includes(story.cause)) &&
      (layer === undefined || layer === story.layer) &&
      (path === undefined || path.test(story.path)) &&
      (writer === undefined || writer.test(story.writer)) &&
      (ender === undefined || ender.test(story.ender)),
  );
  return row?.say ?? "";
}

interface Row {
  readonly causes?: readonly Cause[];
  readonly path?: RegExp;
  readonly writer?: RegExp;
  readonly ender?: RegExp;
  readonly layer?: number;
  readonly say: string;
}

const COPIES = /^(COPY|ADD)\b/i;
// How a base image's first layer comes to be: its whole filesystem, put at the root.
const BASE = /^(ADD|COPY) \S+( in)? \/$|^ADD rootfs/i;
const RUNS = /^RUN\b/i;
const REMOVED: readonly Cause[] = ["deleted"];
const REPLACED: readonly Cause[] = ["overwritten", "rewritten", "metadata"];
const GONE: readonly Cause[] = [...REMOVED, "overwritten", "rewritten"];

/** From the special to the general; the last six rows answer every cause. */
const ADVICE: readonly Row[] = [
  {
    causes: GONE,
    path: /^\/var\/lib\/apt\/lists\//,
    say: "End the RUN that calls apt-get update with rm -rf /var/lib/apt/lists/*.",
  },
  {
    causes: GONE,
    path: /^\/var\/cache\/apt\//,
    say: "Call apt-get clean in the RUN that installs, or mount it: RUN --mount=type=cache,target=/var/cache/apt.",
  },
  {
    causes: REPLACED,
    path: /^\/(var\/lib\/dpkg|var\/lib\/rpm|usr\/lib\/sysimage\/rpm|lib\/apk\/db|usr\/lib\/apk\/db|var\/lib\/pacman)\//,
    say: "Install all packages in one RUN: each one that installs writes the package database anew.",
  },
  {
    causes: REPLACED,
    path: /^\/(etc\/ld\.so\.cache|var\/cache\/ldconfig\/|var\/cache\/debconf\/)/,
    say: "Install all packages in one RUN: each one that installs writes this cache anew.",
  },
  {
    causes: GONE,
    path: /^\/(var|etc)\/cache\/apk\//,
    say: "Install with apk add --no-cache, so that the package index is never stored.",
  },
  {
    causes: GONE,
    path: /^\/var\/cache\/(yum|dnf|libdnf5|zypp)\//,
    say: "Call dnf clean all (yum, zypper likewise) in the RUN that installs.",
  },
  {
    causes: GONE,
    path: /\/\.cache\/(pip|uv)\//,
    say: "Install with pip install --no-cache-dir, or mount it: RUN --mount=type=cache,target=/root/.cache.",
  },
  {
    causes: GONE,
    path: /\/(\.npm\/|\.cache\/yarn\/|\.yarn\/cache\/|\.pnpm-store\/|\.local\/share\/pnpm\/store\/)/,
    say: "Keep the package manager's cache out of the layer: RUN --mount=type=cache,target= its folder.",
  },
  {
    causes: GONE,
    path: /\/(\.cache\/go-build|go\/pkg\/mod|\.cargo\/registry|cargo\/registry|\.m2\/repository|\.gradle\/caches)\//,
    say: "Build in a stage of its own and COPY --from the result, or mount the cache: RUN --mount=type=cache.",
  },
  {
    causes: GONE,
    path: /(\/__pycache__\/|\.pyc$)/,
    say: "Set ENV PYTHONDONTWRITEBYTECODE=1 before Python runs, so that no bytecode is stored.",
  },
  {
    causes: REMOVED,
    path: /\/\.git\//,
    say: "Put .git into .dockerignore: its history is in the layer for good.",
  },
  {
    causes: REMOVED,
    layer: 0,
    writer: BASE,
    say: "It came with the base image, and removing it frees nothing: take a base without it.",
  },
  {
    causes: REMOVED,
    writer: COPIES,
    say: "Do not copy it in: name it in .dockerignore, or lend it to one RUN with --mount=type=bind.",
  },
  {
    causes: REMOVED,
    path: /^\/(var\/)?tmp\//,
    say: "Fetch, use and remove it in one RUN, or work in RUN --mount=type=tmpfs,target=/tmp.",
  },
  {
    causes: REPLACED,
    layer: 0,
    writer: BASE,
    say: "It came with the base image: leave it as it is, and put what differs into a file of its own.",
  },
  {
    causes: ["metadata"],
    writer: COPIES,
    ender: /\bchown\b.*\bchmod\b|\bchmod\b.*\bchown\b/,
    say: "Set owner and mode while copying: COPY --chown=USER:GROUP --chmod=MODE, in the place of RUN.",
  },
  {
    causes: ["rewritten"],
    ender: /\b(chown|chmod)\b/,
    say: "Spare what has that owner and mode already: chown and chmod store each file again, changed or not.",
  },
  {
    causes: ["rewritten"],
    ender: /\btouch\b/,
    say: "Leave the touch out: a new time stores the whole file again.",
  },
  {
    causes: ["metadata"],
    writer: COPIES,
    ender: /\bchown\b/,
    say: "Set the owner while copying: COPY --chown=USER:GROUP, in the place of RUN chown.",
  },
  {
    causes: ["metadata"],
    writer: COPIES,
    ender: /\bchmod\b/,
    say: "Set the mode while copying: COPY --chmod=MODE, in the place of RUN chmod.",
  },
  {
    causes: ["metadata"],
    writer: RUNS,
    say: "Set owner and mode in the RUN that makes the file: later, each change stores the whole file again.",
  },
  {
    causes: ["moved"],
    writer: COPIES,
    say: "Copy it to its final path at once: moving it in a later instruction stores it again.",
  },
  {
    causes: ["rewritten"],
    writer: COPIES,
    ender: COPIES,
    say: "Copy it once: leave it out of one of the two instructions, by .dockerignore or by narrower paths.",
  },
  {
    causes: ["overwritten"],
    writer: COPIES,
    ender: COPIES,
    say: "Copy the final version only: leave it out of the first of the two instructions.",
  },
  {
    causes: ["overwritten"],
    say: "Write it once, in its final form: do both steps in one RUN, or copy the final version in.",
  },
  {
    causes: ["metadata"],
    say: "Set owner and mode where it is written (COPY --chown --chmod), not in a later instruction.",
  },
  { causes: ["rewritten"], say: "Write it in one of the two instructions only: both store the same bytes." },
  { causes: ["moved"], say: "Write it to its final path at once, or move it in the RUN that makes it." },
  { causes: ["deleted"], say: "Remove it in the RUN that makes it: a later instruction only hides it." },
  {
    causes: ["repeated"],
    say: "Build the layer again with another tool: its archive holds the same path more than once.",
  },
];
