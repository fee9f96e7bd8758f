import { composeCommand, type RunOptions } from "../image/config/run-command.js";
import { type RunPart, runParts } from "../image/config/run-parts.js";
import { type UsualSettings, usualSettings } from "../image/config/usual-settings.js";
import { instructionText } from "../image/dockerfile/instruction.js";
import type { Image } from "../image/image.js";
import { escapeText, type Printable } from "../text/escape.js";
import { shellLine } from "../text/shell-words.js";
import { notSet } from "./image-words.js";

/**
 * The command that a container of an image starts, and the instruction that each part comes from, in words.
 */
export interface RunWords {
  /** The words that the engine starts, as JSON and as a line for a shell; or a text if there are none. */
  readonly command: { readonly json: Printable; readonly shell: Printable } | { readonly nothing: Printable };
  readonly parts: readonly RunPartWords[];
  /** A problem with the command; `null` if there is none. */
  readonly warning: Printable | null;
}

/** One setting that affects how a container runs. */
export interface RunPartWords extends RunPart {
  /** The value; the default if it is not set. */
  readonly value: Printable;
  /** The instruction or option that it comes from; `null` if it is not set. */
  readonly by: Printable | null;
}

/** Returns the texts about the started command. All commands and the explorer use them. */
export function runWords(
  image: Pick<Image, "config" | "history" | "platform">,
  options: RunOptions = {},
): RunWords {
  const usual = usualSettings(image.platform);
  const { argv, ignored } = composeCommand(image.config, options);
  return {
    command:
      argv.length === 0
        ? { nothing: escapeText("nothing: the image has no command, so the engine requires one") }
        : { json: escapeText(JSON.stringify(argv)), shell: escapeText(shellLine(argv)) },
    parts: runParts(image, options).map((part) => ({
      ...part,
      value: valueText(part, usual),
      by: decisionText(part, image),
    })),
    warning:
      ignored === 0 ? null : escapeText("CMD has no effect: the shell line of ENTRYPOINT takes no arguments"),
  };
}

const NO_DEFAULTS = { ENTRYPOINT: null, CMD: null, HEALTHCHECK: null };

function valueText({ name, words, decision }: RunPart, usual: UsualSettings): Printable {
  const defaults = { USER: usual.user, WORKDIR: usual.workingDir, STOPSIGNAL: usual.stopSignal };
  if (decision.by === "unset") return notSet({ ...NO_DEFAULTS, ...defaults }[name]);
  if (words.length === 0) return escapeText("nothing");
  const isOne = name === "USER" || name === "WORKDIR" || name === "STOPSIGNAL";
  return escapeText(isOne ? words[0] : JSON.stringify(words));
}

function decisionText({ name, decision }: RunPart, { history }: Pick<Image, "history">): Printable | null {
  const instruction = (index: number) =>
    index < 0
      ? "the config; the instruction was not recorded"
      : `instruction ${index + 1} of ${history.length}: ${instructionText(history[index].createdBy)}`;
  switch (decision.by) {
    case "unset":
      return null;
    case "instruction":
      return escapeText(`by ${instruction(decision.index)}`);
    case "cleared":
      return escapeText(`cleared by ${instruction(decision.index)}`);
    case "arguments":
      return escapeText("given as arguments, in the place of the image's CMD");
    case "--entrypoint":
      return escapeText(name === "CMD" ? "cleared by --entrypoint" : "given with --entrypoint");
  }
}
