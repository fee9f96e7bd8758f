import type { BetweenLayers } from "../analysis/diff/between-layers.js";
import { type FilesState, openedFiles } from "./files/files-state.js";
import type { KeyMap } from "./keys/key-words.js";
import type { Pane } from "./layout.js";
import type { List } from "./list.js";
import type { Page } from "./pages/page.js";
import type { ReportFormat } from "./pages/report/reports.js";
import type { PaneWidth, StartSettings } from "./settings.js";
import type { Subject, Waste } from "./subject.js";
import type { Prompt, PromptKind } from "./typing/prompt-line.js";
import type { WasteGrouping } from "./waste/grouping.js";

/** Everything that decides what is on the screen: a value, which `update` turns into the next one. */
export interface State {
  readonly subject: Subject;
  readonly screen: { readonly columns: number; readonly rows: number };
  readonly focus: Pane;
  /** The pane with the focus fills the screen. */
  readonly zoomed: boolean;
  /** Of the left column, if the user chose one. */
  readonly leftWidth: PaneWidth | undefined;
  readonly layers: LayersState;
  readonly files: FilesState;
  readonly waste: Waste & WasteView;
  /** What lies over the panes, the topmost last. */
  readonly pages: readonly Page[];
  /** The line that is being typed. */
  readonly prompt: Prompt | null;
  /** What was typed and accepted, oldest first, by kind of prompt. */
  readonly typedBefore: Readonly<Partial<Record<PromptKind, readonly string[]>>>;
  /** The user's home folder, which a typed `~` means; `null` where it is not known. */
  readonly home: string | null;
  /** Why the last key did nothing; until the next one. */
  readonly message: string | null;
  /** What the last key did, where nothing else shows it; until the next one. */
  readonly notice: string | null;
  /** The keys that the user chose, in place of those of the table. */
  readonly keys: KeyMap;
  /** Whether clicks and the wheel are heard. */
  readonly mouse: boolean;
  /** The forms in which a report on the image can be saved; the first is the one that is proposed. */
  readonly reports: readonly ReportFormat[];
}

/** The chosen instruction. */
interface LayersState extends List {
  /** The layer that others are compared with. */
  readonly marked: number | null;
  /** The two layers that were compared last with their contents; `null` until some were. */
  readonly decided: DecidedLayers | null;
}

/** What changed between two layers, all contents compared. */
export interface DecidedLayers {
  readonly lower: number;
  readonly upper: number;
  readonly view: BetweenLayers;
}

/** How the waste is looked at. */
interface WasteView {
  readonly list: List;
  readonly by: WasteGrouping;
  /** The groups that are unfolded, by their place among all. */
  readonly opened: ReadonlySet<number>;
}

interface Choices {
  readonly keys?: KeyMap;
  readonly mouse?: boolean;
  readonly reports: readonly ReportFormat[];
  readonly home?: string | null;
  readonly start?: StartSettings;
}

export function initialState(
  subject: Subject,
  screen: State["screen"],
  { keys = new Map(), mouse = true, reports, home = null, start = {} }: Choices,
): State {
  const list: List = { cursor: 0, top: 0 };
  return {
    subject,
    screen,
    focus: "layers",
    zoomed: false,
    leftWidth: start.leftWidth,
    layers: { ...list, cursor: firstLayer(subject), marked: null, decided: null },
    files: openedFiles(start),
    waste: { state: "looking", copies: null, list, by: "advice", opened: new Set() },
    pages: [],
    prompt: null,
    typedBefore: {},
    home,
    message: null,
    notice: null,
    keys,
    mouse,
    reports,
  };
}

/** The row of the first instruction that made a layer: `ARG` and `LABEL` may be before it, and have no files to show. */
function firstLayer({ instructions }: Subject): number {
  return Math.max(
    instructions.findIndex(({ layer }) => layer !== null),
    0,
  );
}
