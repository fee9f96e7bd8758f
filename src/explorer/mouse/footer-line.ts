import { textColumns } from "../../text/width.js";
import type { PointerAction } from "../action.js";
import { type FooterWord, footerWords } from "../keys/footer.js";
import { keyName } from "../keys/help.js";
import type { Key } from "../keys/keys.js";
import type { State } from "../state.js";
import { layoutOf } from "../update.js";

/** A key in the line at the bottom, with its word behind it, and the columns that both take: half open. */
export interface FooterKey extends FooterWord {
  /** As it is written. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** How keys are written. */
interface Writing {
  readonly ascii?: boolean;
}

/** Columns between two of them. */
const GAP = 2;
/** How to get help and how to leave is said on any screen. */
const STAY = 2;

/** The keys that the line at the bottom has room for, as they stand there. */
export function footerLine(state: State, writing: Writing): FooterKey[] {
  const all = footerWords(state).map((word) => ({ ...word, name: keyName(word.key, writing) }));
  const width = ({ name, word }: (typeof all)[number]) => GAP + textColumns(name) + 1 + textColumns(word);
  const end = Math.max(all.length - STAY, 0);
  let left = state.screen.columns - 1 - all.slice(end).reduce((sum, key) => sum + width(key), 0);
  let to = 1 - GAP;
  return all.flatMap((key, index) => {
    if (index < end) {
      if (width(key) > left) return [];
      left -= width(key);
    }
    const from = to + GAP;
    to = from + width(key) - GAP;
    return [{ ...key, from, to }];
  });
}

/** The key of the line at the bottom that was pressed on; `null` where there is none, or where something else is told there. */
export function pointedKey(state: State, { at, what }: PointerAction, writing: Writing): Key | null {
  const { screen, prompt, message, notice } = state;
  const told = prompt !== null || message !== null || notice !== null;
  if (told || what !== "press" || at.row !== screen.rows - 1) return null;
  if (layoutOf(state).kind === "too small") return null;
  return footerLine(state, writing).find(({ from, to }) => at.column >= from && at.column < to)?.key ?? null;
}
