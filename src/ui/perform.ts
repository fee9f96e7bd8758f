import type { Effect } from "../explorer/action.js";
import type { Display } from "./display.js";

/** What effects are done with. */
interface Tools {
  readonly display: Display;
  quit(): void;
}

/** Does what the explorer asks the world for. */
export function perform(effect: Effect, { display, quit }: Tools): void {
  switch (effect.type) {
    case "exit":
      quit();
      break;
    case "suspend":
      display.suspend();
      break;
    case "copy":
      display.copy(effect.text);
      break;
    case "mouse":
      display.mouse = effect.on;
      break;
  }
}
