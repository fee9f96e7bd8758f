import type { Advice, AdviceTopic } from "../analysis/advice/advice.js";
import { SOURCES } from "../analysis/advice/sources.js";

/** Advice for readers: the change to the Dockerfile with its result, and the page that explains it. */
export interface AdviceWords {
  /** One or two sentences. They contain no text from the image. */
  readonly say: string;
  readonly source: string;
}

export function adviceWords({ topic, baseIsGuess }: Advice): AdviceWords {
  const [say, source] = SENTENCES[topic];
  return { say: baseIsGuess === true ? `${say} (The base image is a guess.)` : say, source };
}

/** Returns the fields of advice in JSON reports; both are `null` if there is no advice. */
export function adviceJson(advice: Advice): { advice: string; adviceSource: string };
export function adviceJson(advice: Advice | null): { advice: string | null; adviceSource: string | null };
export function adviceJson(advice: Advice | null): { advice: string | null; adviceSource: string | null } {
  if (advice === null) return { advice: null, adviceSource: null };
  const { say, source } = adviceWords(advice);
  return { advice: say, adviceSource: source };
}

/** The sentences. Each begins with the change, because lists show only its first words. Then comes the result. */
const SENTENCES: Readonly<Record<AdviceTopic, readonly [say: string, source: string]>> = {
  "base-removed": [
    "Remove it in the Dockerfile of the base image, or use another base image: removing it in a later layer saves nothing.",
    SOURCES.base,
  ],
  "base-replaced": [
    "Change it in the Dockerfile of the base image, or use another base image: replacing it in a later layer stores it twice.",
    SOURCES.base,
  ],
  "base-package-records": [
    "Change nothing: each installation of packages writes this part of the base image again.",
    SOURCES.layers,
  ],
  "base-rewritten": [
    "Leave this file of the base image unchanged, and put your settings into a separate file.",
    SOURCES.layers,
  ],
  "base-moved": [
    "Leave it in its place, or add a symlink to it: moving a file of the base image stores it again.",
    SOURCES.layers,
  ],
  "base-repeated": [
    "Use another base image: the archive of this one contains the same path more than once.",
    SOURCES.base,
  ],
  "base-path": [
    "Use another base image, or count only the layers above this one (base: auto): the path came with the base image.",
    SOURCES.base,
  ],

  "apt-lists": [
    "Add rm -rf /var/lib/apt/lists/* to the end of the RUN that calls apt-get update. Then the lists are not stored.",
    SOURCES.apt,
  ],
  "apt-cache": [
    "Add apt-get clean to the end of each RUN that calls apt-get, or use RUN --mount=type=cache,target=/var/cache/apt. Then the cache is not stored.",
    SOURCES.cacheMount,
  ],
  "apk-cache": ["Install with apk add --no-cache. Then the package index is not stored.", SOURCES.apk],
  "rpm-cache": [
    "Add dnf clean all (or yum clean all, zypper clean) to the RUN that installs packages. Then the cache is not stored.",
    SOURCES.dnf,
  ],
  "pip-cache": [
    "Install with pip install --no-cache-dir, or use RUN --mount=type=cache,target=/root/.cache. Then the cache is not stored.",
    SOURCES.pip,
  ],
  "npm-cache": [
    "Use RUN --mount=type=cache,target=FOLDER, with the folder of the package manager's cache. Then the cache is not stored.",
    SOURCES.cacheMount,
  ],
  "build-cache": [
    "Build in a separate stage and copy the result with COPY --from, or use RUN --mount=type=cache. Then the cache is not stored.",
    SOURCES.multiStage,
  ],
  "package-database": [
    "Install all packages in one RUN: each RUN that installs packages stores the package database again.",
    SOURCES.run,
  ],
  "package-indexes": [
    "Install all packages in one RUN: each RUN that installs packages stores this cache again.",
    SOURCES.run,
  ],
  "package-logs": [
    "Install all packages in one RUN, or remove the logs in the same RUN: each RUN that installs packages stores them again.",
    SOURCES.run,
  ],
  bytecode: [
    "Set ENV PYTHONDONTWRITEBYTECODE=1 and install with pip --no-compile. Then no bytecode is stored, but Python starts slower.",
    SOURCES.python,
  ],
  "version-control": [
    "Add .git to .dockerignore. Then the version history is not copied into the image.",
    SOURCES.dockerignore,
  ],
  "temporary-files": [
    "Create, use and remove it in one RUN, or use RUN --mount=type=tmpfs,target=/tmp. Then it is not stored.",
    SOURCES.tmpfsMount,
  ],
  "core-dumps": [
    "Find the program that crashed during the build, and remove its core dump in the same RUN.",
    SOURCES.core,
  ],
  "man-pages": [
    "Exclude man pages from the installation: dpkg --path-exclude=/usr/share/man/*, dnf --nodocs.",
    SOURCES.dpkg,
  ],
  documentation: [
    "Exclude documentation from the installation: dpkg --path-exclude=/usr/share/doc/*, dnf --nodocs.",
    SOURCES.dpkg,
  ],
  locales: [
    "Exclude the languages that you do not need from the installation: dpkg --path-exclude=/usr/share/locale/*.",
    SOURCES.dpkg,
  ],
  "static-libraries": [
    "Build in a separate stage and copy the result with COPY --from: only a linker needs static libraries.",
    SOURCES.multiStage,
  ],
  "build-tools": [
    "Build in a separate stage and copy the result with COPY --from: a program needs no compiler at run time.",
    SOURCES.multiStage,
  ],

  "copied-and-removed": [
    "Add it to .dockerignore, or mount it in one RUN with --mount=type=bind. Then it is not stored.",
    SOURCES.dockerignore,
  ],
  "copy-with-owner": [
    "Set the owner with COPY --chown=USER:GROUP instead of RUN chown. Then the file is stored once.",
    SOURCES.copyFlags,
  ],
  "copy-with-mode": [
    "Set the mode with COPY --chmod=MODE instead of RUN chmod. Then the file is stored once.",
    SOURCES.copyFlags,
  ],
  "copy-with-owner-and-mode": [
    "Set owner and mode with COPY --chown=USER:GROUP --chmod=MODE instead of RUN. Then the file is stored once.",
    SOURCES.copyFlags,
  ],
  "unneeded-chown": [
    "Use chown and chmod only on files that need it: they store each file again, also if nothing changes.",
    SOURCES.layers,
  ],
  "unneeded-touch": ["Remove the touch: a new time stores the whole file again.", SOURCES.layers],
  "mode-in-same-run": [
    "Set owner and mode in the RUN that creates the file: a later change stores the whole file again.",
    SOURCES.layers,
  ],
  "mode-when-written": [
    "Set owner and mode when the file is written (COPY --chown --chmod): a later change stores the whole file again.",
    SOURCES.copyFlags,
  ],
  "copy-to-final-path": [
    "Copy it to its final path: moving it in a later instruction stores it again.",
    SOURCES.layers,
  ],
  "copied-twice": [
    "Exclude it from one of the two instructions, with .dockerignore or narrower paths: both store the same bytes.",
    SOURCES.dockerignore,
  ],
  "copied-in-two-versions": [
    "Exclude it from the first of the two instructions. Then only the final version is stored.",
    SOURCES.dockerignore,
  ],
  overwritten: [
    "Write only the final version: use one RUN for both steps, or copy the final version into the image.",
    SOURCES.layers,
  ],
  rewritten: ["Write it in only one of the two instructions: both store the same bytes.", SOURCES.layers],
  moved: [
    "Write it to its final path, or move it in the RUN that creates it: a later move stores it again.",
    SOURCES.layers,
  ],
  "removed-later": ["Remove it in the RUN that creates it: a later instruction only hides it.", SOURCES.run],
  repeated: [
    "Build the layer again with another tool: its archive contains the same path more than once.",
    SOURCES.layers,
  ],

  "smaller-base": ["Use a smaller base image: its slim or alpine tag, or one without a shell.", SOURCES.base],
  "smaller-image": [
    "Use a smaller base image, or build in a separate stage and copy the result with COPY --from.",
    SOURCES.multiStage,
  ],
  "fewer-layers": [
    "Join RUN instructions with &&, and copy files that belong together with one COPY: each instruction adds a layer.",
    SOURCES.run,
  ],
  "chown-stores-again": [
    "Set owner and mode with COPY --chown --chmod: RUN chown and RUN chmod store each file again.",
    SOURCES.copyFlags,
  ],
  "recommended-packages": [
    "Install with apt-get install --no-install-recommends. Otherwise apt also installs recommended packages.",
    SOURCES.aptInstall,
  ],
  "weak-dependencies": [
    "Install with dnf install --setopt=install_weak_deps=False --nodocs. Otherwise dnf also installs weak dependencies.",
    SOURCES.dnf,
  ],
  "development-packages": [
    "Install with npm ci --omit=dev. Then packages for building and testing are not installed.",
    SOURCES.npm,
  ],
  "copy-everything": [
    "Copy only the files that the program needs, or add the other files to .dockerignore.",
    SOURCES.dockerignore,
  ],

  "forbidden-copied": [
    "Do not copy it into the image. Add it to .dockerignore, or mount it in one RUN with --mount=type=secret.",
    SOURCES.secretMount,
  ],
  "forbidden-stored": [
    "Do not store it. Remove it in the RUN that creates it, or mount it there with --mount=type=secret.",
    SOURCES.secretMount,
  ],
};
