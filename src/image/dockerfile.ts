import { escapeText, type Printable } from "../text/escape.js";
import { writtenInstruction } from "./dockerfile-instruction.js";
import type { HistoryEntry } from "./history.js";
import type { Image } from "./image.js";
import { withoutBuilder } from "./instruction.js";

const HEAD = [
  "# Given back from the history of the image, which does not keep stages (COPY --from), mounts of RUN, comments,",
  "# and what was copied.",
];

/**
 * The Dockerfile that an image's history gives back, line by line: instructions in their order, the base marked as far
 * as it shows, and in comments what the history does not keep. It parses as a Dockerfile, whatever the image says.
 */
export function dockerfileLines(
  image: Pick<Image, "history" | "platform" | "config" | "layers">,
): Printable[] {
  const { history, platform, config } = image;
  const windows = platform.os === "windows";
  const base = config.labels.get("org.opencontainers.image.base.name");
  const baseEnd = endOfBase(history);
  const lines = [
    // There a backslash at a line's end is part of a path.
    ...(windows ? ["# escape=`"] : []),
    ...HEAD,
    ...(base === undefined ? [] : [`# It says itself that its base is ${base.replace(/\s+/g, " ")}`]),
    "",
    "FROM scratch",
    "",
    baseEnd === 0
      ? "# Where the base ends, the history does not tell."
      : "# The base, most likely: instructions that make layers follow its command.",
  ];
  for (const [index, { createdBy }] of history.entries()) {
    if (index === baseEnd && baseEnd > 0) lines.push("", "# What was built on it.");
    lines.push(...writtenInstruction(createdBy, { config, windows }));
  }
  return [...lines, ...untold(image)].map(printable);
}

/** A tab is no danger to a terminal, and here-documents need it. */
function printable(line: string): Printable {
  return line.split("\t").map(escapeText).join("\t") as Printable;
}

/** How many entries of the history are the base's: up to the last CMD or ENTRYPOINT that a layer follows. */
function endOfBase(history: readonly HistoryEntry[]): number {
  const lastLayer = history.findLastIndex(({ emptyLayer }) => !emptyLayer);
  return (
    history
      .slice(0, Math.max(lastLayer, 0))
      .findLastIndex(({ createdBy }) => /^(?:CMD|ENTRYPOINT)\s/.test(withoutBuilder(createdBy ?? ""))) + 1
  );
}

/** Layers that the history does not tell of. */
function untold({ layers, history }: Pick<Image, "layers" | "history">): string[] {
  const told = new Set(history.map(({ layer }) => layer));
  return layers
    .filter(({ index }) => !told.has(index))
    .map(({ index }) => `# Layer ${index}: the history does not tell of it.`);
}
