import type { PageData } from "../page-data.js";
import { byId } from "./dom.js";
import { FolderTable } from "./folder-table.js";
import { biggestLeaves, type PageEntry, readTree } from "./page-entry.js";
import { makeSortable } from "./sortable.js";
import { showCopies, showFiles } from "./table-rows.js";
import { Tooltip } from "./tooltip.js";
import { fileWords, type TreeWords, wasteWords } from "./tree-words.js";
import { Treemap } from "./treemap.js";

// This program wrote the page, so the data has the type `PageData`.
const data: PageData = JSON.parse(byId("data").textContent ?? "");
document.documentElement.classList.add("live");
const tooltip = new Tooltip();

const root = readTree(data.files);
const files = biggestLeaves(root);
showMap("files", { root, leaves: files, words: fileWords(data) });
for (const table of document.querySelectorAll<HTMLTableElement>("table[data-sortable]")) makeSortable(table);
// The lower parts of the page are filled after the first frame.
requestAnimationFrame(() => setTimeout(showRest));

function showRest(): void {
  showFiles(files, data);
  const waste = readTree(data.waste);
  if (waste.children.length === 0) return;
  const copies = biggestLeaves(waste);
  showCopies(copies, data);
  showMap("copies", { root: waste, leaves: copies, words: wasteWords(data) });
}

interface MapOf {
  readonly root: PageEntry;
  readonly leaves: readonly PageEntry[];
  readonly words: TreeWords;
}

function showMap(name: string, { root: whole, leaves, words }: MapOf): void {
  const contents: FolderTable = new FolderTable(name, {
    leaves,
    words,
    go: (folder) => {
      map.show(folder);
      contents.focus();
    },
  });
  const map: Treemap = new Treemap(name, {
    root: whole,
    words,
    tooltip,
    onFolder: (folder) => contents.show(folder),
  });
  listenToLegend(name, (group) => map.light(group));
}

/** Makes the buttons of the legend `<name>-legend` highlight their group in the map, one at a time. */
function listenToLegend(name: string, light: (group: string | null) => void): void {
  const buttons = [...byId(`${name}-legend`).querySelectorAll<HTMLButtonElement>("button[data-group]")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      for (const other of buttons) other.setAttribute("aria-pressed", String(on && other === button));
      light(on ? (button.dataset.group ?? null) : null);
    });
  }
}
