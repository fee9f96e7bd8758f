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
    "close-page in help": [
      ["?", "╭ Keys"],
      ["?", without("╭ Keys")],
    ],
  },
};
