import { KEYS } from "../../../session/terminal.js";
import { press } from "../../start.js";
import { without } from "../../steps.js";
import type { OpenedPage } from "../opened-page.js";

export const OPENED: OpenedPage = {
  open: (state) => press(state, "?"),
  steps: [["?", /╭ Keys [\s\S]*│ Everywhere|╭ Keys [\s\S]*│ Panes/]],
  keys: {
    "start-help in help": [
      ["?", "╭ Keys"],
      ["/split", /split/],
    ],
    "viewer-back in help": [
      ["?", "╭ Keys"],
      [KEYS.escape, without("╭ Keys")],
    ],
    "close-page in help": [
      ["?", "╭ Keys"],
      ["?", without("╭ Keys")],
    ],
  },
};
