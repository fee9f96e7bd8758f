import type { Image } from "../image/image.js";
import { instructionText } from "../image/instruction.js";
import { composeCommand, type RunOptions } from "../image/run-command.js";
import { type Decision, type RunPart, runParts } from "../image/run-parts.js";
import { type Palette, palette } from "../text/colour.js";
import { escapeText } from "../text/escape.js";
import { shellLine } from "../text/shell-words.js";
import { cutEnd } from "../text/width.js";
import { jsonDocument } from "./json.js";

const LABEL_COLUMNS = 13;

export interface TextOptions {
  readonly colour: boolean;
  readonly columns: number;
}

/** `command` for people: what the engine starts, as JSON and as a shell line, and what decided each part of it. */
export function runCommandText(image: Image, options: RunOptions, { colour, columns }: TextOptions): string {
  const paint = palette({ colour });
  const { argv, ignored } = composeCommand(image.config, options);
  const heads =
    argv.length === 0
      ? [paint.yellow("nothing: the image names no command, so an engine asks for one")]
      : [paint.bold(escapeText(JSON.stringify(argv))), paint.bold(escapeText(shellLine(argv)))];
  const room = Math.max(columns, 40) - LABEL_COLUMNS;
  const parts = runParts(image, options).flatMap((part) => {
    const label = paint.dim(part.name.padEnd(LABEL_COLUMNS));
    if (part.decision.by === "unset") return [`${label}${paint.dim(`${UNSET[part.name]}, not set`)}`];
    const by = paint.dim(" ".repeat(LABEL_COLUMNS) + cutEnd(decisionText(part, image), room));
    return [`${label}${valueText(part, paint)}`, by];
  });
  return `${[...heads, "", ...parts, ...ignoredText(ignored, paint)].join("\n")}\n`;
}

function valueText({ name, words }: RunPart, paint: Palette): string {
  if (words.length === 0) return paint.dim("nothing");
  if (name === "USER" || name === "WORKDIR" || name === "STOPSIGNAL") return escapeText(words[0]);
  return escapeText(JSON.stringify(words));
}

const UNSET = {
  ENTRYPOINT: "none",
  CMD: "none",
  USER: "root",
  WORKDIR: "/",
  HEALTHCHECK: "none",
  STOPSIGNAL: "SIGTERM",
} as const;

function decisionText({ name, decision }: RunPart, { history }: Image): string {
  const instruction = (index: number) =>
    index < 0
      ? "the config, whose history does not tell the instruction"
      : `instruction ${index + 1} of ${history.length}: ${instructionText(history[index].createdBy)}`;
  if (decision.by === "instruction") return `by ${instruction(decision.index)}`;
  if (decision.by === "cleared") return `cleared by ${instruction(decision.index)}`;
  if (decision.by === "arguments") return "given as arguments, in the place of the image's CMD";
  return name === "CMD" ? "cleared by --entrypoint" : "given with --entrypoint";
}

function ignoredText(ignored: number, paint: Palette): string[] {
  if (ignored === 0) return [];
  return ["", paint.yellow("CMD has no effect: the shell line of ENTRYPOINT takes no arguments")];
}

/** `command --format json`. */
export function runCommandJson(image: Image, options: RunOptions): string {
  const { argv, ignored } = composeCommand(image.config, options);
  return jsonDocument({
    schemaVersion: 1,
    command: argv,
    shell: shellLine(argv),
    ignored,
    parts: runParts(image, options).map((part) => ({
      name: part.name,
      words: part.words,
      by: part.decision.by,
      ...instructionFacts(part.decision, image),
    })),
  });
}

function instructionFacts(decision: Decision, { history }: Image) {
  const index = "index" in decision && decision.index >= 0 ? decision.index : null;
  return { instruction: index, createdBy: index === null ? null : history[index].createdBy };
}
