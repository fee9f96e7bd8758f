import type { ListJob } from "../jobs/job.js";
import type { FolderEntry } from "./path-completion.js";
import type { Edit, TypedText } from "./typed-text.js";

/** The prompt: a line that the user types at the bottom of the screen. */
export interface Prompt extends TypedText {
  readonly kind: PromptKind;
  /** The earlier text that is shown, if any. */
  readonly recall: Recall;
  /** The listing that Tab waits for. */
  readonly completing: ListJob | null;
  /** The names that Tab found, until the next key; `null` if Tab was not pressed. */
  readonly fitting: readonly FolderEntry[] | null;
}

export type PromptKind = "line" | "filter" | "search" | "save" | "find" | "help" | "report" | "compare";

export type PromptAction =
  /** `text`: the first text of the prompt. */
  | { readonly type: "prompt-start"; readonly kind: PromptKind; readonly text?: string }
  | { readonly type: "prompt-type"; readonly text: string }
  /** Moves the caret or erases, as in a shell. */
  | { readonly type: "prompt-edit"; readonly edit: Edit }
  /** Shows earlier texts: 1 is a step back, −1 a step forward. */
  | { readonly type: "prompt-recall"; readonly by: 1 | -1 }
  /** Completes the path before the caret. */
  | { readonly type: "prompt-complete" }
  | { readonly type: "prompt-keep" }
  | { readonly type: "prompt-cancel" };

/** The maximum number of remembered texts of one kind of prompt. */
const MOST_REMEMBERED = 100;

/**
 * Returns the remembered texts, oldest first, with one more. Equal texts are remembered once, at the last
 * place.
 */
export function remembered(texts: readonly string[], text: string): readonly string[] {
  if (text.trim() === "") return texts;
  return [...texts.filter((one) => one !== text), text].slice(-MOST_REMEMBERED);
}

/**
 * The position in the remembered texts: `at` counts back from the newest; 0 is the text that the user is
 * typing.
 */
export interface Recall {
  readonly at: number;
  /** The text before the first step back. */
  readonly draft: string;
}

export const NOT_RECALLED: Recall = { at: 0, draft: "" };

/** Returns the text one step back (1) or forward (−1); `null` if there is none in that direction. */
export function recalled(
  texts: readonly string[],
  { recall, text, by }: { readonly recall: Recall; readonly text: string; readonly by: 1 | -1 },
): { readonly recall: Recall; readonly text: string } | null {
  const at = recall.at + by;
  if (at < 0 || at > texts.length) return null;
  const draft = recall.at === 0 ? text : recall.draft;
  return { recall: { at, draft }, text: at === 0 ? draft : texts[texts.length - at] };
}
