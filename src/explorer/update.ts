import type { Action, Effect } from "./action.js";
import { copied } from "./copying.js";
import { effectsOf } from "./effects.js";
import { toMatchingPath } from "./files/matching-path.js";
import { switchScope, toggleSplit } from "./files/split-view.js";
import { updateFiles } from "./files/update-files.js";
import { areaOf, layoutOf } from "./layout.js";
import { actionsOfPointer, mouseNotice, scrolledBy } from "./mouse/pointing.js";
import { withJobNews } from "./pages/page-jobs.js";
import { withTop } from "./pages/page-stack.js";
import { fittedPages, onTopPage } from "./pages/pages.js";
import { PANE_NAMES, PANES, paneOf } from "./panes.js";
import { promptWithNews, updatePrompt } from "./prompt.js";
import { awaited, needsNoMatches, withMatches } from "./search-while-typing.js";
import type { State } from "./state.js";
import { foundWaste } from "./waste/update-waste.js";

export interface Next {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** Returns the state after an action, and its effects. */
export function update(state: State, action: Action): Next {
  if (action.type === "found" && awaited(state) === null) return { state, effects: [] };
  const next = settled(state, reduced(beforehand(state, action), action));
  return { state: next, effects: effectsOf(next, action, state) };
}

function beforehand(state: State, action: Action): State {
  const { message, notice } = BACKGROUND.has(action.type) ? state : { message: null, notice: null };
  return { ...(needsNoMatches(action) ? state : withMatches(state)), message, notice };
}

/**
 * Results of background work. They are not an answer to a key, so the message of the last key stays visible.
 */
const BACKGROUND: ReadonlySet<Action["type"]> = new Set([
  "job-news",
  "waste-sorted",
  "waste-found",
  "layers-compared",
  "request-waits",
  "work-waits",
  "resize",
]);

function reduced(state: State, action: Action): State {
  switch (action.type) {
    case "resize":
      return resized(state, { columns: action.columns, rows: action.rows });
    case "waste-found":
      return foundWaste(state, action.copies);
    case "waste-sorted":
      return { ...state, waste: { ...state.waste, state: "looking", copies: action.copies } };
    case "waste-failed":
      return { ...state, waste: { ...state.waste, state: "failed", why: action.why } };
    case "layers-compared":
      return { ...state, layers: { ...state.layers, decided: action.decided } };
    case "request-waits":
      return { ...state, waits: { ...state.waits, request: action.why } };
    case "work-waits":
      return { ...state, waits: { ...state.waits, work: { what: action.what, seconds: action.seconds } } };
    case "layers-not-compared":
    case "refuse":
      return { ...state, message: action.why };
    case "copy": {
      const what = copied(state);
      return "why" in what ? { ...state, message: what.why } : { ...state, notice: `copied ${what.name}` };
    }
    case "toggle-mouse":
      return { ...state, mouse: !state.mouse, notice: mouseNotice({ on: !state.mouse }) };
    case "point":
      return actionsOfPointer(state, action).reduce(reduced, state);
    case "select":
      return paneOf(action.pane).list.selected(state, action.row);
    case "scroll":
      return scrolledBy(state, layoutOf(state), action);
    case "apply":
      return action.apply(state);
    case "close-page":
      return withTop(state, null);
    case "prompt-start":
    case "prompt-type":
    case "prompt-edit":
    case "prompt-recall":
    case "prompt-complete":
    case "prompt-keep":
    case "prompt-cancel":
      return updatePrompt(state, action);
    case "focus":
      return { ...state, focus: action.pane };
    case "focus-next":
      return {
        ...state,
        focus: PANE_NAMES.at((PANE_NAMES.indexOf(state.focus) + action.by) % PANES.length) ?? state.focus,
      };
    case "move":
    case "open":
      return onTopPage(state, action) ?? inPane(state, action);
    case "on-page":
      return onTopPage(state, action) ?? state;
    case "switch-scope":
      return switchScope(state);
    case "show-scope":
      return state.files.scope === action.scope ? state : switchScope(state);
    case "toggle-zoom":
      return { ...state, zoomed: !state.zoomed };
    case "toggle-split":
      return toggleSplit(state);
    case "to-match":
      return toMatchingPath(state, action.by);
    case "job-news":
      return withJobNews(promptWithNews(state, action.job, action.news), action);
    case "end-filter":
      return endedOne(state);
    case "found":
    case "ignored":
    case "quit":
    case "suspend":
    case "choose-platform":
    case "open-in":
      return state;
    default:
      return { ...state, files: updateFiles(state, action) };
  }
}

/** Ends the last visible option: for the files their filter, otherwise the mark first. */
function endedOne(state: State): State {
  const hasFilter = state.files.filter.trim() !== "";
  const isMarked = state.layers.marked !== null;
  if (hasFilter && (state.focus === "files" || !isMarked))
    return { ...state, files: updateFiles(state, { type: "filter", text: "" }) };
  return isMarked
    ? { ...state, layers: { ...state.layers, marked: null }, notice: "the mark is cleared" }
    : state;
}

function resized(state: State, screen: State["screen"]): State {
  const next = { ...state, screen };
  return { ...next, pages: fittedPages(next) };
}

function inPane(state: State, action: Extract<Action, { type: "move" | "open" }>): State {
  const { name, list } = paneOf(state.focus);
  if (action.type === "open") return list.opened(state);
  return list.moved(state, action.to, areaOf(layoutOf(state), name));
}

/** Scrolls all lists so that their cursors are visible. */
function settled(before: State, state: State): State {
  const at = layoutOf(state);
  return PANES.reduce((next, { name, list }) => list.settled(next, before, areaOf(at, name)), state);
}
