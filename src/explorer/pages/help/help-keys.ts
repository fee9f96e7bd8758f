import { type Binding, bindings } from "../../keys/binding.js";

/** Keys of the help itself. */
export const HELP_KEYS: readonly Binding[] = bindings("Pages", { places: ["help"] }, [
  [["/", "ctrl-f"], { type: "prompt-start", kind: "help" }, "search the keys as you type", "search"],
  [["?"], { type: "close-page" }, "close the help"],
]);
