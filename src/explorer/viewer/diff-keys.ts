import { type Binding, bindings } from "../keys/binding.js";

/** Keys on the difference of two versions; those to the side are the viewer's. */
export const DIFF_KEYS: readonly Binding[] = bindings("Viewer", { places: ["diff"] }, [
  [["n"], { type: "in-viewer", key: "next-hunk" }, "the next change of the difference", "next change"],
  [["N"], { type: "in-viewer", key: "hunk-before" }, "the change before"],
  [["v"], { type: "in-viewer", key: "after" }, "view the file as it is after the change", "view"],
  [["i"], { type: "in-viewer", key: "facts" }, "mode, owner and times after the change", "facts"],
]);
