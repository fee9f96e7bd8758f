import { guessedBase } from "../analysis/base-image.js";
import { composeCommand } from "../image/config/run-command.js";
import { dockerfileLines } from "../image/dockerfile/history-dockerfile.js";
import { instructionText } from "../image/dockerfile/instruction.js";
import type { Image } from "../image/image.js";
import { escapePath, escapeText, type RawPath } from "../text/escape.js";
import { shellLine } from "../text/shell-words.js";
import { chosenNode } from "./files/chosen-path.js";
import { chosenInstruction } from "./layers/chosen-instruction.js";
import type { State } from "./state.js";
import { isHeld } from "./viewer/file-content.js";
import type { ViewPage } from "./viewer/view-page.js";

/** Most bytes that are put into a clipboard: terminals drop what is longer than some 100 kB in base64. Source: xterm. */
const MOST_BYTES = 74_000;

type Copied =
  | { readonly text: string; readonly name: string }
  /** Why there is nothing to be copied. */
  | { readonly why: string };

/** What `copy` puts into the clipboard, and what it is called on the screen. */
export function copied(state: State): Copied {
  const what = chosen(state);
  if ("why" in what) return what;
  const tooLong = Buffer.byteLength(what.text, "utf8") > MOST_BYTES;
  return tooLong ? { why: "this is too long for a terminal's clipboard" } : what;
}

function chosen(state: State): Copied {
  const page = state.pages.at(-1);
  if (page?.kind === "view") return contentText(page);
  if (page?.kind === "dockerfile") return dockerfileText(state.subject.analysis.image);
  if (page?.kind === "command") return commandLine(state.subject.analysis.image);
  if (state.focus === "layers") {
    const entry = chosenInstruction(state)?.entry ?? null;
    if (entry === null) return { why: "there is no instruction here" };
    return { text: instructionText(entry.createdBy), name: "the instruction" };
  }
  const node = chosenNode(state);
  return node === null ? { why: "there is no path here" } : pathText(state.subject.analysis.tree.path(node));
}

/** What `layerx dockerfile` prints. */
function dockerfileText(image: Image): Copied {
  return { text: `${dockerfileLines(image, guessedBase(image)).join("\n")}\n`, name: "the Dockerfile" };
}

/** A line that a shell reads as the words that start; none that would do something else where it is pasted. */
function commandLine({ config }: Image): Copied {
  const line = shellLine(composeCommand(config).argv);
  if (line === "") return { why: "this image names no command" };
  if (escapeText(line) !== line) return { why: "this command has characters that no shell line should hold" };
  return { text: line, name: "the command line" };
}

/** A file's content, where it is text that does nothing where it is pasted. */
function contentText({ content, name }: ViewPage): Copied {
  if (content.size > MOST_BYTES) return { why: "this file is too long for a terminal's clipboard" };
  if (!isHeld(content)) return { why: "this file is still being read" };
  const bytes = content.window.bytes.subarray(0, content.size);
  const text = bytes.toString("utf8");
  const plain = text.replace(/[\t\n]|\r\n/g, "");
  if (escapeText(plain) !== plain || !Buffer.from(text, "utf8").equals(bytes))
    return { why: "only plain text is copied; e in the files saves this" };
  return { text, name: `what is in ${escapePath(name)}` };
}

/**
 * A path as it is; where it has bytes that are no text, or characters that would do something where they are pasted
 * (a newline runs a command), as it is shown.
 */
function pathText(path: RawPath): Copied {
  const bytes = Buffer.from(path, "latin1");
  const text = bytes.toString("utf8");
  const harmless = escapeText(text) === text && Buffer.from(text, "utf8").equals(bytes);
  const shown = escapePath(path);
  return { text: harmless ? text : shown, name: shown };
}
