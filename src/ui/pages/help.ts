import { type HelpLine, helpLines, keyName } from "../../explorer/help.js";
import type { Area } from "../../explorer/layout.js";
import type { State } from "../../explorer/state.js";
import { padEnd } from "../../text/width.js";
import { type Line, type LineOptions, type Look, lineOf, own, type Span, span } from "../line.js";

const KEY_COLUMNS = 18;

/** The help from line `top` on. */
export function helpPage({ keys }: State, top: number, area: Area, options: LineOptions): Line[] {
  const lines = helpLines({ map: keys });
  return Array.from({ length: area.rows }, (_, row) => {
    const line = lines.at(top + row);
    return lineOf(line === undefined ? [] : spansOf(line, options), area.columns, options);
  });
}

function spansOf(line: HelpLine, look: Look): Span[] {
  if ("blank" in line) return [];
  if ("heading" in line) return [span(own(` ${line.heading}`), "bold", "accent")];
  return [
    span(own(padEnd(`   ${line.keys.map((key) => keyName(key, look)).join("  ")}`, KEY_COLUMNS)), "key"),
    span(own(` ${line.title}`)),
  ];
}
