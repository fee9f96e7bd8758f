import { humanSize } from "../../text/bytes.js";
import type { ImageFindings } from "../image/image-json.js";
import { biggestPackages, packageName, packagesTitle } from "../image/packages-section.js";
import { cutLetters } from "./cut.js";
import { html, type Markup } from "./markup.js";

const SHOWN = 25;
const NAME_LETTERS = 120;

/** The biggest packages as a table; nothing where the image has none. */
export function packagesPart({ packages: found }: ImageFindings): Markup {
  if (found === null || found.packages.length === 0) return html``;
  const rows = biggestPackages(found, SHOWN).map((one) => {
    const { size, wastedBytes, layer, type } = one;
    return html`<tr><td class="number" data-value="${size}">${humanSize(size)}</td><td class="number" data-value="${wastedBytes}">${wastedBytes === 0 ? "" : humanSize(wastedBytes)}</td><td class="number" data-value="${layer ?? -1}">${layer ?? ""}</td><td>${type}</td><td><code>${cutLetters(packageName(one), NAME_LETTERS)}</code></td></tr>
`;
  });
  const left = found.packages.length - rows.length;
  return html`<section aria-labelledby="packages-title">
<h2 id="packages-title">Packages</h2>
<p>${packagesTitle(found)}, as the databases of the image say.</p>
<table data-sortable><caption class="unseen">The biggest packages</caption>
<thead><tr><th scope="col" class="number" aria-sort="descending">Size</th><th scope="col" class="number">Wasted</th><th scope="col" class="number">Layer</th><th scope="col">Type</th><th scope="col">Package</th></tr></thead>
<tbody>
${rows}</tbody></table>${left > 0 ? html`<p>And ${left} more: see <code>layerx packages IMAGE</code>.</p>` : ""}
</section>`;
}
