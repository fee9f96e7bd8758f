import type { Image } from "../../../image/image.js";
import { escapeText } from "../../../text/escape.js";
import { runWords } from "../../../words/run-words.js";
import { type DocumentSection, fact } from "../documents/document.js";

/**
 * Returns the facts of `layerx command`: the command that a container starts, and the instruction that each
 * part comes from.
 */
export function commandFacts(image: Pick<Image, "config" | "history" | "platform">): DocumentSection[] {
  const { command, parts, warning } = runWords(image);
  return [
    {
      heading: escapeText("What a container starts"),
      facts:
        "nothing" in command
          ? [fact(null, command.nothing, "warning")]
          : [fact("as words", command.json, "strong"), fact("as a line", command.shell, "strong")],
    },
    {
      heading: escapeText("What decided it"),
      facts: [
        ...parts.flatMap(({ name, words, value, by }) => [
          fact(name, value, words.length === 0 ? "dim" : "plain"),
          ...(by === null ? [] : [fact("", by, "dim")]),
        ]),
        ...(warning === null ? [] : [fact(null, warning, "warning")]),
      ],
    },
  ];
}
