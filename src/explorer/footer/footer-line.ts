import { textColumns } from "../../text/width.js";
import { keyName } from "../keys/key-name.js";
import type { State } from "../state.js";
import { type FooterWord, footerWords } from "./footer-words.js";

/** A key in the line at the bottom, with its word behind it. */
export interface FooterKey extends FooterWord {
  /** As it is written. */
  readonly name: string;
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
  return all.filter((key, index) => {
    if (index >= end) return true;
    if (width(key) > left) return false;
    left -= width(key);
    return true;
  });
}
