import type { DeadCopy } from "../../analysis/waste.js";
import type { Area } from "../../explorer/layout.js";
import type { State } from "../../explorer/state.js";
import { humanSize } from "../../text/bytes.js";
import { escapePath, type Printable } from "../../text/escape.js";
import { padEnd, padStart } from "../../text/width.js";
import { cutStart, type Line, type LineOptions, type Look, lineOf, own, type Span, span } from "../line.js";

export function wasteTitle({ subject, waste }: State): Printable[] {
  const { wastedBytes } = subject.analysis.metrics;
  const count =
    waste.state === "found" ? [own(`${waste.copies.length.toLocaleString("en")} dead copies`)] : [];
  return [own("Waste"), own(humanSize(wastedBytes)), ...count];
}

/** The dead copies that are in the window: bytes, cause, from which layer to which, path. */
export function wastePane(state: State, area: Area, options: LineOptions): Line[] {
  const { waste } = state;
  if (waste.state === "looking")
    return filled([span(own(" looking for the causes …"), "dim")], area, options);
  if (waste.state === "failed") return filled([span(own(` ${waste.why}`), "bad")], area, options);
  if (waste.copies.length === 0)
    return filled([span(own(" nothing: every byte is still reached"), "good")], area, options);
  const lines: Line[] = [];
  for (let row = waste.list.top; row < waste.list.top + area.rows; row++) {
    const copy = waste.copies.at(row);
    const chosen = row === waste.list.cursor && state.focus === "waste";
    const styles = chosen ? (["inverse"] as const) : [];
    lines.push(
      lineOf(copy === undefined ? [] : spansOf(state, copy, area.columns, options), area.columns, {
        ...options,
        styles,
      }),
    );
  }
  return lines;
}

function spansOf(
  { subject }: State,
  { bytes, cause, layer, endedBy, node }: DeadCopy,
  columns: number,
  look: Look,
): Span[] {
  const { tree, image } = subject.analysis;
  const steps = layer === endedBy ? String(layer) : `${layer}→${endedBy}`;
  const stepColumns = 2 * String(image.layers.length - 1).length + 1;
  const before = [
    span(own(`${padStart(humanSize(bytes), 7)} `)),
    span(own(`${padEnd(cause, 11)} `), "waste"),
    span(own(`${padEnd(steps, stepColumns)} `), "dim"),
  ];
  return [...before, span(cutStart(escapePath(tree.path(node)), columns - 21 - stepColumns, look))];
}

function filled(spans: readonly Span[], area: Area, options: LineOptions): Line[] {
  return Array.from({ length: area.rows }, (_, row) => lineOf(row === 0 ? spans : [], area.columns, options));
}
