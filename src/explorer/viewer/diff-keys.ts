import { type Binding, bindings } from "../keys/binding.js";

/** Keys on the difference of two versions; those to the side are the viewer's. */
export const DIFF_KEYS: readonly Binding[] = bindings("Viewer", { places: ["diff"] }, [
  [["v"], { type: "in-viewer", key: "after" }, "view the file as it is after the change", "view"],
  [["i"], { type: "in-viewer", key: "facts" }, "mode, owner and times after the change", "facts"],
]);
