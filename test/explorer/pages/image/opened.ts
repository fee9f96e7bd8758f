import { press } from "../../start.js";
import type { OpenedPage } from "../opened-page.js";

export const OPENED: OpenedPage = {
  open: (state) => press(state, "i"),
  steps: [["i", /╭ Image ─ flask:latest ─[\s\S]*command +\/bin\/sh -c/]],
  keys: { "show-image in layers": [["i", "╭ Image ─ flask:latest"]] },
};
