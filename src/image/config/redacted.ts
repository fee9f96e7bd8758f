import { withoutBuilder } from "../dockerfile/instruction.js";
import type { HistoryEntry } from "../history.js";
import type { Image } from "../image.js";
import type { ImageConfig } from "./config.js";

/** The text in place of something that was left out. */
const LEFT_OUT = "…";

// Source: Dockerfile reference, "Overview"; MAINTAINER of old ones.
const VERB =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s/i;

/**
 * The image without what people do not mean to pass on: environment, labels and annotations, authors and comments, and
 * all that an instruction or a command says behind its first word: `RUN …`. User, folders, ports and the file tree stay.
 * Its warnings are those of `image`, also those to come.
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

/** The first word is none of the command's: `NONE`, `CMD`, `CMD-SHELL`. */
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

/** `RUN …`; `…` alone where no instruction of a Dockerfile is recognised. */
function redactedInstruction(createdBy: string): string {
  const verb = VERB.exec(`${withoutBuilder(createdBy).trimStart()} `)?.[1];
  return verb === undefined ? LEFT_OUT : `${verb.toUpperCase()} ${LEFT_OUT}`;
}
