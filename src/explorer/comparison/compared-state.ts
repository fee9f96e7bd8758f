import { CHANGED } from "../../tree/view/shown.js";
import { AUTO } from "../files/files-state.js";
import type { KeyMap } from "../keys/key-names.js";
import type { StartSettings } from "../settings.js";
import { initialState, type State } from "../state.js";
import type { Subject } from "../subject.js";

/** Up to this number of changed paths, all folders are open: the paths fill a few screens. */
const MOST_UNFOLDED = 300;

/**
 * Returns the first state of a comparison: the changed paths, the largest growth first, with open folders if
 * there are few. The user's settings for order, folds and view are not used, because they are for single
 * images.
 */
export function comparedState(
  subject: Subject,
  screen: State["screen"],
  choices: { readonly keys?: KeyMap; readonly mouse?: boolean; readonly start?: StartSettings } = {},
): State {
  const { hide, attributes = false, leftWidth } = choices.start ?? {};
  const start = { hide, attributes, leftWidth };
  const state = initialState(subject, screen, { ...choices, start, reports: [] });
  const few = subject.shown(subject.view(0), CHANGED).paths <= MOST_UNFOLDED;
  return {
    ...state,
    focus: "files",
    files: {
      ...state.files,
      order: "growth",
      growth: true,
      folds: { ...state.files.folds, plain: few ? { ...AUTO, base: "changed" } : AUTO },
    },
    waste: { ...state.waste, state: "found", copies: [] },
  };
}
