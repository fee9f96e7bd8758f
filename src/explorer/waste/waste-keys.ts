import { type Binding, bindings } from "../keys/binding.js";
import { opensText } from "../pages/scrolling.js";
import type { State } from "../state.js";
import { chosenWaste } from "./shown-waste.js";
import { inNextGrouping, withGroupClosed } from "./update-waste.js";

/** Returns the reason why there is no row in the list of waste, or of differences. */
const noCopies = ({ waste, subject }: State) => {
  if (subject.comparison !== null)
    return subject.comparison.reasons.length === 0 ? "the two images do not differ" : null;
  if (waste.state === "failed") return waste.why;
  if (waste.copies === null) return "the waste is still being sorted";
  return waste.copies.length === 0 ? "this image wastes nothing" : null;
};

const noWaste = (state: State) =>
  state.subject.comparison === null
    ? noCopies(state)
    : "two images are compared: open one of them alone to see its waste";

const noGroup = (state: State) => {
  const row = chosenWaste(state);
  if (row !== null && ("group" in row ? row.isOpen : row.inGroup !== null)) return null;
  return noWaste(state) ?? "no group is open here: c changes the groups";
};

/** The keys of the waste. */
export const WASTE_KEYS: readonly Binding[] = [
  ...bindings("Waste", { places: ["waste"], disabled: noCopies }, [
    [
      ["enter", "space", "right", "l"],
      { type: "open" },
      "go to the layer and the path, or open the group",
      "go there",
    ],
  ]),
  ...bindings("Waste", { places: ["waste"], disabled: noWaste }, [
    [["o"], opensText("waste-story"), "cause and advice in full", "what to do"],
    [
      ["c"],
      { type: "apply", name: "next-grouping", apply: inNextGrouping },
      "group by advice, copy, path, cause, instruction or layer",
      "group",
    ],
  ]),
  ...bindings("Waste", { places: ["waste"], disabled: noGroup }, [
    [["left", "h"], { type: "apply", name: "close-group", apply: withGroupClosed }, "close the group"],
  ]),
];
