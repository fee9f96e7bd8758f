import { Box } from "ink";
import { asciiText } from "../../text/ascii.js";
import type { Printable } from "../../text/escape.js";
import { textColumns } from "../../text/width.js";
import type { ClickTarget } from "../mouse/click-target.js";
import type { Area } from "./area.js";
import { cutRowStart, type Look, literal, type Row, rowOf, type Style, sequences, span } from "./row.js";
import { RowText, RowTexts } from "./row-text.js";
import { useTarget } from "./targets.js";

/** The place of a section: it may be the first or the last of its column. Neighbouring sections share a border line. */
export interface Edges {
  readonly first: boolean;
  readonly last: boolean;
}

interface SectionProps {
  /** The parts of the title. Those that do not fit are left out, from the last one on. */
  readonly title: readonly Printable[];
  /**
   * The visible rows and their number, at the right of the upper border. Left out if the first parts of the
   * title need the space.
   */
  readonly position?: Printable | undefined;
  /**
   * The text in the lower border: the full text of the cursor's row. Only the last section of a column has
   * one.
   */
  readonly foot?: Printable | undefined;
  /** The rows, at most as many as the area has. */
  readonly rows: readonly Row[];
  readonly area: Area;
  readonly focused: boolean;
  readonly edges: Edges;
  /** The target of a click beside the rows or on the border. */
  readonly click?: ClickTarget | undefined;
  readonly look: Look;
}

/**
 * Draws a part of a framed column: a title in the border above it, its rows, and the selected item in the
 * border below.
 */
export function Section(props: SectionProps) {
  const { title, position = NOTHING, foot = NOTHING, rows, area, focused, edges, click, look } = props;
  const { outer, inner } = useTarget({ rows, click, look });
  const edge: Style = focused ? "accent" : "dim";
  const room = area.columns - 2;
  const [text, at] = topTexts(title, position, room);
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
      <InBorder
        text={text}
        top={-1}
        left={0}
        room={room}
        styles={focused ? BOLD : []}
        edge={edge}
        look={look}
      />
      {at === "" ? null : (
        <InBorder
          text={at}
          top={-1}
          left={room - textColumns(at)}
          room={room}
          styles={focused ? [] : DIM}
          edge={edge}
          look={look}
        />
      )}
      {foot === "" || !edges.last ? null : (
        <InBorder
          text={cutRowStart(foot, room, look)}
          top={area.rows}
          left={0}
          room={room}
          styles={focused ? [] : DIM}
          edge={edge}
          look={look}
        />
      )}
      <Box ref={inner} flexDirection="column" height={area.rows}>
        <RowTexts rows={rows} columns={area.columns} look={look} />
      </Box>
    </Box>
  );
}

interface InBorderProps {
  readonly text: Printable;
  readonly top: number;
  readonly left: number;
  /** The columns for the text. */
  readonly room: number;
  readonly styles: readonly Style[];
  readonly edge: Style;
  readonly look: Look;
}

/** Draws a text in a line of the border, with a space on both sides. */
function InBorder({ text, top, left, room, styles, edge, look }: InBorderProps) {
  const row = rowOf([span(literal(" "), edge), span(text, ...styles), span(literal(" "), edge)]);
  return (
    <Box position="absolute" top={top} left={left}>
      <RowText row={row} columns={Math.min(textColumns(text), room) + 2} look={look} />
    </Box>
  );
}

const NOTHING = literal("");
const DIM = ["dim"] as const;
const BOLD = ["bold"] as const;

/**
 * Returns the title and the position, as far as they fit on one line: first two parts of the title, then the
 * position, then more parts.
 */
function topTexts(
  parts: readonly Printable[],
  position: Printable,
  columns: number,
): readonly [title: Printable, position: Printable] {
  const least = textColumns(titleText(parts.slice(0, 2), columns));
  const needed = position === "" ? 0 : textColumns(position) + 3;
  const at = least + needed <= columns ? position : NOTHING;
  return [titleText(parts, at === "" ? columns : columns - needed), at];
}

/** Returns `Title ─ more`: as many parts as fit, but always the first one. */
function titleText(parts: readonly Printable[], columns: number): Printable {
  const text = parts.reduce((title, part) => {
    const longer = title === "" ? part : `${title} ─ ${part}`;
    return textColumns(longer) <= columns || title === "" ? longer : title;
  }, "");
  return literal(text);
}

/**
 * Returns the characters of a border, with the styles of the theme: Ink's own borders use chalk, which
 * ignores the theme.
 */
function borderOf({ first }: Edges, style: Style, look: Look) {
  const [on, off] = sequences([style], look);
  const drawn = (sign: string) => (look.ascii === true ? asciiText(literal(sign)) : sign);
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
