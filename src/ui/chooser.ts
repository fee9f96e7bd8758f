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
  const facts = shown.map((choice) => factsOf(chooser, choice));
  const width = facts.reduce((most, text) => Math.max(most, textColumns(text)), 0);
  return Array.from({ length: chooserHeight(chooser) }, (_, row) => {
    const choice = shown.at(row);
    if (choice === undefined || row >= shown.length) {
      const note = row === 0 ? [span(own(" none of them matches"), "dim")] : [];
      return lineOf(note, columns, options);
    }
    const chosen = top + row === cursor;
    const nameColumns = columns - width - 6;
    const name = cutStart(choiceName(chooser, choice), nameColumns);
    const spans = [
      span(own(chosen ? " ▸ " : "   ")),
      span(escapeText(padEnd(name, nameColumns))),
      span(own(`  ${padEnd(facts[row], width)}`), "dim"),
    ];
    return lineOf(spans, columns, { ...options, styles: chosen ? ["inverse"] : [] });
  });
}

/** Platform and size of a choice, as far as its name does not say them. */
function factsOf({ about, choices }: Chooser, { platforms, storedBytes }: ImageChoice): Printable {
  const isKnown = choices.some((choice) => choice.storedBytes !== null);
  const size = isKnown ? padStart(storedBytes === null ? "?" : humanSize(storedBytes), 7) : "";
  const names = about === "images" ? platforms.slice(0, 3).map(platformName) : [];
  const more = about === "images" && platforms.length > 3 ? [`and ${platforms.length - 3} more`] : [];
  return escapeText([[...names, ...more].join(", "), size].filter(Boolean).join("  "));
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
