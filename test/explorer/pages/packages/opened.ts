import { KEYS } from "../../../session/terminal.js";
import { press } from "../../start.js";
import type { OpenedPage } from "../opened-page.js";

export const OPENED: OpenedPage = {
  open: (state) => press(state, "p"),
  steps: [["p", /╭ Packages and secrets ─[\s\S]*no secrets found/]],
  keys: {
    "show-packages in layers": [["p", "no secrets found"]],
    "open in packages": [
      ["p", "no secrets found"],
      [KEYS.enter, "no package and no secret is listed"],
    ],
  },
};
