import { KEYS } from "../../session/terminal.js";
import type { SelectedPane } from "../selected-pane.js";
import { inverse } from "../steps.js";

export const SELECTED: SelectedPane = {
  steps: [["j", /│▸ +· +CMD/]],
  keys: {
    "focus-layers in layers": [
      ["2", inverse("bin ")],
      ["1", inverse("debian.sh")],
    ],
    "open in layers": [[KEYS.enter, inverse("bin ")]],
    "show-scope-all in layers": [["\x01", "all of layer 0"]],
    "show-scope-layer in layers": [
      ["\x01", "all of layer 0"],
      ["\f", "changes of layer 0"],
    ],
    "show-instruction in layers": [["o", "╭ Instruction ─ 1 of 6"]],
    "toggle-mark in layers": [
      ["m", "layer 0 is marked"],
      ["jj", "from layer 0 to layer 1"],
    ],
  },
};
