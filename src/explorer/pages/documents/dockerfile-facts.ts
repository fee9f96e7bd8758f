import { guessedBase } from "../../../analysis/base.js";
import { dockerfileLines } from "../../../image/dockerfile/history-dockerfile.js";
import type { Image } from "../../../image/image.js";
import { escapeText, type Printable } from "../../../text/escape.js";
import { fact, type Section } from "./document.js";

const TAB = "    ";

/** What `layerx dockerfile` prints of an image, line by line; tabs stand in it as they are. */
export function givenDockerfile(image: Image): readonly Printable[] {
  return dockerfileLines(image, guessedBase(image));
}

/** The same for a screen, which has no tabs. */
export function dockerfileFacts(image: Image): Section[] {
  const lines = givenDockerfile(image).map((line) => escapeText(line.replaceAll("\t", TAB)));
  return [
    { heading: null, facts: lines.map((line) => fact("", line, line.startsWith("#") ? "dim" : "plain")) },
  ];
}
