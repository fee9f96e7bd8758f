import type { Image } from "../../../image/image.js";
import { escapeText } from "../../../text/escape.js";
import { runWords } from "../../../words/run-words.js";
import { fact, type Section } from "./document.js";

/** What `layerx command` prints of an image: what a container starts, and which instruction decided each part of it. */
export function commandFacts(image: Pick<Image, "config" | "history">): Section[] {
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
