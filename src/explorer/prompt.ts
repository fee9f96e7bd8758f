import { updateFiles } from "./files/update-files.js";
import { helpSearch, searchedHelp } from "./keys/search-help.js";
import { closeFind, findPage, openFind, openFound } from "./pages/find-page.js";
import { pageArea } from "./pages/pages.js";
import { openReport, proposedReport, refusedReport } from "./pages/report-page.js";
import { openSave } from "./pages/save-page.js";
import type { State } from "./state.js";
import { settledView } from "./viewer/reading.js";
import { searchedFor, unsearched } from "./viewer/searching.js";
import type { ViewPage } from "./viewer/view-page.js";

/** A line that is typed at the bottom of the screen. */
export interface Prompt {
  readonly kind: PromptKind;
  readonly text: string;
}

type PromptKind = "filter" | "search" | "save" | "find" | "help" | "report" | "compare";

export type PromptAction =
  | { readonly type: "prompt-start"; readonly kind: PromptKind }
  | { readonly type: "prompt-type"; readonly text: string }
  | { readonly type: "prompt-erase"; readonly all: boolean }
  | { readonly type: "prompt-keep" }
  | { readonly type: "prompt-cancel" };

/** What a prompt is for: each of these gives the state, the prompt aside. */
interface Purpose {
  /** What stands there when it opens. */
  start(state: State): { readonly state: State; readonly text: string };
  /** After each letter. */
  typed(state: State, text: string): State;
  /** Why what is typed cannot be kept, where it cannot: it stays there to be mended. */
  refused?(state: State, text: string): string | null;
  keep(state: State, text: string): State;
  cancel(state: State): State;
}

const filtered = (state: State, text: string): State => ({
  ...state,
  files: updateFiles(state, { type: "filter", text }),
});

/** What is searched for in the file that lies on top. */
const searched = (state: State, search: (page: ViewPage) => ViewPage): State => {
  const page = state.pages.at(-1);
  if (page?.kind !== "view") return state;
  return { ...state, pages: [...state.pages.slice(0, -1), settledView(search(page), pageArea(state))] };
};

const PURPOSES: Readonly<Record<PromptKind, Purpose>> = {
  filter: {
    start: (state) => ({ state: { ...state, focus: "files" }, text: state.files.filter }),
    // The tree follows when what matches is known: see searching.ts.
    typed: (state) => state,
    keep: (state, text) => (text.trim() === "" ? filtered(state, "") : state),
    cancel: (state) => filtered(state, ""),
  },
  find: {
    start: (state) => ({ state: openFind(state), text: findPage(state)?.text ?? "" }),
    // As with the filter, what is found follows.
    typed: (state) => state,
    keep: (state) => openFound(state),
    cancel: closeFind,
  },
  search: {
    start: (state) => ({ state: searched(state, (page) => ({ ...page, search: null })), text: "" }),
    typed: (state, text) => searched(state, (page) => searchedFor(page, text)),
    keep: (state, text) => (text === "" ? searched(state, unsearched) : state),
    cancel: (state) => searched(state, unsearched),
  },
  save: {
    start: (state) => ({ state, text: "./" }),
    typed: (state) => state,
    keep: openSave,
    cancel: (state) => state,
  },
  compare: {
    start: (state) => ({ state, text: "" }),
    typed: (state) => state,
    // Opening it is an effect: see effects.ts.
    keep: (state) => state,
    cancel: (state) => state,
  },
  report: {
    start: (state) => ({ state, text: proposedReport(state) }),
    typed: (state) => state,
    refused: refusedReport,
    keep: openReport,
    cancel: (state) => state,
  },
  help: {
    start: (state) => ({ state, text: helpSearch(state) }),
    typed: searchedHelp,
    keep: (state) => state,
    cancel: (state) => searchedHelp(state, ""),
  },
};

/** The state after an action on what is typed. */
export function updatePrompt(state: State, action: PromptAction): State {
  if (action.type === "prompt-start") {
    const { state: started, text } = PURPOSES[action.kind].start(state);
    return { ...started, prompt: { kind: action.kind, text } };
  }
  const { prompt } = state;
  if (prompt === null) return state;
  const purpose = PURPOSES[prompt.kind];
  switch (action.type) {
    case "prompt-type":
      return typed(state, prompt, prompt.text + action.text);
    case "prompt-erase":
      return typed(state, prompt, action.all ? "" : [...prompt.text].slice(0, -1).join(""));
    case "prompt-keep": {
      const why = purpose.refused?.(state, prompt.text) ?? null;
      if (why !== null) return { ...state, message: why };
      return { ...purpose.keep(state, prompt.text), prompt: null };
    }
    case "prompt-cancel":
      return { ...purpose.cancel(state), prompt: null };
  }
}

function typed(state: State, prompt: Prompt, text: string): State {
  return { ...PURPOSES[prompt.kind].typed(state, text), prompt: { ...prompt, text } };
}
