import { type Chooser, choiceName, chooserHeight, isFiltered, matchingChoices } from "../explorer/chooser.js";
import { LEAST } from "../explorer/layout.js";
import type { ImageChoice } from "../image/choice.js";
import { platformName } from "../image/image.js";
import { humanSize } from "../text/bytes.js";
import { counted } from "../text/count.js";
import { escapeText, type Printable } from "../text/escape.js";
import { padEnd, padStart, textColumns } from "../text/width.js";
import { framed } from "./border.js";
import { cutStart, type Line, type LineOptions, lineOf, own, type Span, span } from "./line.js";

/** The screen that asks which image is meant. `source` is the archive's name. */
export function chooserLines(chooser: Chooser, source: Printable, options: LineOptions): Line[] {
  const { columns, rows } = chooser.screen;
  if (columns < LEAST.columns || rows < LEAST.rows) return tooSmall(chooser, options);
  const header: Span[] = [
    span(own(" ")),
    span(source, "bold", "accent"),
    span(own(`   ${holding(chooser)}`)),
  ];
  const title = own(chooser.about === "images" ? "Which image?" : "Which platform?");
  const list = { title: [title], lines: choiceLines(chooser, options), focused: true };
  return [
    lineOf(header, columns, options),
    ...framed([list], { ...options, columns }),
    lineOf(footer(chooser), columns, options),
  ];
}

function holding({ about, choices }: Chooser): string {
  return about === "images"
    ? `holds ${counted(choices.length, "image")}`
    : `holds an image for ${counted(choices.length, "platform")}`;
}

function tooSmall({ screen: { columns, rows } }: Chooser, options: LineOptions): Line[] {
  const words = [`which image? this needs ${LEAST.columns}×${LEAST.rows}`, "make the screen bigger, or esc"];
  return Array.from({ length: rows }, (_, row) => lineOf([span(own(words.at(row) ?? ""))], columns, options));
}

function choiceLines(chooser: Chooser, options: LineOptions): Line[] {
  const columns = chooser.screen.columns - 2;
  const { cursor, top } = chooser.list;
  const shown = matchingChoices(chooser).slice(top, top + chooserHeight(chooser));
  const platforms = new Column(shown.map((choice) => platformText(chooser, choice)));
  const sizes = new Column(
    shown.map(({ storedBytes }) => (storedBytes === null ? "" : humanSize(storedBytes))),
  );
  const nameColumns = columns - 4 - platforms.width - sizes.width;
  return Array.from({ length: chooserHeight(chooser) }, (_, row) => {
    const choice = shown.at(row);
    if (choice === undefined) {
      const note = row === 0 ? [span(own(" none of them matches"), "dim")] : [];
      return lineOf(note, columns, options);
    }
    const chosen = top + row === cursor;
    const spans = [
      span(own(chosen ? " ▸ " : "   ")),
      span(escapeText(padEnd(cutStart(choiceName(chooser, choice), nameColumns, options), nameColumns))),
      span(platforms.cell(row, padEnd), "dim"),
      span(sizes.cell(row, padStart), "dim"),
    ];
    return lineOf(spans, columns, { ...options, styles: chosen ? ["inverse"] : [] });
  });
}

/** Texts of one width, with a gap before them; nothing where all of them are empty. */
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

/** What a choice is for, as far as its name does not say it. */
function platformText({ about }: Chooser, { platforms: [first, ...others] }: ImageChoice): string {
  if (about === "platforms" || first === undefined) return "";
  return others.length === 0 ? escapeText(platformName(first)) : `${others.length + 1} platforms`;
}

function footer(chooser: Chooser): Span[] {
  const keys = (pairs: readonly (readonly [string, string])[]) =>
    pairs.flatMap(([key, word]) => [span(own(`  ${key}`), "bold"), span(own(` ${word}`), "dim")]);
  if (!isFiltered(chooser)) {
    return keys([
      ["⏎", "open"],
      ["↑↓", "move"],
      ["q", "leave"],
    ]).with(0, span(own(" ⏎"), "bold"));
  }
  const found = matchingChoices(chooser).length;
  return [
    span(own(" /"), "bold", "accent"),
    span(escapeText(chooser.filter), "bold"),
    span(own(" "), "inverse"),
    span(own(chooser.filter === "" ? "  type to filter" : `  ${found} of ${chooser.choices.length}`), "dim"),
    ...keys([
      ["⏎", "open"],
      ["esc", chooser.filter === "" ? "leave" : "all"],
    ]),
  ];
}
