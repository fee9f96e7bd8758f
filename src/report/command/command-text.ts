import { composeCommand, type RunOptions } from "../../image/config/run-command.js";
import { type Decision, runParts } from "../../image/config/run-parts.js";
import type { Image } from "../../image/image.js";
import { palette } from "../../text/colour.js";
import { shellLine } from "../../text/shell-words.js";
import { cutEnd } from "../../text/width.js";
import { runWords } from "../../words/run-words.js";
import { jsonDocument } from "../syntax/json-document.js";

const LABEL_COLUMNS = 13;

export interface CommandTextOptions {
  readonly colour: boolean;
  readonly columns: number;
}

/**
 * Returns `command` for people: the words that the engine starts, as JSON and as a shell line, and the
 * instruction that each setting comes from.
 */
export function runCommandText(
  image: Image,
  options: RunOptions,
  { colour, columns }: CommandTextOptions,
): string {
  const paint = palette({ colour });
  const { command, parts, warning } = runWords(image, options);
  const heads =
    "nothing" in command
      ? [paint.yellow(command.nothing)]
      : [paint.bold(command.json), paint.bold(command.shell)];
  const room = Math.max(columns, 40) - LABEL_COLUMNS;
  const lines = parts.flatMap(({ name, words, value, by }) => {
    const line = `${paint.dim(name.padEnd(LABEL_COLUMNS))}${words.length === 0 ? paint.dim(value) : value}`;
    return by === null ? [line] : [line, paint.dim(" ".repeat(LABEL_COLUMNS) + cutEnd(by, room))];
  });
  const ignored = warning === null ? [] : ["", paint.yellow(warning)];
  return `${[...heads, "", ...lines, ...ignored].join("\n")}\n`;
}

/** Returns `command --format json`. */
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
