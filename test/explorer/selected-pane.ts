import type { Step } from "./steps.js";

/** How tests use a pane. Each pane has one, in the file `selected.ts` of its folder. */
export interface SelectedPane {
  /** Selects it in samples/flask.tar, and says what its border and its rows show at every width. */
  readonly steps: readonly Step[];
  /** What each key of the pane does in samples/flask.tar, by its name and its first place. */
  readonly keys: Readonly<Record<string, readonly Step[]>>;
}

export async function selectedPane(name: string): Promise<SelectedPane> {
  const { SELECTED } = await import(`./${name}/selected.ts`);
  return SELECTED;
}
