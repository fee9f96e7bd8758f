import { imageName, sourceName } from "../../image/source-name.js";
import { humanSize, sizesApart } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import type { Printable } from "../../text/escape.js";
import { cutRowStart, type Look, literal, type Row, type Span, type Style, span } from "../drawing/row.js";
import { fittingParts } from "../header.js";
import type { State } from "../state.js";
import type { ComparedImages } from "./compared-images.js";
import { growthShare, growthText, pushText } from "./comparison-facts.js";

/** Columns that names leave free for the sizes. */
const NUMBER_COLUMNS = 34;
const LEAST_NAME_COLUMNS = 10;

/**
 * Returns the header: both names, both sizes with their difference, the changed files and the cost of a pull.
 * On a narrow screen only the first parts are shown.
 */
export function comparisonHeader(
  compared: ComparedImages,
  { screen: { columns }, subject }: State,
  options: Look,
): Row {
  const { bytes, comparison, isSame } = compared;
  const { warnings } = subject.analysis.image;
  const names = namesOf(compared);
  const room = Math.max((columns - NUMBER_COLUMNS) >> 1, LEAST_NAME_COLUMNS);
  const name = [
    span(cutRowStart(names.a, room, options), "accent"),
    span(literal(" → "), "dim"),
    span(cutRowStart(names.b, room, options), "bold", "accent"),
  ];
  const growth = bytes.b - bytes.a;
  const share = growthShare(bytes.a, bytes.b);
  const grown: Span[] = [
    span(literal(growth === 0 ? "as before" : growthText(growth)), ...growthStyle(growth), "bold"),
  ];
  const sizes = [span(literal(growth === 0 ? humanSize(bytes.b) : sizesApart(bytes.a, bytes.b).join(" → ")))];
  const settings =
    comparison.config.length === 0
      ? []
      : [[span(literal(counted(comparison.config.length, "setting")), "modified")]];
  const sent = comparison.sharing.transfer.layers.length;
  const push = sent === 0 ? [] : [[span(literal("push "), "dim"), span(literal(pushText(comparison)))]];
  const odd =
    warnings.length === 0 ? [] : [[span(literal(`${counted(warnings.length, "warning")} (!)`), "warning")]];
  if (isSame) {
    const same = [span(literal("no difference"), "good", "bold")];
    // The same files may be in layers with different bytes.
    return fittingParts(
      [[name, same, sizes, ...push, ...odd], [name, same, sizes, ...odd], [name, same], [same]],
      columns,
    );
  }
  const shared = [...grown, span(literal(share), ...growthStyle(growth))];
  return fittingParts(
    [
      [name, sizes, shared, ...settings, ...push, ...odd],
      [name, sizes, shared, ...settings, ...odd],
      [name, sizes, shared, ...odd],
      [name, sizes, grown],
      [name, grown],
      [sizes, grown],
      [grown],
    ],
    columns,
  );
}

/** Growth is highlighted, because it has a cost. */
function growthStyle(bytes: number): Style[] {
  return bytes === 0 ? ["dim"] : [bytes > 0 ? "warning" : "good"];
}

/** Returns both names in one text. If both images have the same name, it uses their sources. */
export function comparisonName(compared: ComparedImages): Printable {
  const { a, b } = namesOf(compared);
  return literal(`${a} → ${b}`);
}

function namesOf({ comparison: { a, b } }: ComparedImages): { readonly a: Printable; readonly b: Printable } {
  const names = { a: imageName(a.image), b: imageName(b.image) };
  const shown =
    names.a === names.b ? { a: sourceName(a.image.source), b: sourceName(b.image.source) } : names;
  const upTo = ({ image, layerCount }: typeof a) =>
    layerCount === image.layers.length ? "" : `, layer ${layerCount - 1}`;
  return { a: literal(`${shown.a}${upTo(a)}`), b: literal(`${shown.b}${upTo(b)}`) };
}
