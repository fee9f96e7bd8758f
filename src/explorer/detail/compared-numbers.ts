import { humanSize } from "../../text/bytes.js";
import type { Printable } from "../../text/escape.js";
import { own, type Span, span } from "../drawing/row.js";
import { type Compared, compared } from "../layers/compared.js";
import type { State } from "../state.js";

/** What the chosen layer is compared with; nothing where it is not. */
export function comparedTitle(state: State): Printable[] {
  return compared(state) === null ? [] : [own(`compared with layer ${state.layers.marked}`)];
}

/** What changed from the lower to the upper filesystem: paths, and the bytes that came and went. */
export function comparedNumbers({ subject }: State, { lower, upper }: Compared): Span[][] {
  const numbers = subject.difference(subject.compared(lower, upper));
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
