import type { Printable } from "../text/escape.js";
import { textColumns } from "../text/width.js";
import { beside, type Line, type LineOptions, lineOf, own, type Span, span } from "./line.js";

/** A part of a framed column: a title in the border above it, and its lines. */
export interface Section {
  readonly title: readonly Printable[];
  /** Each as wide as the column without its border. */
  readonly lines: readonly Line[];
  readonly focused: boolean;
}

interface FrameOptions extends LineOptions {
  /** With the border. */
  readonly columns: number;
}

/** Sections one below the other in one frame; each has a line of border above it, the last one also below. */
export function framed(sections: readonly Section[], options: FrameOptions): Line[] {
  const out: Line[] = [];
  for (const [index, section] of sections.entries()) {
    const [left, right] = index === 0 ? ["╭", "╮"] : ["├", "┤"];
    out.push(titleLine(section, { ...options, left, right }));
    const side = lineOf([edge("│", section)], 1, options);
    for (const line of section.lines) out.push(beside(beside(side, line), side));
  }
  const last = sections.at(-1);
  if (last !== undefined)
    out.push(lineOf([edge(`╰${"─".repeat(options.columns - 2)}╯`, last)], options.columns, options));
  return out;
}

/** `╭ Title ─ more ────╮`; parts of the title that do not fit are left out from the end. */
function titleLine(
  section: Section,
  { columns, left, right, ...options }: FrameOptions & { readonly left: string; readonly right: string },
): Line {
  const room = columns - 4;
  let title = "";
  for (const part of section.title) {
    const longer = title === "" ? part : `${title} ─ ${part}`;
    if (textColumns(longer) <= room || title === "") title = longer;
  }
  const used = Math.min(textColumns(title), room);
  const before = lineOf([edge(`${left} `, section)], 2, options);
  const shown = lineOf([span(own(title), ...(section.focused ? BOLD : []))], used, options);
  const after = lineOf([edge(` ${"─".repeat(room - used)}${right}`, section)], room - used + 2, options);
  return beside(beside(before, shown), after);
}

const BOLD = ["bold"] as const;

function edge(text: string, { focused }: Section): Span {
  return focused ? span(own(text), "accent") : span(own(text), "dim");
}
