import type { Printable } from "../text/escape.js";
import { type FilesState, openedFiles } from "./files/files-state.js";
import type { KeyMap } from "./keys/key-names.js";
import { type LayersState, openedLayers } from "./layers/layers-state.js";
import type { List } from "./list.js";
import type { Page } from "./pages/page.js";
import type { ReportFormat } from "./pages/report/reports.js";
import type { PaneWidth, StartSettings } from "./settings.js";
import type { Subject } from "./subject.js";
import type { Prompt, PromptKind } from "./typing/prompt-line.js";
import { OPENED_WASTE, type WasteState } from "./waste/waste-state.js";

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
  readonly waste: WasteState;
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
  /** The long waits, which the first line shows. */
  readonly waits: Waits;
  /** The user's keys, which replace those of the table. */
  readonly keys: KeyMap;
  /** True for a comparison that was opened from an image: leaving it returns to that image. */
  readonly fromImage: boolean;
  /** True if clicks and the wheel are used. */
  readonly mouse: boolean;
  /** The formats in which a report on the image can be saved. The first one is the default. */
  readonly reports: readonly ReportFormat[];
}

interface Waits {
  /** Why a request waits for its next try, and how long; `null` if none waits. */
  readonly request: Printable | null;
  /** Work that the user has waited for, for at least a second; `null` before the first wait. */
  readonly work: { readonly what: Printable; readonly seconds: number } | null;
}

const NO_WAITS: Waits = { request: null, work: null };

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
    layers: openedLayers(subject),
    files: openedFiles(start),
    waste: OPENED_WASTE,
    lists: {},
    pages: [],
    prompt: null,
    typedBefore: {},
    home,
    message: null,
    notice: null,
    waits: NO_WAITS,
    keys,
    fromImage: false,
    mouse,
    reports,
  };
}
