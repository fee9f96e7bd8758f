import type { ListJob } from "../viewer/job.js";
import type { FolderEntry } from "./path-completion.js";
import type { Edit, TypedText } from "./typed-text.js";

/** A line that is typed at the bottom of the screen. */
export interface Prompt extends TypedText {
  readonly kind: PromptKind;
  /** Which earlier text is shown, if any. */
  readonly recall: Recall;
  /** The listing that Tab waits for. */
  readonly completing: ListJob | null;
  /** The names that Tab found, until the next key; `null` where Tab was not pressed. */
  readonly fitting: readonly FolderEntry[] | null;
}

export type PromptKind = "line" | "filter" | "search" | "save" | "find" | "help" | "report" | "compare";

export type PromptAction =
  /** `text`: what is typed already. */
  | { readonly type: "prompt-start"; readonly kind: PromptKind; readonly text?: string }
  | { readonly type: "prompt-type"; readonly text: string }
  /** Moves the caret or erases, as a shell's line does. */
  | { readonly type: "prompt-edit"; readonly edit: Edit }
  /** Shows what was typed before: 1 is a step back, −1 a step forth. */
  | { readonly type: "prompt-recall"; readonly by: 1 | -1 }
  /** Completes the path before the caret. */
  | { readonly type: "prompt-complete" }
  | { readonly type: "prompt-keep" }
  | { readonly type: "prompt-cancel" };

/** Texts that are remembered of one kind of prompt. */
const MOST_REMEMBERED = 100;

/** The remembered texts, oldest first, with one more; the same text is remembered once, at its last place. */
export function remembered(texts: readonly string[], text: string): readonly string[] {
  if (text.trim() === "") return texts;
  return [...texts.filter((one) => one !== text), text].slice(-MOST_REMEMBERED);
}

/** Where in the remembered texts a prompt is: `at` counts back from the newest; 0 is the text that was being typed. */
export interface Recall {
  readonly at: number;
  /** What was being typed before the first step back. */
  readonly draft: string;
}

export const NOT_RECALLED: Recall = { at: 0, draft: "" };

/** The text one step back (1) or forth (−1); `null` if there is none in that direction. */
export function recalled(
  texts: readonly string[],
  { recall, text, by }: { readonly recall: Recall; readonly text: string; readonly by: 1 | -1 },
): { readonly recall: Recall; readonly text: string } | null {
  const at = recall.at + by;
  if (at < 0 || at > texts.length) return null;
  const draft = recall.at === 0 ? text : recall.draft;
  return { recall: { at, draft }, text: at === 0 ? draft : texts[texts.length - at] };
}
