import type { Printable } from "../../text/escape.js";
import { ADDED, MODIFIED, REMOVED, UNCHANGED } from "../../tree/changes.js";
import { CHANGED, EVERYTHING } from "../../tree/view/shown.js";
import { literal } from "../drawing/row.js";
import { SIGNS } from "../drawing/signs.js";
import { chosenInstruction, compared } from "../layers/chosen-layer.js";
import type { State } from "../state.js";

/**
 * Returns the title: the shown files (`scope`), and the active options. These come first, because a title may
 * be cut.
 */
export function filesTitle(state: State, scope: string): Printable[] {
  const { files } = state;
  const mask = files.changes[files.scope];
  const usual = mask === (files.scope === "all" ? EVERYTHING : CHANGED);
  const signs = ([ADDED, MODIFIED, REMOVED, UNCHANGED] as const).filter((change) => (mask >> change) & 1);
  const only = usual
    ? []
    : mask === EVERYTHING
      ? [literal("with unchanged paths")]
      : [literal(`only ${signs.map((change) => SIGNS[change].replace(" ", "=")).join(" ") || "nothing"}`)];
  const filter = files.filter.trim();
  return [
    literal("Files"),
    literal(scope),
    ...(filter === "" ? [] : [literal(`matching ${filter}`)]),
    ...only,
    ...(files.flat ? [literal("all files by size")] : []),
    ...(files.order === "name" || files.flat ? [] : [literal(`by ${files.order}`)]),
    ...(filter === "" ? [] : [literal("sizes of the matches")]),
  ];
}

/** Returns the description of the shown files of one image, or of two of its layers. */
export function scopeText(state: State): string {
  const instruction = chosenInstruction(state);
  const upTo = instruction?.upTo ?? -1;
  const between = compared(state);
  if (between !== null) {
    const { lower, upper } = between;
    return state.files.scope === "layer"
      ? `changes from layer ${lower} to layer ${upper}`
      : `all of layers 0 to ${upper}, against layer ${lower}`;
  }
  if (state.files.scope === "layer") {
    return (instruction?.layer ?? null) === null ? "no layer" : `changes of layer ${instruction?.layer}`;
  }
  if (upTo < 0) return "no layer yet";
  return upTo === 0 ? "all of layer 0" : `all of layers 0 to ${upTo}`;
}
