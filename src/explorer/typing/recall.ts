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

/** The text one step back (1) or forth (−1); `null` where there is none in that direction. */
export function recalled(
  texts: readonly string[],
  { recall, text, by }: { readonly recall: Recall; readonly text: string; readonly by: 1 | -1 },
): { readonly recall: Recall; readonly text: string } | null {
  const at = recall.at + by;
  if (at < 0 || at > texts.length) return null;
  const draft = recall.at === 0 ? text : recall.draft;
  return { recall: { at, draft }, text: at === 0 ? draft : texts[texts.length - at] };
}
