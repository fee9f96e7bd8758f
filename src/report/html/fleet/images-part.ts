import type { ImageRow } from "../../../analysis/audit/summary.js";
import { humanSize } from "../../../text/bytes.js";
import { counted } from "../../../text/count.js";
import { gridPart } from "../grid-part.js";
import { html, jsonBytes, type Markup } from "../markup.js";
import type { FleetData } from "../page-data.js";
import { nameCode, shownBase, shownName } from "./shown-names.js";

const FIRST_ROWS = 25;
/** The maximum size of the rows in bytes. With everything else, the page stays below 5 MB. */
const MOST_BYTES = 2_000_000;
const MOST_ROWS = 10_000;
/** The maximum size of the numbers of a row in bytes. */
const ROW_BYTES = 60;

/** Returns the table of the images with the most wasted bytes, which can be searched and sorted. */
export function imagesPart(images: readonly ImageRow[]): Markup {
  if (images.length === 0) return html``;
  const { sources } = imageColumns(images);
  const left = images.length - sources.length;
  return html`<section aria-labelledby="images-title">
<h2 id="images-title">Images</h2>
<p>The most wasted bytes first${left === 0 ? "" : `. ${counted(left, "image")} with fewer wasted bytes ${left === 1 ? "is" : "are"} not in this page`}.</p>
${gridPart("images", {
  caption: "Images, the most wasted bytes first",
  hint: "team, base, fail …",
  headings: [
    { name: "Image", kind: "" },
    { name: "Wasted", kind: "number" },
    { name: "Size", kind: "number minor" },
    { name: "Rules", kind: "" },
    { name: "Base image", kind: "minor" },
  ],
  rows: images.slice(0, FIRST_ROWS).map(row),
})}
</section>`;
}

function row({ source, wastedBytes, size, pass, base }: ImageRow): Markup {
  const rules = pass === null ? "unknown" : pass ? "pass" : "fail";
  return html`<tr><td class="path">${nameCode(source)}</td><td class="number">${humanSize(wastedBytes)}</td><td class="number minor">${humanSize(size)}</td><td class="rule ${rules}">${rules}</td><td class="minor"><code>${shownBase(base)}</code></td></tr>
`;
}

/** Returns the data for the script: as many images as fit. */
export function imageColumns(images: readonly ImageRow[]): FleetData {
  const names = new Map<string, number>();
  let bytes = 0;
  const numberOf = (name: string) => {
    const known = names.get(name);
    if (known !== undefined) return known;
    bytes += jsonBytes(name) + 3;
    names.set(name, names.size);
    return names.size - 1;
  };
  const rows: { source: string; team: number; base: number; image: ImageRow }[] = [];
  for (const image of images.slice(0, MOST_ROWS)) {
    const source = shownName(image.source);
    const [team, base] = [numberOf(shownName(image.team)), numberOf(shownBase(image.base))];
    bytes += jsonBytes(source) + ROW_BYTES;
    if (bytes > MOST_BYTES) break;
    rows.push({ source, team, base, image });
  }
  return {
    sources: rows.map(({ source }) => source),
    teams: rows.map(({ team }) => team),
    bases: rows.map(({ base }) => base),
    sizes: rows.map(({ image }) => image.size),
    wasted: rows.map(({ image }) => image.wastedBytes),
    rules: rows.map(({ image: { pass } }) => (pass === null ? 0 : pass ? 2 : 1)),
    names: [...names.keys()],
  };
}
