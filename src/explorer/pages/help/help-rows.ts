import { padEnd } from "../../../text/width.js";
import { type Look, own, type Row, rowOf, type Span, span } from "../../drawing/row.js";
import type { KeyMap } from "../../keys/key-map.js";
import { keyName } from "../../keys/key-name.js";
import type { Place } from "../../keys/place.js";
import type { Area } from "../../layout.js";
import type { Page } from "../page.js";
import { type HelpLine, helpLines } from "./help.js";

const KEY_COLUMNS = 18;

/** The help from line `top` on. */
export function helpPage(
  { search, top }: Extract<Page, { kind: "help" }>,
  { from, map }: { readonly from: Place; readonly map: KeyMap },
  area: Area,
  options: Look,
): Row[] {
  const lines = helpLines({ search, from, map });
  if (lines.length === 0) lines.push({ keys: [], title: "no key does that" });
  return Array.from({ length: area.rows }, (_, row) => {
    const line = lines.at(top + row);
    return rowOf(line === undefined ? [] : spansOf(line, options));
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
