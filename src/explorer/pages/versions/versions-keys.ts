import { type Binding, bindings } from "../../keys/binding.js";

/** Keys on the versions of a path. */
export const VERSIONS_KEYS: readonly Binding[] = bindings("Versions", { places: ["versions"] }, [
  [["enter"], { type: "open" }, "go to the layer and the path", "go there"],
  [["v"], { type: "view-version", what: "content" }, "view the file as this version has it", "view"],
  [["d"], { type: "view-version", what: "difference" }, "what changed since the version before", "diff"],
]);
