import type { Effect, OpenIn } from "../action.js";
import type { Jobs } from "../jobs/jobs.js";
import type { Compared } from "../layers/chosen-layer.js";
import type { Screen } from "../terminal/display.js";

/** The tools for effects. */
interface Tools {
  readonly display: Screen;
  readonly jobs: Jobs;
  /** Compares the contents of two layers, and stops other comparisons. */
  compareLayers(between: Compared | null): void;
  openIn(file: OpenIn): void;
  /** Ends the explorer. */
  end(
    ended:
      | { readonly is: "quit"; readonly everything: boolean }
      | { readonly is: "compare"; readonly source: string }
      | { readonly is: "choose-platform" },
  ): void;
}

/** Runs an effect. */
export function perform(effect: Effect, { display, jobs, compareLayers, openIn, end }: Tools): void {
  switch (effect.type) {
    case "exit":
      end({ is: "quit", everything: effect.everything });
      break;
    case "compare":
      end({ is: "compare", source: effect.source });
      break;
    case "open-in":
      openIn(effect);
      break;
    case "choose-platform":
      end({ is: "choose-platform" });
      break;
    case "compare-layers":
      compareLayers(effect.between);
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
