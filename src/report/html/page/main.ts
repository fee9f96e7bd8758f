import type { PageData } from "../page-data.js";
import { Contents } from "./contents.js";
import { byId } from "./dom.js";
import { type Entry, readTree } from "./entry.js";
import { listenToLegend } from "./legend.js";
import { showCopies, showFiles } from "./rows.js";
import { makeSortable } from "./sortable.js";
import { Tooltip } from "./tooltip.js";
import { Treemap } from "./treemap.js";
import { fileWords, type Words, wasteWords } from "./words.js";

// The page is this program's own: what stands there is what `PageData` says.
const data: PageData = JSON.parse(byId("data").textContent ?? "");
document.documentElement.classList.add("live");

const tooltip = new Tooltip();
const files = readTree(data.files);
const waste = readTree(data.waste);

showMap("files", files, fileWords(data));
showFiles(files, data);
if (waste.children.length > 0) {
  showMap("copies", waste, wasteWords(data));
  showCopies(waste, data);
}
for (const table of document.querySelectorAll<HTMLTableElement>("table[data-sortable]")) makeSortable(table);

function showMap(name: string, root: Entry, words: Words): void {
  const contents: Contents = new Contents(name, {
    root,
    words,
    go: (folder) => {
      map.show(folder);
      contents.focus();
    },
  });
  const map: Treemap = new Treemap(name, {
    root,
    words,
    tooltip,
    onFolder: (folder) => contents.show(folder),
  });
  listenToLegend(name, (group) => map.light(group));
}
