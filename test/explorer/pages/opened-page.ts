import { PAGES } from "../../../src/explorer/pages/pages.js";
import type { State } from "../../../src/explorer/state.js";
import { members, press, type StartOptions, start } from "../start.js";
import type { Step } from "../steps.js";

/** The ways in which tests open a page. Each page has its own, in the file `opened.ts` of its folder. */
export interface OpenedPage {
  /** Opens the page on the screen of `withFile`. */
  open(state: State): State;
  /** The steps that open the page in an archive, with the text in its frame at every width. */
  readonly steps: readonly Step[];
  /** Saves the archive for `steps`; by default it is samples/flask.tar. */
  archive?(): Promise<string>;
  /** The steps that try each key of the page in samples/flask.tar, by the key's name and its first place. */
  readonly keys?: Readonly<Record<string, readonly Step[]>>;
}

export const KINDS = PAGES.map(({ kind }) => kind);

export async function openedPage(kind: string): Promise<OpenedPage> {
  const { OPENED } = await import(`./${kind}/opened.ts`);
  return OPENED;
}

/** Returns a state with the cursor on a file with two versions, in an image with a warning. */
export async function withFile(size?: Pick<StartOptions, "columns" | "rows">): Promise<State> {
  const layers = [members("etc/", "etc/hosts: one", "a.py: 1"), members("etc/hosts: other")];
  const state = await start(layers, { ...size, history: ["RUN make a", "RUN make b"] });
  state.subject.analysis.image.warnings.push({ code: "odd", message: "it is odd" });
  return press(state, "2/hosts⏎");
}

/** Returns the versions of the file of `withFile`. */
export function versionsOf({ subject, files }: State): number[] {
  return subject.timeline(files.chosen).map(({ row }) => row);
}
