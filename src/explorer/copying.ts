import { guessedBase } from "../analysis/base-image.js";
import { composeCommand } from "../image/config/run-command.js";
import { dockerfileLines } from "../image/dockerfile/history-dockerfile.js";
import { instructionText } from "../image/dockerfile/instruction.js";
import type { Image } from "../image/image.js";
import { escapePath, escapeText, type RawPath } from "../text/escape.js";
import { shellLine } from "../text/shell-words.js";
import { chosenNode } from "./files/chosen-path.js";
import { chosenInstruction } from "./layers/chosen-layer.js";
import { isHeld } from "./pages/view/file-content.js";
import type { ViewPage } from "./pages/view/view-page.js";
import type { State } from "./state.js";

/**
 * The maximum number of bytes for the clipboard: terminals drop texts of more than about 100 kB in base64.
 * Source: xterm.
 */
const MOST_BYTES = 74_000;

type Copied =
  | { readonly text: string; readonly name: string }
  /** The reason why nothing can be copied. */
  | { readonly why: string };

/** Returns the text for the clipboard, and its name for the message on the screen. */
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

/** Returns the output of `layerx dockerfile`. */
function dockerfileText(image: Image): Copied {
  return { text: `${dockerfileLines(image, guessedBase(image)).join("\n")}\n`, name: "the Dockerfile" };
}

/**
 * Returns the started command as a line for a shell; none if the line would do something else when it is
 * pasted.
 */
function commandLine({ config }: Image): Copied {
  const line = shellLine(composeCommand(config).argv);
  if (line === "") return { why: "this image names no command" };
  if (escapeText(line) !== line) return { why: "this command has characters that no shell line should hold" };
  return { text: line, name: "the command line" };
}

/** Returns a file's content, if it is text that is safe to paste. */
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
 * Returns a path unchanged. If it has bytes that are not text, or characters that are not safe to paste (a
 * newline runs a command), returns it as it is shown.
 */
function pathText(path: RawPath): Copied {
  const bytes = Buffer.from(path, "latin1");
  const text = bytes.toString("utf8");
  const harmless = escapeText(text) === text && Buffer.from(text, "utf8").equals(bytes);
  const shown = escapePath(path);
  return { text: harmless ? text : shown, name: shown };
}
