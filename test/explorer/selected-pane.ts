import type { Step } from "./steps.js";

/** The ways in which tests use a pane. Each pane has its own, in the file `selected.ts` of its folder. */
export interface SelectedPane {
  /** The steps that select the pane in samples/flask.tar, with the text in its border and rows at every width. */
  readonly steps: readonly Step[];
  /** The steps that try each key of the pane in samples/flask.tar, by the key's name and its first place. */
  readonly keys: Readonly<Record<string, readonly Step[]>>;
}

export async function selectedPane(name: string): Promise<SelectedPane> {
  const { SELECTED } = await import(`./${name}/selected.ts`);
  return SELECTED;
}
