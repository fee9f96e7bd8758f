import { humanSize } from "../../text/bytes.js";
import type { Printable } from "../../text/escape.js";
import { own, type Span, span } from "../drawing/row.js";
import { type Compared, compared, comparedView } from "../layers/compared.js";
import type { State } from "../state.js";

/** What the chosen layer is compared with; nothing where it is not. */
export function comparedTitle(state: State): Printable[] {
  const between = compared(state);
  if (between === null) return [];
  const reading = comparedView(state, between).undecided.length > 0 ? ", reading contents …" : "";
  return [own(`compared with layer ${state.layers.marked}${reading}`)];
}

/** What changed from the lower to the upper filesystem: paths, and the bytes that came and went. */
export function comparedNumbers(state: State, between: Compared): Span[][] {
  const { lower, upper } = between;
  const numbers = state.subject.difference(comparedView(state, between));
  const { added, modified, removed, bytesIn, bytesOut } = numbers;
  const count = (value: number) => value.toLocaleString("en");
  return [
    [
      span(own(` +${count(added)}`), "added"),
      span(own(`  ~${count(modified)}`), "modified"),
      span(own(`  −${count(removed)}`), "removed"),
      span(own(`  from layer ${lower} to layer ${upper}`)),
    ],
    [
      span(own(` ${humanSize(bytesIn)} came`), "added"),
      span(own(`, ${humanSize(bytesOut)} went`), "removed"),
    ],
  ];
}
