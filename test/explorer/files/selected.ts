import { KEYS } from "../../session/terminal.js";
import type { SelectedPane } from "../selected-pane.js";
import { inverse, KEPT, type Step, TO_FILE, TO_VIEW, without } from "../steps.js";

const LAYER_1: Step = ["jj", "changes of layer 1"];
const FILES: Step = ["2", inverse("etc ")];
const CACHE: Step = ["j", inverse("ld.so.cache")];
const FILTER: Step = ["/python", /\d+ paths/];

export const SELECTED: SelectedPane = {
  steps: [TO_FILE],
  keys: {
    "focus-files in layers": [["2", inverse("bin ")]],
    "toggle-flat in layers": [["S", "all files by size"]],
    "switch-scope in layers": [LAYER_1, ["a", "all of layers 0 to 1"]],
    "start-filter in layers": [["/", "a part of a path"]],
    "open in files": TO_VIEW,
    "toggle-fold in files": [LAYER_1, FILES, [" ", "▸ etc"]],
    "to-parent in files": [LAYER_1, FILES, CACHE, [KEYS.left, inverse("etc ")]],
    "into-folder in files": [LAYER_1, FILES, [KEYS.right, inverse("ld.so.cache")]],
    "fold-all in files": [LAYER_1, FILES, ["z", "▸ etc"]],
    "unfold-all in files": [LAYER_1, FILES, ["Z", "cc → gcc"]],
    "unfold-to-fit in files": [LAYER_1, FILES, ["z", "▸ etc"], ["x", "▾ etc"]],
    "unfold-changed in files": [LAYER_1, ["a2", "all of layers 0 to 1"], ["u", "ld.so.cache"]],
    "end-filter in layers": [LAYER_1, FILTER, KEPT, [KEYS.escape, without("matching python")]],
    "view-facts in files": [LAYER_1, FILES, CACHE, ["I", /mode +-rw-r--r--/]],
    "start-save in files": [LAYER_1, FILES, CACHE, ["e", "extract to ./"]],
    "next-match in files": [LAYER_1, FILTER, KEPT, ["n", inverse("-rwxr-xr-x  0:0   6.26kB")]],
    "previous-match in files": [LAYER_1, FILTER, KEPT, ["N", "continued at the last match"]],
    "next-order in layers": [["s", "by size"]],
    "toggle-split in layers": [LAYER_1, ["v", "├ Files ─ all of layers 0 to 1"]],
    "toggle-attributes in layers": [LAYER_1, ["b", without("drwxr-xr-x")]],
    "toggle-added in layers": [LAYER_1, ["+", "only ~ −"]],
    "toggle-modified in layers": [LAYER_1, ["~", "only + −"]],
    "toggle-removed in layers": [LAYER_1, ["-", "only + ~"]],
    "toggle-unchanged in layers": [LAYER_1, ["=", "with unchanged paths"]],
  },
};
