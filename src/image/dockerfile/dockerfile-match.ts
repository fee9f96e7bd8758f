import type { HistoryEntry } from "../history.js";
import type { DockerfileInstruction } from "./dockerfile.js";
import { instructionText } from "./instruction.js";

/**
 * Finds the instruction of a Dockerfile that made each layer. History and Dockerfile are compared from their
 * ends, because the history begins with the instructions of the base image. Instructions that make no layer
 * and are only in one of the two are skipped. The comparison ends at the first layer whose instructions
 * differ.
 * @returns the instructions by layer index. Layers of the base image, or of another Dockerfile, are missing.
 */
export function matchDockerfile(
  instructions: readonly DockerfileInstruction[],
  history: readonly HistoryEntry[],
): Map<number, DockerfileInstruction> {
  const built = finalStages(instructions);
  const made = new Map<number, DockerfileInstruction>();
  let [entry, own] = [history.length - 1, built.length - 1];
  while (entry >= 0 && own >= 0) {
    const { createdBy, layer } = history[entry];
    if (agree(built[own], instructionText(createdBy))) {
      if (layer !== null) made.set(layer, built[own]);
      entry--;
      own--;
    } else if (!makesLayer(built[own])) own--;
    else if (layer === null && history[entry].emptyLayer) entry--;
    else break;
  }
  return made;
}

/** Returns the instructions of the last stage and of the stages that it is built from, in order. */
function finalStages(instructions: readonly DockerfileInstruction[]): DockerfileInstruction[] {
  const stages: { readonly name: string; readonly from: string; readonly own: DockerfileInstruction[] }[] =
    [];
  for (const instruction of instructions) {
    if (instruction.keyword === "FROM") stages.push({ ...stageNames(instruction.text), own: [] });
    else stages.at(-1)?.own.push(instruction);
  }
  const chain: DockerfileInstruction[] = [];
  for (let at = stages.length - 1; at >= 0; ) {
    const { own, from } = stages[at];
    chain.unshift(...own);
    at = stages.slice(0, at).findLastIndex(({ name }, index) => name === from || String(index) === from);
  }
  return chain;
}

/** Parses `FROM --platform=linux/amd64 node:20 AS build`. */
function stageNames(text: string): { name: string; from: string } {
  const [from = "", as = "", name = ""] = text.split(/\s+/).filter((word) => !word.startsWith("--"));
  return { from: from.toLowerCase(), name: as.toUpperCase() === "AS" ? name.toLowerCase() : "" };
}

function makesLayer({ keyword }: DockerfileInstruction): boolean {
  return keyword === "RUN" || keyword === "COPY" || keyword === "ADD";
}

function agree({ keyword, text }: DockerfileInstruction, stored: string): boolean {
  const [first, ...rest] = stored.split(" ");
  const said = rest.join(" ");
  // Kaniko and the classic builder store a RUN without its keyword.
  if (keyword === "RUN") return sameCommand(text, first.toUpperCase() === "RUN" ? said : stored);
  if (first.toUpperCase() !== keyword) return false;
  return keyword === "COPY" || keyword === "ADD" ? sameTarget(text, said) : true;
}

/**
 * Compares commands. Builders store them without options (`--mount`), and of a here-document only its
 * beginning.
 */
function sameCommand(text: string, said: string): boolean {
  const [own] = withoutOptions(text).split("\n");
  const wanted = plain(execForm(own) ?? own);
  const have = plain(said);
  return wanted === have || (own.includes("<<") && have.startsWith(wanted));
}

/**
 * Compares the targets, the last words. Targets that depend on a variable or the working directory count as
 * the same.
 */
function sameTarget(text: string, said: string): boolean {
  const own = lastWord(text.split("\n")[0]);
  if (own.includes("$") || !own.startsWith("/")) return true;
  return own.replace(/(.)\/+$/, "$1") === lastWord(said).replace(/(.)\/+$/, "$1");
}

function lastWord(text: string): string {
  return (execForm(withoutOptions(text)) ?? text).trim().split(/\s+/).at(-1) ?? "";
}

function withoutOptions(text: string): string {
  return text.replace(/^(\s*--[a-z]+(=("[^"]*"|\S+))?\s+)*/, "");
}

/**
 * Returns `["a", "b"]` as words with a space between them, as builders store it; `null` for any other form.
 */
function execForm(text: string): string | null {
  if (!/^\s*\[.*\]\s*$/s.test(text)) return null;
  const words = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word]) => word.replace(/\\(.)/g, "$1"));
  return words.join(" ");
}

function plain(command: string): string {
  return command.replace(/\s+/g, " ").trim();
}
