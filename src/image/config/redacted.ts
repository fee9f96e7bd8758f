import { withoutBuilder } from "../dockerfile/instruction.js";
import type { HistoryEntry } from "../history.js";
import type { Image } from "../image.js";
import type { ImageConfig } from "./config.js";

/** The text that replaces removed text. */
const LEFT_OUT = "…";

// Source: Dockerfile reference, "Overview". MAINTAINER occurs in old Dockerfiles.
const VERB =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s/i;

/**
 * Returns the image without private texts: environment, labels and annotations, authors and comments, and all
 * words of an instruction or a command after the first one: `RUN …`. User, folders, ports and the file tree
 * stay. Its list of warnings is the list of `image`, so later warnings are in it, too.
 */
export function redactedImage(image: Image): Image {
  return {
    ...image,
    annotations: new Map(),
    config: redactedConfig(image.config),
    history: image.history.map(redactedEntry),
  };
}

function redactedConfig(config: ImageConfig): ImageConfig {
  const { entrypoint, cmd, shell, healthcheck, onBuild } = config;
  return {
    ...config,
    author: null,
    env: [],
    labels: new Map(),
    entrypoint: redactedWords(entrypoint),
    cmd: redactedWords(cmd),
    shell: redactedWords(shell),
    healthcheck: healthcheck === null ? null : { ...healthcheck, test: redactedTest(healthcheck.test) },
    onBuild: onBuild.map(redactedInstruction),
  };
}

function redactedWords(words: readonly string[] | null): string[] | null {
  return words === null ? null : words.slice(0, 1).map(() => LEFT_OUT);
}

/** Keeps the first word, which is not part of the command: `NONE`, `CMD`, `CMD-SHELL`. */
function redactedTest([kind, ...words]: readonly string[]): string[] {
  if (kind === undefined) return [];
  const known = /^(NONE|CMD|CMD-SHELL)$/.test(kind) ? kind : LEFT_OUT;
  return words.length === 0 ? [known] : [known, LEFT_OUT];
}

function redactedEntry(entry: HistoryEntry): HistoryEntry {
  const { createdBy } = entry;
  return {
    ...entry,
    createdBy: createdBy === null ? null : redactedInstruction(createdBy),
    author: null,
    comment: null,
  };
}

/** Returns `RUN …`; only `…` for a text without a known instruction. */
function redactedInstruction(createdBy: string): string {
  const verb = VERB.exec(`${withoutBuilder(createdBy).trimStart()} `)?.[1];
  return verb === undefined ? LEFT_OUT : `${verb.toUpperCase()} ${LEFT_OUT}`;
}
