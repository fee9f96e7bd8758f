import type { Effect } from "../explorer/action.js";
import type { Display } from "./display.js";
import type { Jobs } from "./jobs/jobs.js";

/** What effects are done with. */
interface Tools {
  readonly display: Display;
  readonly jobs: Jobs;
  quit(): void;
}

/** Does what the explorer asks the world for. */
export function perform(effect: Effect, { display, jobs, quit }: Tools): void {
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
    case "work":
      jobs.want(effect.jobs);
      break;
  }
}
