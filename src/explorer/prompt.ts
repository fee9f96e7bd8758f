import { onMatch } from "./files/matching-path.js";
import { updateFiles } from "./files/update-files.js";
import type { Job, ListJob, News } from "./jobs/job.js";
import { closeFind, findPage, openFind, openFound } from "./pages/find/find-page.js";
import { searchedHelp, topHelp } from "./pages/help/help-page.js";
import { pageArea } from "./pages/page-area.js";
import { withTop } from "./pages/page-stack.js";
import { openReport, proposedReport, refusedReport } from "./pages/report/report-page.js";
import { openSave } from "./pages/save/save-page.js";
import { goingToTyped, refusedPlace } from "./pages/view/go-to-line.js";
import { towardsGoal } from "./pages/view/reading.js";
import { searchedFor, unsearched } from "./pages/view/search-in-file.js";
import { topView, type ViewPage } from "./pages/view/view-page.js";
import type { State } from "./state.js";
import { completed, pathAtCaret, withHome } from "./typing/path-completion.js";
import {
  NOT_RECALLED,
  type Prompt,
  type PromptAction,
  type PromptKind,
  recalled,
  remembered,
} from "./typing/prompt-line.js";
import { edited, inserted, type TypedText, typedText } from "./typing/typed-text.js";

/**
 * The purpose of a prompt. Each function returns a state, in which the caller then sets the prompt. A missing
 * function has no effect.
 */
interface Purpose {
  /** True for a path of this computer: `~` means the home folder, and Tab completes. */
  readonly isPath?: true;
  /** Returns the text when the prompt opens; by default it is empty. */
  text?(state: State): string;
  start?(state: State): State;
  /** Returns the state after each letter. */
  typed?(state: State, text: string): State;
  /**
   * Returns why the text cannot be accepted; `null` if it can. The prompt stays open, so that the user can
   * correct it.
   */
  refused?(state: State, text: string): string | null;
  keep?(state: State, text: string): State;
  cancel?(state: State): State;
}

const filtered = (state: State, text: string): State => ({
  ...state,
  files: updateFiles(state, { type: "filter", text }),
});

/** Changes the search in the topmost file. */
const searched = (state: State, search: (page: ViewPage) => ViewPage): State => {
  const page = topView(state);
  return page === null ? state : withTop(state, towardsGoal(search(page), pageArea(state)));
};

const PURPOSES: Readonly<Record<PromptKind, Purpose>> = {
  // The tree changes later, when the matches are known: see search-while-typing.ts.
  filter: {
    text: (state) => state.files.filter,
    start: (state) => ({ ...state, focus: "files" }),
    keep: (state, text) => (text.trim() === "" ? filtered(state, "") : onMatch(state)),
    cancel: (state) => filtered(state, ""),
  },
  // As with the filter, the results come later.
  find: {
    text: (state) => findPage(state)?.text ?? "",
    start: openFind,
    keep: openFound,
    cancel: closeFind,
  },
  search: {
    start: (state) => searched(state, (page) => ({ ...page, search: null })),
    typed: (state, text) => searched(state, (page) => searchedFor(page, text)),
    keep: (state, text) => (text === "" ? searched(state, unsearched) : state),
    cancel: (state) => searched(state, unsearched),
  },
  line: { refused: refusedPlace, keep: goingToTyped },
  save: { isPath: true, text: () => "./", keep: openSave },
  // An effect opens the other image: see effects.ts.
  compare: { isPath: true },
  report: { isPath: true, text: proposedReport, refused: refusedReport, keep: openReport },
  help: {
    text: (state) => topHelp(state)?.search ?? "",
    typed: searchedHelp,
    cancel: (state) => searchedHelp(state, ""),
  },
};

/** Returns true if a prompt takes a path of this computer. */
export function takesPath({ kind }: Prompt): boolean {
  return PURPOSES[kind].isPath === true;
}

/** Returns the state after an action on the typed text. */
export function updatePrompt(state: State, action: PromptAction): State {
  if (action.type === "prompt-start") {
    const { kind } = action;
    const { start, text } = PURPOSES[kind];
    const typed = typedText(action.text ?? text?.(state) ?? "");
    return { ...(start?.(state) ?? state), prompt: { kind, ...typed, ...UNTOUCHED } };
  }
  const { prompt } = state;
  if (prompt === null) return state;
  switch (action.type) {
    case "prompt-type":
      return typed(state, prompt, inserted(prompt, action.text));
    case "prompt-edit":
      return typed(state, prompt, edited(prompt, action.edit));
    case "prompt-recall":
      return recall(state, prompt, action.by);
    case "prompt-complete":
      return completing(state, prompt);
    case "prompt-keep":
      return kept(state, prompt);
    case "prompt-cancel":
      return { ...(PURPOSES[prompt.kind].cancel?.(state) ?? state), prompt: null };
  }
}

const UNTOUCHED = { recall: NOT_RECALLED, completing: null, fitting: null } as const;

/** Returns the state with another text, or with the caret at another place. */
function typed(state: State, prompt: Prompt, { text, caret }: TypedText): State {
  const next = text === prompt.text ? state : (PURPOSES[prompt.kind].typed?.(state, text) ?? state);
  return { ...next, prompt: { ...prompt, text, caret, completing: null, fitting: null } };
}

function recall(state: State, prompt: Prompt, by: 1 | -1): State {
  const { kind, text } = prompt;
  const found = recalled(state.typedBefore[kind] ?? [], { recall: prompt.recall, text, by });
  if (found === null) return state;
  return typed(state, { ...prompt, recall: found.recall }, typedText(found.text));
}

/**
 * Starts a job that lists the folder of the path before the caret, and local images if the text may be a name.
 * For `~` alone only a slash is added.
 */
function completing(state: State, prompt: Prompt): State {
  if (!takesPath(prompt)) return state;
  const { folder } = pathAtCaret(prompt);
  if (folder === "~") return typed(state, prompt, completed(prompt, []).typed);
  const image = prompt.text.slice(0, prompt.caret);
  const names = prompt.kind === "compare" && !/^[-./~]|\\/.test(image) ? { image } : {};
  const job: ListJob = { kind: "list", folder: withHome(folder, state.home), ...names };
  return { ...state, prompt: { ...prompt, completing: job, fitting: null } };
}

/** Returns the state after the result of a listing; the same state if the prompt no longer waits for it. */
export function promptWithNews(state: State, job: Job, news: News): State {
  const { prompt } = state;
  if (prompt === null || prompt.completing === null || prompt.completing !== job) return state;
  const entries = news.of === "listed" ? news.entries : [];
  const { typed: longer, fitting } = completed(prompt, entries);
  const next = typed(state, prompt, longer);
  return { ...next, prompt: next.prompt === null ? null : { ...next.prompt, fitting } };
}

function kept(state: State, prompt: Prompt): State {
  const { kind, text } = prompt;
  const purpose = PURPOSES[kind];
  const why = purpose.refused?.(state, text) ?? null;
  if (why !== null) return { ...state, message: why };
  const typedBefore = { ...state.typedBefore, [kind]: remembered(state.typedBefore[kind] ?? [], text) };
  const meant = purpose.isPath === true ? withHome(text, state.home) : text;
  return { ...(purpose.keep?.(state, meant) ?? state), prompt: null, typedBefore };
}
