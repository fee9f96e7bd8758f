import type { Binding, KeyPlace } from "../../keys/binding.js";
import { type Key, keyName } from "../../keys/key-names.js";
import { PANE_NAMES } from "../../panes.js";

/** A line of the help: a heading, or keys and their effect. */
export type HelpLine =
  | { readonly heading: string }
  | { readonly keys: readonly Key[]; readonly title: string }
  | { readonly blank: true };

interface HelpOptions {
  /** Words that a line or its heading must contain, in any case. */
  readonly search?: string;
  /** The place where the help was opened. Its keys come first. */
  readonly from?: KeyPlace | null;
}

/** Returns the lines of the help on these keys. */
export function helpLines(
  bindings: readonly Binding[],
  { search = "", from = null }: HelpOptions = {},
): HelpLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = bindings.filter((binding) => words.every((word) => matchesWord(binding, word)));
  const mostPlaces = Math.max(...bindings.map(({ places }) => places.length));
  const lines: HelpLine[] = [];
  for (const group of groups(matching, from, mostPlaces)) {
    if (lines.length > 0) lines.push({ blank: true });
    lines.push({ heading: group });
    for (const { keys, title } of matching.filter((binding) => binding.group === group)) {
      lines.push({ keys, title });
    }
  }
  return lines;
}

function matchesWord({ keys, title, group }: Binding, word: string): boolean {
  const names = keys.map((key) => keyName(key));
  return `${group} ${title}`.toLowerCase().includes(word) || [...keys, ...names].some((key) => key === word);
}

/** Returns the groups in the table's order. Groups with keys of the place itself come first. */
function groups(bindings: readonly Binding[], from: KeyPlace | null, mostPlaces: number): string[] {
  const all = [...new Set(bindings.map(({ group }) => group))];
  const many = from !== null && PANE_NAMES.includes(from) ? PANE_NAMES.length : mostPlaces;
  const fewest = (name: string) => {
    const here = bindings.filter(
      ({ group, places }) => group === name && from !== null && places.includes(from),
    );
    return Math.min(many, ...here.map(({ places }) => places.length));
  };
  return all.sort((a, b) => fewest(a) - fewest(b));
}
