import { aboveBase } from "../analysis/metrics.js";
import { type Image, placeAmongPlatforms } from "../image/image.js";
import { platformName } from "../image/platform.js";
import { humanSize } from "../text/bytes.js";
import { counted } from "../text/count.js";
import { escapeText } from "../text/escape.js";
import { percentText } from "../text/percent.js";
import { textColumns } from "../text/width.js";
import { imageWords } from "../words/image-words.js";
import { cutRowStart, type Look, literal, type Row, rowOf, type Span, span } from "./drawing/row.js";
import type { State } from "./state.js";
import type { Subject } from "./subject.js";

const GAP = "   ";
/** Columns that a long name leaves free for the numbers. */
const NUMBER_COLUMNS = 26;
const LEAST_NAME_COLUMNS = 12;

/**
 * Returns the header: name, size, bytes above the base, efficiency, waste, warnings, platform. On a narrow
 * screen the least important parts are left out.
 */
export function header({ subject, screen: { columns } }: State, options: Look): Row {
  const { image, metrics } = subject.analysis;
  const { efficiency, wastedBytes } = metrics;
  const nameColumns = Math.max(columns - NUMBER_COLUMNS, LEAST_NAME_COLUMNS);
  const { name: imageName, size: bytes, sizeInLayers } = imageWords(subject.analysis);
  const name = [span(cutRowStart(imageName, nameColumns, options), "bold", "accent")];
  const size = [span(literal(sizeInLayers))];
  const above = aboveBasePart(subject);
  const efficient = [
    span(literal("efficiency "), "dim"),
    span(literal(percentText(efficiency)), efficiency < 0.9 ? "bad" : "good"),
  ];
  const wasted = [
    span(literal("wasted "), "dim"),
    wastedBytes > 0
      ? span(literal(humanSize(wastedBytes)), "warning")
      : span(literal(humanSize(wastedBytes))),
  ];
  const warnings =
    image.warnings.length === 0
      ? []
      : [[span(literal(`${counted(image.warnings.length, "warning")} (!)`), "warning")]];
  const platform = platformPart(image);
  const short = [span(literal(bytes))];
  // For a multi-platform image, the platform is more important than the efficiency.
  const multiPlatform =
    image.platforms === undefined
      ? []
      : [
          [name, short, efficient, wasted, ...warnings, platform],
          [name, short, wasted, ...warnings, platform],
          [name, short, wasted, platform],
        ];
  const choices = [
    [name, size, ...above, efficient, wasted, ...warnings, platform],
    [name, size, efficient, wasted, ...warnings, platform],
    ...multiPlatform,
    [name, size, efficient, wasted, ...warnings],
    [name, short, efficient, wasted, ...warnings],
    [name, size, efficient, wasted],
    [name, short, efficient, wasted],
    [name, short, wasted],
    [name, short],
    [name],
  ];
  return fittingParts(choices, columns);
}

/** Returns `linux/amd64`, and for a multi-platform image its position: `linux/amd64, 1 of 3 (P)`. */
function platformPart(image: Image): Span[] {
  const { platform, platforms } = image;
  const name = span(escapeText(platformName(platform)), "dim");
  if (platforms === undefined) return [name];
  const place = placeAmongPlatforms(image);
  const which = place < 0 ? `one of ${platforms.length}` : `${place + 1} of ${platforms.length}`;
  return [name, span(literal(`, ${which}`)), span(literal(" (P)"), "dim")];
}

/** Returns a line of parts with gaps between them: the first choice that fits, else the last one, cut. */
export function fittingParts(choices: readonly (readonly (readonly Span[])[])[], columns: number): Row {
  const chosen = choices.find((parts) => widthOf(parts) <= columns - 1) ?? choices.at(-1) ?? [];
  const spans = chosen.flatMap((part, index) => [span(literal(index === 0 ? " " : GAP)), ...part]);
  return rowOf(spans);
}

/** Returns the bytes above the base image, if there is one. A guess is marked. */
function aboveBasePart({ analysis, base }: Subject): Span[][] {
  const layers = base?.layers ?? 0;
  if (base === null || layers === 0) return [];
  const { userSize } = aboveBase(analysis.metrics, layers);
  return [
    [span(literal(`above base${base.guessed ? "?" : ""} `), "dim"), span(literal(humanSize(userSize)))],
  ];
}

function widthOf(parts: readonly (readonly Span[])[]): number {
  const texts = parts.flatMap((part) => part.map(({ text }) => textColumns(text)));
  return texts.reduce((sum, width) => sum + width, GAP.length * (parts.length - 1));
}
