import { escapePath, escapeText, type Printable } from "../../../text/escape.js";
import { padEnd, textColumns } from "../../../text/width.js";
import { wrapText } from "../../../text/wrap.js";
import type { Area } from "../../drawing/area.js";
import { literal, type Span, type Style, span } from "../../drawing/row.js";
import type { SaveProgress } from "../../jobs/job.js";
import type { Subject } from "../../subject.js";
import type { SavePage, SaveStep } from "./save-page.js";

const BAR_COLUMNS = 40;

/** Returns the lines of the page: the path, the target, the progress, and the result. */
export function saveLines(subject: Subject, page: SavePage, { columns }: Area): Span[][] {
  const { tree } = subject.analysis;
  return [
    [],
    ...labelled("saves", escapePath(tree.path(page.node)), savedFrom(subject, page), columns),
    ...labelled("to", escapeText(page.to), "", columns),
    [],
    ...stepLines(page.step, columns),
  ];
}

/** Returns the layer or image from which the path is saved. */
function savedFrom({ comparison }: Subject, { layer, node, rootfs }: SavePage): string {
  if (comparison === null) return layer < 0 ? "" : `as it is after layer ${layer}`;
  return rootfs[node] < comparison.trees.firstOfB ? "as the old image has it" : "as the new image has it";
}

const LABEL_COLUMNS = 9;

/** Returns a label with its value and a note, wrapped to lines of `columns` columns. */
export function labelled(label: string, value: Printable, note: string, columns: number): Span[][] {
  const room = columns - LABEL_COLUMNS - 1;
  const lines = wrapText(value, room).map((line, at) => [
    span(literal(padEnd(at === 0 ? `  ${label}` : "", LABEL_COLUMNS)), "dim"),
    span(line, "bold"),
  ]);
  const noted = span(literal(`  ${note}`), "dim");
  const last = lines[lines.length - 1];
  if (textColumns(last[1].text) + textColumns(noted.text) <= room)
    return [...lines.slice(0, -1), [...last, noted]];
  return [...lines, [span(literal(" ".repeat(LABEL_COLUMNS - 2))), noted]];
}

/** Returns a message, wrapped to lines of `columns` columns. */
export function messageLines(text: Printable, style: Style, columns: number): Span[][] {
  return wrapText(text, columns - 4).map((line) => [span(literal("  ")), span(line, style)]);
}

function stepLines(step: SaveStep, columns: number): Span[][] {
  switch (step.is) {
    case "writing":
      return progressLines(step.progress);
    case "asking":
      return [...messageLines(step.why, "warning", columns), [], hint("⏎ replaces it, esc changes nothing")];
    case "done":
      return [
        ...messageLines(step.said, "good", columns),
        ...step.warnings.flatMap((warning) => messageLines(escapeText(`! ${warning}`), "warning", columns)),
        [],
        hint("esc goes back"),
      ];
    case "stopped":
      return [
        [span(literal("  stopped; saved so far: "), "warning"), span(step.said)],
        hint("no file is incomplete"),
      ];
    case "failed":
      return [
        ...messageLines(step.why, "bad", columns),
        [span(literal("  saved so far: "), "dim"), span(step.said)],
        hint("no file is incomplete"),
      ];
  }
}

function progressLines(progress: SaveProgress | null): Span[][] {
  if (progress === null) return [hint("looking at the target …")];
  const { written, bytes, totalBytes } = progress;
  const done = totalBytes === 0 ? 0 : Math.round(Math.min(bytes / totalBytes, 1) * BAR_COLUMNS);
  return [
    [span(literal(`  ${"━".repeat(done)}`), "accent"), span(literal("─".repeat(BAR_COLUMNS - done)), "dim")],
    [span(literal("  ")), span(written)],
    [],
    hint("esc stops; no file is left incomplete"),
  ];
}

export function hint(text: string): Span[] {
  return [span(literal(`  ${text}`), "dim")];
}
