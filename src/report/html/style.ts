import { STYLE_SHEETS } from "./style-sheets.js";
import { LETTERS, TONES } from "./tones.js";

/**
 * Returns the style of a page, for light and dark screens: the sheets of all pages, and the page's own sheet.
 */
export function pageStyle(own: "map" | "fleet"): string {
  const toneRules = (time: "day" | "night") =>
    [...TONES].map(([name, tone]) => `.${name}{--tone:${tone[time]}}`).join("\n");
  return `${STYLE_SHEETS.page}${STYLE_SHEETS.tables}${STYLE_SHEETS[own]}
:root{--letters:${LETTERS.day}}
${toneRules("day")}
@media (prefers-color-scheme:dark){
:root{--letters:${LETTERS.night}}
${toneRules("night")}
}
`;
}
