import { escapeText, type Printable } from "../../text/escape.js";
import type { HistoryEntry } from "../history.js";
import type { Image } from "../image.js";
import { configInstructions } from "./config-instructions.js";
import { type DockerfileFacts, dockerfileFacts, writtenInstruction } from "./history-instruction.js";
import { withoutBuilder } from "./instruction.js";

const HEAD = [
  "# Reconstructed from the image history, which does not record stages (COPY --from), mounts of RUN, comments,",
  "# the copied files, and, with most builders, their owner (COPY --chown).",
];

/** The end of the base image, if it is known or guessed. */
export interface MarkedBase {
  /** The number of layers of the base image, from the lowest up. */
  readonly layers: number;
  /** The name of the base image in the image, as stored. */
  readonly name: string | null;
  /** The reason, without text from the image. */
  readonly reason: string;
}

/**
 * Reconstructs a Dockerfile from an image's history, line by line. It has the instructions in order, a
 * comment where the base image ends, if known, and comments about facts that the history does not record. The
 * result is always a valid Dockerfile.
 */
export function dockerfileLines(
  image: Pick<Image, "history" | "platform" | "config" | "layers">,
  base: MarkedBase | null,
): Printable[] {
  return tracedDockerfile(image, base).map(({ text }) => text);
}

/** A line of that Dockerfile. `layer` is the layer of the instruction that begins on this line. */
export interface TracedLine {
  readonly text: Printable;
  readonly layer: number | null;
}

/** Returns the same lines with the layer of each instruction. */
export function tracedDockerfile(
  image: Pick<Image, "history" | "platform" | "config" | "layers">,
  base: MarkedBase | null,
): TracedLine[] {
  const { history } = image;
  const facts = dockerfileFacts(image);
  const baseEnd = base === null ? 0 : endOfBase(history, base);
  const head = [
    // In such a Dockerfile, a backslash at the end of a line is part of a path.
    ...(facts.windows ? ["# escape=`"] : []),
    ...HEAD,
    "",
    "FROM scratch",
    "",
    ...(base === null ? ["# The image history does not show where the base image ends."] : [baseText(base)]),
  ];
  const lines: { text: string; layer: number | null }[] = head.map(own);
  for (const [index, entry] of history.entries()) {
    if (index === baseEnd && baseEnd > 0) lines.push(own(""), own("# Instructions above the base image."));
    // Added one by one: an instruction may have more lines than a call can have arguments.
    let made = entry.layer;
    for (const text of entryLines(entry, facts)) {
      lines.push({ text, layer: made });
      made = null;
    }
  }
  const rest = [...layersNotInHistory(image), ...onlyInConfig(image, facts)].map(own);
  return [...lines, ...rest].map(({ text, layer }) => ({ text: printable(text), layer }));
}

/** Returns the lines of a history entry. An entry without an instruction may have a comment, as nix writes it. */
function entryLines({ createdBy, comment }: HistoryEntry, facts: DockerfileFacts): string[] {
  if (createdBy !== null && createdBy.trim() !== "") return writtenInstruction(createdBy, facts);
  const words = comment?.replace(/\s+/g, " ").trim() ?? "";
  return [`# An instruction that was not recorded${words === "" ? "." : `: ${words}`}`];
}

/** Returns a line without a layer. */
function own(text: string): { text: string; layer: number | null } {
  return { text, layer: null };
}

function baseText({ name, reason }: MarkedBase): string {
  const called = name === null ? "" : ` ${name.replace(/\s+/g, " ")}`;
  return `# The base image${called} (guess): ${reason}.`;
}

/** Keeps tabs: they are safe for a terminal, and here-documents need them. */
function printable(line: string): Printable {
  return line.split("\t").map(escapeText).join("\t") as Printable;
}

/**
 * Returns the number of history entries of the base image: up to its last layer, and then its CMD or
 * ENTRYPOINT.
 */
function endOfBase(history: readonly HistoryEntry[], { layers }: MarkedBase): number {
  const lastLayer = history.findIndex(({ layer }) => layer === layers - 1);
  const above = history.findIndex(({ layer }) => layer === layers);
  const isCommand = ({ createdBy }: HistoryEntry) =>
    /^(?:CMD|ENTRYPOINT)\s/i.test(withoutBuilder(createdBy ?? ""));
  const command = history.slice(0, Math.max(above, 0)).findLastIndex(isCommand);
  return Math.max(lastLayer, command) + 1;
}

function onlyInConfig({ history }: Pick<Image, "history">, facts: DockerfileFacts): string[] {
  const lines = configInstructions(history, facts);
  return lines.length === 0 ? [] : ["", "# From the config; the history does not have these.", ...lines];
}

/** Returns a comment about layers without an entry in the history. */
function layersNotInHistory({ layers, history }: Pick<Image, "layers" | "history">): string[] {
  const inHistory = new Set(history.map(({ layer }) => layer));
  return layers
    .filter(({ index }) => !inHistory.has(index))
    .map(({ index }) => `# Layer ${index}: its instruction was not recorded.`);
}
