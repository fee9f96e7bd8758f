import { CHANGED } from "../../tree/view/shown.js";
import { AUTO } from "../files/files-state.js";
import type { KeyMap } from "../keys/key-map.js";
import { initialState, type State } from "../state.js";
import type { Subject } from "../subject.js";

/** Changed paths up to which all of them are unfolded: some screens. */
const MOST_UNFOLDED = 300;

/** The explorer as it opens on a comparison: at what changed, the most telling first, unfolded where that can be read. */
export function comparedState(
  subject: Subject,
  screen: State["screen"],
  choices: { readonly keys?: KeyMap; readonly mouse?: boolean } = {},
): State {
  const state = initialState(subject, screen, { ...choices, reports: [] });
  const few = subject.shown(subject.view(0), CHANGED).paths <= MOST_UNFOLDED;
  return {
    ...state,
    focus: "files",
    files: {
      ...state.files,
      order: "growth",
      growth: true,
      attributes: false,
      folds: { ...state.files.folds, plain: few ? { ...AUTO, base: "changed" } : AUTO },
    },
    waste: { ...state.waste, state: "found", copies: [] },
  };
}
