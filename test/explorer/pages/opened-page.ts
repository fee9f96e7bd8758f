import { PAGES } from "../../../src/explorer/pages/pages.js";
import type { State } from "../../../src/explorer/state.js";
import { members, press, type StartOptions, start } from "../start.js";
import type { Step } from "../steps.js";

/** How tests open a page. Each page has one, in the file `opened.ts` of its folder. */
export interface OpenedPage {
  /** Opens it on the screen of `withFile`. */
  open(state: State): State;
  /** Opens it in an archive, and says what its frame shows at every width. */
  readonly steps: readonly Step[];
  /** The archive; by default samples/flask.tar. */
  archive?(): Promise<string>;
  /** What each key of the page does in samples/flask.tar, by its name and its first place. */
  readonly keys?: Readonly<Record<string, readonly Step[]>>;
}

export const KINDS = PAGES.map(({ kind }) => kind);

export async function openedPage(kind: string): Promise<OpenedPage> {
  const { OPENED } = await import(`./${kind}/opened.ts`);
  return OPENED;
}

/** The cursor is on a file with two versions, in an image with a warning. */
export async function withFile(size?: Pick<StartOptions, "columns" | "rows">): Promise<State> {
  const layers = [members("etc/", "etc/hosts: one", "a.py: 1"), members("etc/hosts: other")];
  const state = await start(layers, { ...size, history: ["RUN make a", "RUN make b"] });
  state.subject.analysis.image.warnings.push({ code: "odd", message: "it is odd" });
  return press(state, "2/hosts⏎");
}

/** The versions of the file of `withFile`. */
export function versionsOf({ subject, files }: State): number[] {
  return subject.timeline(files.chosen).map(({ row }) => row);
}
