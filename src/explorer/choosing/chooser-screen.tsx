import { Box } from "ink";
import type { ImageChoice } from "../../image/choice.js";
import { platformName } from "../../image/platform.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { padEnd, padStart, textColumns } from "../../text/width.js";
import { LEAST } from "../drawing/area.js";
import { FewLines } from "../drawing/few-lines.js";
import { cutRowStart, type Look, literal, type Row, rowOf, type Span, span } from "../drawing/row.js";
import { RowText } from "../drawing/row-text.js";
import { Section } from "../drawing/section.js";
import { type Chooser, choiceName, chooserHeight, isFiltered, matchingChoices } from "./chooser.js";

interface ChooserProps {
  readonly chooser: Chooser;
  /** The name of the archive. */
  readonly source: Printable;
  readonly look: Look;
}

/** The screen that lets the user choose an image. */
export function ChooserScreen({ chooser, source, look }: ChooserProps) {
  const { columns, rows } = chooser.screen;
  if (columns < LEAST.columns || rows < LEAST.rows) return <TooSmall chooser={chooser} look={look} />;
  const header = [
    span(literal(" ")),
    span(source, "bold", "accent"),
    span(literal(`   ${holding(chooser)}`)),
  ];
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <RowText row={rowOf(header)} columns={columns} look={look} />
      <Section
        title={[literal(chooser.about === "images" ? "Which image?" : "Which platform?")]}
        rows={choiceRows(chooser, look)}
        area={{ columns: columns - 2, rows: chooserHeight(chooser) }}
        focused={true}
        edges={{ first: true, last: true }}
        click={{ is: "page" }}
        look={look}
      />
      <RowText row={rowOf(footer(chooser))} columns={columns} look={look} />
    </Box>
  );
}

function holding({ about, choices }: Chooser): string {
  return about === "images"
    ? `contains ${counted(choices.length, "image")}`
    : `contains an image for ${counted(choices.length, "platform")}`;
}

function TooSmall({ chooser: { screen }, look }: Omit<ChooserProps, "source">) {
  const words = [`which image? this needs ${LEAST.columns}×${LEAST.rows}`, "make the screen bigger, or esc"];
  return <FewLines words={words} screen={screen} look={look} />;
}

/** The minimum width of the screen for showing digests, in columns. */
const DIGEST_COLUMNS = 90;

/** Returns the digest for `--image`, shortened; empty for a choice without a digest. */
function digestText({ digest, references, platforms }: ImageChoice): string {
  return digest === null || references.length + platforms.length === 0 ? "" : escapeText(digest.slice(0, 19));
}

function choiceRows(chooser: Chooser, look: Look): Row[] {
  const columns = chooser.screen.columns - 2;
  const { cursor, top } = chooser.list;
  const shown = matchingChoices(chooser).slice(top, top + chooserHeight(chooser));
  const platforms = new Column(shown.map((choice) => platformText(chooser, choice)));
  const sizes = new Column(
    shown.map(({ storedBytes }) => (storedBytes === null ? "" : humanSize(storedBytes))),
  );
  const digests = new Column(columns < DIGEST_COLUMNS ? shown.map(() => "") : shown.map(digestText));
  const nameColumns = columns - 4 - platforms.width - digests.width - sizes.width;
  return Array.from({ length: chooserHeight(chooser) }, (_, row) => {
    const choice = shown.at(row);
    if (choice === undefined) {
      const note = row === 0 ? [span(literal(" none of them matches"), "dim")] : [];
      return rowOf(note);
    }
    const chosen = top + row === cursor;
    const spans = [
      span(literal(chosen ? " ▸ " : "   ")),
      span(escapeText(padEnd(cutRowStart(choiceName(chooser, choice), nameColumns, look), nameColumns))),
      span(platforms.cell(row, padEnd), "dim"),
      span(digests.cell(row, padEnd), "dim"),
      span(sizes.cell(row, padStart), "dim"),
    ];
    return rowOf(spans, chosen ? ["selected"] : [], { is: "item", index: top + row });
  });
}

/** Texts of one width, with a gap before them. No width if all of them are empty. */
class Column {
  readonly width: number;
  readonly #texts: readonly string[];

  constructor(texts: readonly string[]) {
    const widest = texts.reduce((most, text) => Math.max(most, textColumns(text)), 0);
    this.width = widest === 0 ? 0 : widest + 2;
    this.#texts = texts;
  }

  cell(row: number, pad: typeof padEnd): Printable {
    return escapeText(this.width === 0 ? "" : `  ${pad(this.#texts[row], this.width - 2)}`);
  }
}

/** Returns the platform of a choice, if its name does not contain it. */
function platformText({ about }: Chooser, choice: ImageChoice): string {
  const { platforms, osVersion, problem } = choice;
  const [first, ...others] = platforms;
  if (problem !== null) return escapeText(`cannot be opened: ${problem.slice(0, 60)}`);
  if (about === "platforms" || first === undefined) return "";
  if (others.length > 0) return `${others.length + 1} platforms`;
  return escapeText(osVersion === null ? platformName(first) : `${platformName(first)} ${osVersion}`);
}

function footer(chooser: Chooser): Span[] {
  const keys = (pairs: readonly (readonly [string, string])[]) =>
    pairs.flatMap(([key, word]) => [span(literal(`  ${key}`), "bold"), span(literal(` ${word}`), "dim")]);
  if (!isFiltered(chooser)) {
    return keys([
      ["⏎", "open"],
      ["↑↓", "move"],
      ["q", "leave"],
    ]).with(0, span(literal(" ⏎"), "bold"));
  }
  const found = matchingChoices(chooser).length;
  return [
    span(literal(" /"), "bold", "accent"),
    span(escapeText(chooser.filter), "bold"),
    span(literal(" "), "inverse"),
    span(
      literal(chooser.filter === "" ? "  type to filter" : `  ${found} of ${chooser.choices.length}`),
      "dim",
    ),
    ...keys([
      ["⏎", "open"],
      ["esc", chooser.filter === "" ? "leave" : "all"],
    ]),
  ];
}
