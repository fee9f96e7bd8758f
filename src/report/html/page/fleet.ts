import { humanSize } from "../../../text/bytes.js";
import type { FleetData } from "../page-data.js";
import { byId, element } from "./dom.js";
import { Grid } from "./grid.js";
import { makeSortable } from "./sortable.js";

const RULES = ["unknown", "fail", "pass"];

// This program wrote the page, so the data has the type `FleetData`.
const data: FleetData = JSON.parse(byId("data").textContent ?? "");
document.documentElement.classList.add("live");
for (const table of document.querySelectorAll<HTMLTableElement>("table[data-sortable]")) makeSortable(table);
if (data.sources.length > 0) showImages(data);

function showImages({ sources, teams, bases, sizes, wasted, rules, names }: FleetData): void {
  const base = (at: number) => names[bases[at]];
  const rule = (at: number) => RULES[rules[at]];
  new Grid<number>("images", {
    rows: sources.map((_, at) => at),
    keys: [(at) => sources[at], (at) => wasted[at], (at) => sizes[at], rule, base],
    text: (at) => `${sources[at]} ${names[teams[at]]} ${base(at)} ${rule(at)}`,
    draw: (at) =>
      element(
        "tr",
        {},
        element("td", { class: "path" }, element("code", {}, sources[at])),
        element("td", { class: "number" }, humanSize(wasted[at])),
        element("td", { class: "number minor" }, humanSize(sizes[at])),
        element("td", { class: `rule ${rule(at)}` }, rule(at)),
        element("td", { class: "minor" }, element("code", {}, base(at))),
      ),
  });
}
