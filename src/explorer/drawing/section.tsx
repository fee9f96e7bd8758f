import { Box } from "ink";
import { asciiText } from "../../text/ascii.js";
import type { Printable } from "../../text/escape.js";
import { textColumns } from "../../text/width.js";
import type { Area } from "../layout.js";
import type { Spot } from "../mouse/spot.js";
import { type Look, own, type Row, rowOf, type Style, sequences, span } from "./row.js";
import { RowText, RowTexts } from "./row-text.js";
import { useTarget } from "./targets.js";

/** Where a section stands among those of its column, which share the lines of border between them. */
export interface Edges {
  readonly first: boolean;
  readonly last: boolean;
}

interface SectionProps {
  /** Parts; those that do not fit are left out from the end. */
  readonly title: readonly Printable[];
  /** At most as many as the area has. */
  readonly rows: readonly Row[];
  readonly area: Area;
  readonly focused: boolean;
  readonly edges: Edges;
  /** What a press beside the rows means, also on the border. */
  readonly spot?: Spot | undefined;
  readonly look: Look;
}

/** A part of a framed column: a title in the border above it, and its rows. */
export function Section({ title, rows, area, focused, edges, spot, look }: SectionProps) {
  const { outer, inner } = useTarget({ rows, spot, look });
  const edge: Style = focused ? "accent" : "dim";
  const text = titleText(title, area.columns - 2);
  const shown = rowOf([span(own(" "), edge), span(text, ...(focused ? BOLD : [])), span(own(" "), edge)]);
  return (
    <Box
      ref={outer}
      flexDirection="column"
      flexShrink={0}
      width={area.columns + 2}
      height={area.rows + (edges.last ? 2 : 1)}
      borderStyle={borderOf(edges, edge, look)}
      borderBottom={edges.last}
    >
      <Box position="absolute" top={-1} left={0}>
        <RowText row={shown} columns={Math.min(textColumns(text), area.columns - 2) + 2} look={look} />
      </Box>
      <Box ref={inner} flexDirection="column" height={area.rows}>
        <RowTexts rows={rows} columns={area.columns} look={look} />
      </Box>
    </Box>
  );
}

const BOLD = ["bold"] as const;

/** `Title ─ more`: as many parts as fit, and the first one always. */
function titleText(parts: readonly Printable[], columns: number): Printable {
  const text = parts.reduce((title, part) => {
    const longer = title === "" ? part : `${title} ─ ${part}`;
    return textColumns(longer) <= columns || title === "" ? longer : title;
  }, "");
  return own(text);
}

/** Characters of a border, with the styles of the theme: Ink's own go through chalk, which knows no theme. */
function borderOf({ first }: Edges, style: Style, look: Look) {
  const [on, off] = sequences([style], look);
  const drawn = (sign: string) => (look.ascii === true ? asciiText(own(sign)) : sign);
  const side = on + drawn("│") + off;
  return {
    topLeft: on + drawn(first ? "╭" : "├"),
    top: drawn("─"),
    topRight: drawn(first ? "╮" : "┤") + off,
    left: side,
    right: side,
    bottomLeft: on + drawn("╰"),
    bottom: drawn("─"),
    bottomRight: drawn("╯") + off,
  };
}
