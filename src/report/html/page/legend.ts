import { byId } from "./dom.js";

/** Lets the buttons of the legend `<name>-legend` make what belongs to them stand out in the map, one at a time. */
export function listenToLegend(name: string, light: (group: string | null) => void): void {
  const buttons = [...byId(`${name}-legend`).querySelectorAll<HTMLButtonElement>("button[data-group]")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      for (const other of buttons) other.setAttribute("aria-pressed", String(on && other === button));
      light(on ? (button.dataset.group ?? null) : null);
    });
  }
}
