import { element } from "./dom.js";

/** Makes the headings of a complete table sort its rows: by the numbers in `data-value`, else by the text. */
export function makeSortable(table: HTMLTableElement): void {
  const headings = [...table.querySelectorAll<HTMLElement>("thead th")];
  for (const [at, heading] of headings.entries()) {
    const button = element("button", { type: "button" }, ...heading.childNodes);
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = heading.getAttribute("aria-sort") !== "ascending";
      for (const other of headings) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", up ? "ascending" : "descending");
      const body = table.tBodies[0];
      const rows = [...body.rows].sort((a, b) => (up ? 1 : -1) * compare(a.cells[at], b.cells[at]));
      body.replaceChildren(...rows);
    });
  }
}

function compare(a: HTMLElement, b: HTMLElement): number {
  const [x, y] = [a.dataset.value, b.dataset.value];
  if (x !== undefined && y !== undefined) return Number(x) - Number(y);
  return (a.textContent ?? "").localeCompare(b.textContent ?? "", "en", { numeric: true });
}
