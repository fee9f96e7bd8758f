import { type Binding, bindings } from "../../keys/binding.js";
import { PANES } from "../../layout.js";

/** The key that finds a path, and those on the list of the paths that it found. */
export const FIND_KEYS: readonly Binding[] = [
  ...bindings("Files", { places: [...PANES, "find"] }, [
    [["f"], { type: "prompt-start", kind: "find" }, "find in all layers: which one brought a path?", "find"],
  ]),
  ...bindings("Find", { places: ["find"] }, [
    [["enter", "t"], { type: "open" }, "the versions of the path", "versions"],
    [["/"], { type: "prompt-start", kind: "find" }, "type something else", "search"],
  ]),
];
