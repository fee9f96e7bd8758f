import { escapePath, escapeText, type Printable } from "../../../text/escape.js";
import { padEnd } from "../../../text/width.js";
import type { Area } from "../../drawing/area.js";
import { literal, type Row, rowOf, type Span, span } from "../../drawing/row.js";
import type { SaveProgress } from "../../jobs/job.js";
import type { Subject } from "../../subject.js";
import type { SavePage, SaveStep } from "./save-page.js";

const BAR_COLUMNS = 40;

/** Returns the lines of the page: the path, the target, the progress, and the result. */
export function saveLines(subject: Subject, page: SavePage, area: Area): Row[] {
  const { tree } = subject.analysis;
  const lines: Span[][] = [
    [],
    labelled("saves", escapePath(tree.path(page.node)), savedFrom(subject, page)),
    labelled("to", escapeText(page.to), ""),
    [],
    ...stepLines(page.step),
  ];
  return Array.from({ length: area.rows }, (_, row) => rowOf(lines.at(page.top + row) ?? []));
}

/** Returns the layer or image from which the path is saved. */
function savedFrom({ comparison }: Subject, { layer, node, rootfs }: SavePage): string {
  if (comparison === null) return layer < 0 ? "" : `as it is after layer ${layer}`;
  return rootfs[node] < comparison.trees.firstOfB ? "as the old image has it" : "as the new image has it";
}

export function labelled(label: string, value: Printable, note: string): Span[] {
  return [
    span(literal(padEnd(`  ${label}`, 9)), "dim"),
    span(value, "bold"),
    span(literal(`  ${note}`), "dim"),
  ];
}

function stepLines(step: SaveStep): Span[][] {
  switch (step.is) {
    case "writing":
      return progressLines(step.progress);
    case "asking":
      return [
        [span(literal("  "), "warning"), span(step.why, "warning")],
        [],
        hint("⏎ replaces it, esc changes nothing"),
      ];
    case "done":
      return [
        [span(literal("  "), "good"), span(step.said, "good")],
        ...step.warnings.map((warning) => [span(literal("  ! "), "warning"), span(warning)]),
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
        [span(literal("  "), "bad"), span(step.why, "bad")],
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
