import { ADDED, MODIFIED, REMOVED, UNCHANGED } from "../../tree/changes.js";
import type { Action } from "../action.js";
import { PANES } from "../layout.js";
import { PAGES } from "../pages/page.js";
import { PAGE_KEYS } from "../pages/page-keys.js";
import type { State } from "../state.js";
import { numberBegun } from "../viewer/view-keys.js";
import { type Binding, bindings } from "./binding.js";
import {
  isCompared,
  noCopies,
  noFilter,
  noFolder,
  noGroup,
  noInstruction,
  noLayer,
  noParent,
  noPath,
  noPlatforms,
  noTree,
  nothingToEnd,
  notSorted,
  noWarnings,
  noWaste,
  onlyOfFiles,
} from "./disabled.js";
import { mapped } from "./key-map.js";
import { keyName } from "./key-name.js";
import type { Key, KeyMap } from "./key-words.js";
import { EVERYWHERE, type Place, placeOf } from "./place.js";
import { whileTyping } from "./prompt-keys.js";

const FILES: readonly Place[] = ["files"];

/** The one table of keys: it binds them, and footer and help are drawn from it. Those of pages stand beside each page. */
export const BINDINGS: readonly Binding[] = [
  ...bindings("Move", { places: EVERYWHERE }, [
    [["up", "k"], { type: "move", to: "up" }, "up"],
    [["down", "j"], { type: "move", to: "down" }, "down"],
    [["page-up", "ctrl-y"], { type: "move", to: "page-up" }, "a page up"],
    [["page-down"], { type: "move", to: "page-down" }, "a page down"],
    [["ctrl-u"], { type: "move", to: "half-up" }, "half a page up"],
    [["ctrl-d"], { type: "move", to: "half-down" }, "half a page down"],
    [["home", "g"], { type: "move", to: "top" }, "to the top"],
    [["end", "G"], { type: "move", to: "bottom" }, "to the bottom"],
  ]),
  ...bindings("Panes", { places: PANES }, [
    [["tab"], { type: "focus-next", by: 1 }, "next pane", "pane"],
    [["shift-tab"], { type: "focus-next", by: -1 }, "pane before"],
    [["1"], { type: "focus", pane: "layers" }, "layers"],
    [["2"], { type: "focus", pane: "files" }, "files"],
    [
      ["w", "3"],
      { type: "focus", pane: "waste" },
      "waste: what to change, the biggest saving first; of two images: why they differ",
      "waste",
    ],
    [["F"], { type: "toggle-zoom" }, "the pane fills the screen, or all panes again", "all panes"],
  ]),
  ...bindings("Layers", { places: ["layers"] }, [
    [["enter", "right", "l"], { type: "open" }, "to the files of this layer", "files"],
    [["ctrl-l"], { type: "show-scope", scope: "layer" }, "show what this layer changed"],
    [["ctrl-a"], { type: "show-scope", scope: "all" }, "show all layers up to this one"],
  ]),
  ...bindings("Layers", { places: ["layers", "files"], disabled: noInstruction }, [
    [
      ["o"],
      { type: "open-page", page: "instruction" },
      "the instruction in full, and its layer",
      "instruction",
    ],
  ]),
  ...bindings("Files", { places: PANES, disabled: onlyOfFiles("is that of the whole image") }, [
    [["a"], { type: "switch-scope" }, "what this layer changed, or all layers up to it", "all layers"],
  ]),
  ...bindings("Files", { places: PANES, disabled: onlyOfFiles("has no filter") }, [
    [
      ["/", "ctrl-f"],
      { type: "prompt-start", kind: "filter" },
      "filter: text, *.glob, !not, ^start, end$, re:regex, >1MB",
      "filter",
    ],
  ]),
  ...bindings("Files", { places: FILES }, [
    [["enter"], { type: "open" }, "view the file; fold or unfold the folder", "open"],
  ]),
  ...bindings("Files", { places: FILES, disabled: noFolder }, [
    [["space"], { type: "toggle-fold" }, "fold or unfold the folder"],
    [["right", "l"], { type: "into-folder" }, "unfold the folder, or go into it"],
  ]),
  ...bindings("Files", { places: FILES, disabled: noParent }, [
    [["left", "h"], { type: "to-parent" }, "fold the folder, or go to the one above"],
  ]),
  ...bindings("Files", { places: FILES, disabled: noTree }, [
    [["z", "ctrl-space"], { type: "fold-all", folds: "folded" }, "fold all"],
    [["Z"], { type: "fold-all", folds: "open" }, "unfold all"],
    [["x"], { type: "fold-all", folds: "auto" }, "unfold as far as a screen has room"],
    [["u"], { type: "fold-all", folds: "changed" }, "unfold what holds changes, and fold the rest"],
  ]),
  ...bindings("Files", { places: PANES, disabled: nothingToEnd }, [
    [["esc"], { type: "end-filter" }, "end the filter, or clear the mark of m"],
  ]),
  ...bindings("Files", { places: FILES, disabled: noPath }, [
    [["I"], { type: "view", what: "facts" }, "what is known of the path: mode, owner, times, layer"],
  ]),
  ...bindings("Files", { places: FILES, disabled: noPath }, [
    [
      ["e", "ctrl-e"],
      { type: "prompt-start", kind: "save" },
      "extract: save the file or folder to the disk",
      "extract",
    ],
  ]),
  ...bindings("Files", { places: FILES, disabled: noFilter }, [
    [["n"], { type: "to-match", by: 1 }, "the next match of the filter"],
    [["N"], { type: "to-match", by: -1 }, "the match before"],
  ]),
  ...bindings("Files", { places: PANES, disabled: notSorted }, [
    [
      ["s", "ctrl-o"],
      { type: "next-order" },
      "sort by name, size or change; of two images by growth too",
      "sort",
    ],
  ]),
  ...bindings("Files", { places: PANES, disabled: onlyOfFiles("does not change with the files") }, [
    [
      ["S"],
      { type: "toggle-flat" },
      "all files in one list with their paths, the biggest first, or the tree",
    ],
    [["v"], { type: "toggle-split" }, "what this layer changed above, all layers up to it below", "split"],
    [["b", "ctrl-b"], { type: "toggle-attributes" }, "mode and owner on and off"],
    [["+", "ctrl-a"], { type: "toggle-change", change: ADDED }, "added paths on and off"],
    [["~"], { type: "toggle-change", change: MODIFIED }, "modified paths on and off"],
    [["-", "ctrl-r"], { type: "toggle-change", change: REMOVED }, "removed paths on and off"],
    [["="], { type: "toggle-change", change: UNCHANGED }, "unchanged paths on and off"],
  ]),
  ...bindings("Waste", { places: ["waste"], disabled: noCopies }, [
    [
      ["enter", "space", "right", "l"],
      { type: "open" },
      "go to the layer and the path, or unfold the group",
      "go there",
    ],
  ]),
  ...bindings("Waste", { places: ["waste"], disabled: noWaste }, [
    [
      ["o"],
      { type: "open-page", page: "waste-story" },
      "what happened and what to change, in full",
      "what to do",
    ],
    [
      ["c"],
      { type: "next-grouping" },
      "by what to change, by copy, path, cause, instruction, or layer",
      "group",
    ],
  ]),
  ...bindings("Waste", { places: ["waste"], disabled: noGroup }, [
    [["left", "h"], { type: "close-group" }, "fold the group"],
  ]),
  ...bindings("Image", { places: PANES }, [
    [["i"], { type: "open-page", page: "image" }, "what it runs, its settings, labels and digests", "image"],
  ]),
  ...bindings("Image", { places: PANES, disabled: isCompared }, [
    [
      ["d"],
      { type: "prompt-start", kind: "compare" },
      "what changed since an older image: type its file; q comes back",
    ],
  ]),
  ...bindings("Image", { places: PANES, disabled: noPlatforms }, [
    [["P"], { type: "choose-platform" }, "open another platform of the image"],
  ]),
  ...bindings("Image", { places: PANES, disabled: noWarnings }, [
    [["!"], { type: "open-page", page: "warnings" }, "what is odd about the image"],
  ]),
  ...bindings("Layers", { places: ["layers", "files"], disabled: noLayer }, [
    [
      ["m"],
      { type: "toggle-mark" },
      "mark this layer: others then show what changed between the two",
      "compare",
    ],
  ]),
  ...bindings("Files", { places: ["files", "waste"], disabled: noPath }, [
    [["t"], { type: "open-versions" }, "the path through all layers: its versions", "versions"],
  ]),
  ...bindings("Files", { places: [...PANES, "find"] }, [
    [["f"], { type: "prompt-start", kind: "find" }, "find in all layers: which one brought a path?", "find"],
  ]),
  ...Object.values(PAGE_KEYS).flat(),
  ...bindings("Terminal", { places: [...PANES, "view"] }, [
    [["y"], { type: "copy" }, "copy the path, the instruction, or what is in the file"],
  ]),
  ...bindings("Terminal", { places: ["dockerfile", "command"] }, [
    [["y"], { type: "copy" }, "copy the Dockerfile, or the command as a line for a shell", "copy"],
  ]),
  ...bindings("Terminal", { places: EVERYWHERE }, [
    [["M"], { type: "toggle-mouse" }, "mouse on and off: while it is off, it selects text"],
  ]),
  ...bindings("Pages", { places: PAGES }, [
    [["esc", "q"], { type: "close-page" }, "back to what lies below", "back"],
  ]),
  ...bindings("Leave", { places: EVERYWHERE }, [
    [["?"], { type: "open-page", page: "help" }, "this help", "help"],
  ]),
  ...bindings("Leave", { places: PANES }, [[["q"], { type: "quit" }, "quit", "quit"]]),
  ...bindings("Leave", { places: EVERYWHERE }, [
    [["ctrl-c"], { type: "quit", everything: true }, "quit from anywhere"],
    [["ctrl-z"], { type: "suspend" }, "to the shell; `fg` comes back"],
  ]),
];

