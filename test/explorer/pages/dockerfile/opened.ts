import { press } from "../../start.js";
import type { OpenedPage } from "../opened-page.js";

export const OPENED: OpenedPage = {
  open: (state) => press(state, "id"),
  steps: [
    ["i", "╭ Image ─"],
    ["d", /╭ Dockerfile ─ flask:latest ─[\s\S]*191kB +8.37kB +RUN apt-get update/],
  ],
  keys: {
    "show-dockerfile in image": [
      ["i", "╭ Image ─"],
      ["d", "╭ Dockerfile ─ flask:latest"],
    ],
    "copy in dockerfile": [
      ["i", "╭ Image ─"],
      ["d", "╭ Dockerfile ─"],
      ["y", "copied the Dockerfile"],
    ],
  },
};
