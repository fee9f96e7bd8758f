import { press } from "../../start.js";
import type { OpenedPage } from "../opened-page.js";

export const OPENED: OpenedPage = {
  open: (state) => press(state, "ic"),
  steps: [
    ["i", "╭ Image ─"],
    ["c", /╭ Command ─ flask:latest ─[\s\S]*CMD +nothing/],
  ],
  keys: {
    "show-command in image": [
      ["i", "╭ Image ─"],
      ["c", "╭ Command ─ flask:latest"],
    ],
  },
};
