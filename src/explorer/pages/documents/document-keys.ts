import { type Binding, bindings } from "../../keys/binding.js";
import { isCompared } from "../../keys/disabled.js";

/** The keys on the page of the image that open related pages. */
export const DOCUMENT_KEYS: readonly Binding[] = bindings(
  "Image",
  { places: ["image"], disabled: isCompared },
  [
    [
      ["d"],
      { type: "open-page", page: "dockerfile" },
      "the Dockerfile, reconstructed from the history",
      "Dockerfile",
    ],
    [["c"], { type: "open-page", page: "command" }, "the command of a container, and its origin", "command"],
  ],
);