/** What a key means now. A key that does nothing says why, but for one that is pressed while a line is typed. */
export function actionOf(state: State, key: Key): Action {
  if (state.prompt !== null) return whileTyping(state.prompt, key) ?? { type: "ignored" };
  const binding = bindingOf(placeOf(state), plainKey(key), state.keys);
  const number = binding === null ? numberBegun(state, key) : null;
  if (number !== null) return number;
  if (binding === null) return { type: "refuse", why: `${keyName(key)} does nothing here: ? shows the keys` };
  const why = binding.disabled?.(state) ?? null;
  return why === null ? binding.action : { type: "refuse", why };
}

/** The bindings that count in a place, those first that count in few others. */
export function bindingsOf(place: Place, keys?: KeyMap): Binding[] {
  return mapped(BINDINGS, keys)
    .filter(({ places }) => places.includes(place))
    .sort((a, b) => a.places.length - b.places.length);
}

/** The binding that a key has in a place. */
function bindingOf(place: Place, key: Key, keys?: KeyMap): Binding | null {
  return bindingsOf(place, keys).find(({ keys }) => keys.includes(key)) ?? null;
}

/** Only a prompt moves by words. */
function plainKey(key: Key): Key {
  return key === "ctrl-left" ? "left" : key === "ctrl-right" ? "right" : key;
}
