import { type HtmlContent, html, type Markup } from "./markup.js";

export interface LegendItem {
  /** The name of the map items that the button switches. */
  readonly group: string;
  readonly tone: string;
  readonly label: HtmlContent;
}

/** Returns an empty treemap for the script to fill: legend, path, map, and a table with the same contents. */
export function mapPart(
  name: string,
  { legend, more }: { readonly legend: readonly LegendItem[]; readonly more: HtmlContent },
): Markup {
  return html`<ul class="legend" id="${name}-legend">
${legend.map(
  ({
    group,
    tone,
    label,
  }) => html`<li><button type="button" data-group="${group}" aria-pressed="false"><span class="swatch ${tone}"></span>${label}</button></li>
`,
)}${more}</ul>
<div class="map-part">
<div class="map-column">
<nav aria-label="Folder of the map"><ol class="way" id="${name}-way"></ol></nav>
<div class="map" id="${name}-map"></div>
<p class="hint">Click a folder or press <kbd>enter</kbd> to go in, <kbd>esc</kbd> to go out, arrows to move. A legend's button lights up what is its own.</p>
</div>
<div class="list"><p class="now" id="${name}-now" role="status"></p>
<div class="scroll" tabindex="0" role="region" aria-label="What the map shows, as a table">
<table><thead><tr><th scope="col">Name</th><th scope="col" class="number">Size</th><th scope="col" class="number">Share</th></tr></thead><tbody id="${name}-list"></tbody><tbody><tr class="group"><th scope="rowgroup" colspan="3">The biggest files in it</th></tr></tbody><tbody id="${name}-biggest"></tbody></table></div></div>
</div>`;
}
