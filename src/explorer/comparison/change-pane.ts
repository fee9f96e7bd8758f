import { humanSize, sizesApart } from "../../text/bytes.js";
import { withCommas } from "../../text/count.js";
import type { Area } from "../drawing/area.js";
import { literal, type Row, rowOf, type Span, span } from "../drawing/row.js";
import { chosenInstruction } from "../layers/chosen-layer.js";
import type { Instruction } from "../layers/instructions.js";
import { wrappedText } from "../layers/layer-detail.js";
import { documentRows } from "../pages/documents/document-rows.js";
import type { PaneDetail } from "../pane-definition.js";
import type { State } from "../state.js";
import { type ComparedImages, pairOf } from "./compared-images.js";
import { growthText } from "./comparison-facts.js";
import { chosenReason } from "./listed-reasons.js";

/** Returns details of the selected difference; `null` if none is selected. */
export function reasonDetail({ documents }: ComparedImages, state: State): PaneDetail | null {
  const reason = chosenReason(state);
  if (reason === null) return null;
  const title =
    reason.is === "setting"
      ? [literal("A setting"), literal("old −, new +")]
      : [literal(reason.is === "move" ? "What moved" : "What differs there")];
  return { title, rows: (area) => documentRows(documents.reason(reason, area.columns), area) };
}

/** Returns the numbers of the chosen layers, and their instruction as far as it fits. */
export function pairDetail(compared: ComparedImages, state: State): PaneDetail {
  const instruction = chosenInstruction(state);
  const pair = instruction === null ? null : pairOf(compared, instruction);
  if (instruction === null || pair === null)
    return {
      title: [literal("What changed"), literal("old to new")],
      rows: (area) => documentRows(compared.documents.whole(area.columns), area),
    };
  const words = { same: "the same bytes", changed: "changed", removed: "only in old", added: "only in new" };
  const word = compared.rebuilt.has(pair) ? "built again: the same files" : words[pair.is];
  return {
    title: [literal(capitalised(pairText(compared, state))), literal(word)],
    rows: (area) => pairRows(compared, state, { instruction, area }),
  };
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function pairRows(
  compared: ComparedImages,
  state: State,
  { instruction, area }: { readonly instruction: Instruction; readonly area: Area },
): Row[] {
  const numbers = numbersOf(compared, state);
  const text = wrappedText(state.subject.instructionLines(instruction), {
    columns: area.columns - 2,
    rows: Math.max(area.rows - numbers.length, 0),
  });
  const lines = [...numbers, ...text.map((line) => [span(literal(` ${line}`))])];
  return Array.from({ length: area.rows }, (_, row) => rowOf(lines.at(row) ?? []));
}

/** Returns the number of changed paths in the tree, and the sizes of the layers. */
function numbersOf(compared: ComparedImages, { subject, layers }: State): Span[][] {
  const instruction = subject.instructions.at(layers.cursor);
  const pair = instruction === undefined ? null : pairOf(compared, instruction);
  if (instruction === undefined || pair === null) return [];
  const { added, modified, removed } = subject.difference(subject.view(instruction.upTo));
  const count = (value: number) => withCommas(value);
  const { a, b } = compared.comparison;
  const sizes = [
    ...(pair.a === null ? [] : [a.analysis.metrics.layers[pair.a].size]),
    ...(pair.b === null ? [] : [b.analysis.metrics.layers[pair.b].size]),
  ];
  return [
    [
      span(literal(` +${count(added)}`), "added"),
      span(literal(`  ~${count(modified)}`), "modified"),
      span(literal(`  −${count(removed)}`), "removed"),
      span(literal(`  ${sizesText(sizes)}`)),
    ],
  ];
}

function sizesText(sizes: readonly (number | null)[]): string {
  if (sizes.includes(null)) return "its blob is not in the image";
  const [first = 0, second = first] = sizes.map(Number);
  if (first === second) return humanSize(first);
  return `${sizesApart(first, second).join(" → ")}, ${growthText(second - first)}`;
}

/** Returns what the tree shows of two images, for the title of its pane. */
export function comparedScopeText(compared: ComparedImages, state: State): string {
  const instruction = chosenInstruction(state);
  const pair = instruction === null ? null : pairOf(compared, instruction);
  const changed = state.files.scope === "layer";
  if (pair === null) return changed ? "changes from old to new" : "all of both images";
  const { a, b } = pair;
  if (a === null) return changed ? `what new layer ${b} changed` : `all of the new image up to layer ${b}`;
  if (b === null) return changed ? `what old layer ${a} changed` : `all of the old image up to layer ${a}`;
  if (pair.is === "same")
    return changed ? "changes of this layer in both" : `all of the new image up to layer ${b}`;
  return changed ? "differences of this instruction" : "all after it, old and new";
}

/** Returns the layers of a row of the list: `old layer 3 → new layer 4`. */
export function pairText(compared: ComparedImages, state: State): string {
  const instruction = chosenInstruction(state);
  const pair = instruction === null ? null : pairOf(compared, instruction);
  if (pair === null) return "old to new";
  const { is, a, b } = pair;
  if (is === "same") return a === b ? `layer ${b} of both` : `old layer ${a}, new layer ${b}`;
  const parts = [...(a === null ? [] : [`old layer ${a}`]), ...(b === null ? [] : [`new layer ${b}`])];
  return parts.join(" → ");
}
