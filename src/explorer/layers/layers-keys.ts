import { type Binding, bindings } from "../keys/binding.js";
import { isCompared } from "../keys/disabled.js";
import { opensText } from "../pages/scrolling.js";
import type { State } from "../state.js";
import { chosenInstruction, toggleMark } from "./chosen-layer.js";

const noLayer = (state: State) =>
  isCompared(state) ??
  ((chosenInstruction(state)?.layer ?? null) === null
    ? "this instruction made no layer to compare with"
    : null);

const noInstruction = ({ subject }: State) =>
  subject.instructions.length === 0 ? "this image has no instructions" : null;

/** The keys of the layers pane. */
export const LAYERS_KEYS: readonly Binding[] = [
  ...bindings("Layers", { places: ["layers"] }, [
    [["enter", "right", "l"], { type: "open" }, "to the files of this layer", "files"],
    [["ctrl-l"], { type: "show-scope", scope: "layer" }, "show the changes of this layer"],
    [["ctrl-a"], { type: "show-scope", scope: "all" }, "show all layers up to this one"],
  ]),
  ...bindings("Layers", { places: ["layers", "files"], disabled: noInstruction }, [
    [["o"], opensText("instruction"), "the instruction in full, and its layer", "instruction"],
  ]),
  ...bindings("Layers", { places: ["layers", "files"], disabled: noLayer }, [
    [
      ["m"],
      { type: "apply", name: "toggle-mark", apply: toggleMark },
      "mark a layer, to see what changed between it and another",
      "compare",
    ],
  ]),
];
