import type { BetweenLayers } from "../analysis/diff/between-layers.js";
import { type FilesState, openedFiles } from "./files/files-state.js";
import type { KeyMap } from "./keys/key-names.js";
import type { List } from "./list.js";
import type { Page } from "./pages/page.js";
import type { ReportFormat } from "./pages/report/reports.js";
import type { PaneWidth, StartSettings } from "./settings.js";
import type { Subject, Waste } from "./subject.js";
import type { Prompt, PromptKind } from "./typing/prompt-line.js";
import type { WasteGrouping } from "./waste/grouping.js";

/** The complete state of the screen. `update` returns the next state. */
export interface State {
  readonly subject: Subject;
  readonly screen: { readonly columns: number; readonly rows: number };
  /** The name of the pane with the focus. */
  readonly focus: string;
  /** True if the pane with the focus fills the screen. */
  readonly zoomed: boolean;
  /** The width of the left column, if the user chose one. */
  readonly leftWidth: PaneWidth | undefined;
  readonly layers: LayersState;
  readonly files: FilesState;
  readonly waste: Waste & WasteView;
  /** The positions in the lists of the other panes, by their names. */
  readonly lists: Readonly<Record<string, List>>;
  /** The pages above the panes, the topmost last. */
  readonly pages: readonly Page[];
  /** The open prompt; `null` if there is none. */
  readonly prompt: Prompt | null;
  /** Accepted texts of each kind of prompt, oldest first. */
  readonly typedBefore: Readonly<Partial<Record<PromptKind, readonly string[]>>>;
  /** The user's home folder, which a typed `~` means; `null` if it is unknown. */
  readonly home: string | null;
  /** The reason why the last key had no effect. It is shown until the next key. */
  readonly message: string | null;
  /** The effect of the last key, if it is not visible otherwise. It is shown until the next key. */
  readonly notice: string | null;
  /** The user's keys, which replace those of the table. */
  readonly keys: KeyMap;
  /** True if clicks and the wheel are used. */
  readonly mouse: boolean;
  /** The formats in which a report on the image can be saved. The first one is the default. */
  readonly reports: readonly ReportFormat[];
}

/** The cursor is on the chosen instruction. */
interface LayersState extends List {
  /** The layer that others are compared with. */
  readonly marked: number | null;
  /** The two layers whose contents were compared last; `null` before the first comparison. */
  readonly decided: DecidedLayers | null;
}

/** The differences between two layers, with all contents compared. */
export interface DecidedLayers {
  readonly lower: number;
  readonly upper: number;
  readonly view: BetweenLayers;
}

/** The view of the waste. */
interface WasteView {
  readonly by: WasteGrouping;
  /** The open groups, by their index among all. */
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
  return {
    subject,
    screen,
    focus: "layers",
    zoomed: false,
    leftWidth: start.leftWidth,
    layers: { cursor: firstLayer(subject), top: 0, marked: null, decided: null },
    files: openedFiles(start),
    waste: { state: "looking", copies: null, by: "advice", opened: new Set() },
    lists: {},
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

/**
 * Returns the row of the first instruction with a layer. `ARG` and `LABEL` may be before it, and have no
 * files to show.
 */
function firstLayer({ instructions }: Subject): number {
  return Math.max(
    instructions.findIndex(({ layer }) => layer !== null),
    0,
  );
}
