import { type Binding, bindings } from "../../keys/binding.js";

/** Keys on the list of what is found. */
export const FIND_KEYS: readonly Binding[] = bindings("Find", { places: ["find"] }, [
  [["enter", "t"], { type: "open" }, "the versions of the path", "versions"],
  [["/"], { type: "prompt-start", kind: "find" }, "type something else", "search"],
]);
