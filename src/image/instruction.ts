import { escapeText, type Printable } from "../text/escape.js";
import type { HistoryEntry } from "./history.js";
import type { Image } from "./image.js";

// What builders put around the words of the Dockerfile.
const NOP = /^(?:\/bin\/sh -c|cmd \/S \/C|powershell -Command [^#]*)\s*#\(nop\)\s*/;
const BUILDKIT = /\s*# buildkit\s*$/;
const SHELL_RUN = /^(?:RUN )?(?:\|\d+ .*? )?(?:\/bin\/sh -c|cmd \/S \/C) /s;
const ARGUMENTS_RUN = /^(?:RUN )?\|\d+ /;

/** What stands where no instruction is known. */
const MISSING = "<missing>" as Printable;

/**
 * An instruction as the Dockerfile has it, on one line, printable: without the `#(nop)`, shell, build arguments
 * and `# buildkit` that builders store with it. What is not recognised stays as it is; `<missing>` for `null`.
 */
export function instructionText(createdBy: string | null): Printable {
  if (createdBy === null || createdBy.trim() === "") return MISSING;
  return escapeText(withoutBuilder(createdBy).replace(/\s+/g, " ").trim());
}

/**
 * An instruction as a person would write it: as `instructionText`, a line each command of a `RUN` chain (`&&`),
 * here-documents with their own lines.
 */
export function instructionLines(createdBy: string | null): Printable[] {
  if (createdBy === null || createdBy.trim() === "") return [MISSING];
  const text = withoutBuilder(createdBy).trim();
  if (/<<-?['"]?\w/.test(text))
    return text.split(/\r?\n/).map((line) => escapeText(line.replaceAll("\t", "    ")));
  const parts = text.replace(/\s+/g, " ").split(/ && /);
  return parts.map((part, index) => {
    const end = index < parts.length - 1 ? " && \\" : "";
    return escapeText(`${index === 0 ? "" : "    "}${part.trim()}${end}`);
  });
}

/** The history's entry that made a layer; `null` where the image does not tell. */
export function entryOfLayer(image: Image, layer: number): HistoryEntry | null {
  return image.history.find((entry) => entry.layer === layer) ?? null;
}

function withoutBuilder(createdBy: string): string {
  if (NOP.test(createdBy)) return createdBy.replace(NOP, "");
  const text = createdBy.replace(BUILDKIT, "");
  if (SHELL_RUN.test(text)) return `RUN ${text.replace(SHELL_RUN, "")}`;
  return ARGUMENTS_RUN.test(text) ? `RUN ${text.replace(ARGUMENTS_RUN, "")}` : text;
}
