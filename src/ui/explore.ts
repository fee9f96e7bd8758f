import { type Analysis, waste } from "../analysis/analyze.js";
import type { Base } from "../analysis/base.js";
import { LayerxError } from "../errors.js";
import type { Action } from "../explorer/action.js";
import { ahead } from "../explorer/ahead.js";
import { pointedKey } from "../explorer/footer-line.js";
import { actionOf, type Key } from "../explorer/keys.js";
import type { Reports } from "../explorer/reports.js";
import { searching } from "../explorer/searching.js";
import type { Settings } from "../explorer/settings.js";
import { initialState, type State } from "../explorer/state.js";
import { Subject } from "../explorer/subject.js";
import { update } from "../explorer/update.js";
import { escapeText } from "../text/escape.js";
import type { Pieces } from "../tree/pieces.js";
import type { Display } from "./display.js";
import { frame } from "./frame.js";
import { Jobs } from "./jobs/jobs.js";
import type { Look } from "./line.js";
import { perform } from "./perform.js";

interface ExploreOptions {
  /** Where the base image ends; `null` where that does not show. */
  readonly base: Base | null;
  readonly display: Display;
  /** Ends it. */
  readonly gone: AbortSignal;
  readonly look: Look;
  readonly settings: Pick<Settings, "keys" | "mouse">;
  /** What a relative path to write to starts from. */
  readonly cwd: string;
  readonly reports: Reports;
}

/** Runs the explorer. @returns 0 when the user quit, 130 when it was ended from outside. */
export async function explore(analysis: Analysis, { gone, ...options }: ExploreOptions): Promise<0 | 130> {
  const over = new AbortController();
  try {
    return await new Promise((resolve, reject) => {
      if (gone.aborted) return resolve(130);
      gone.addEventListener("abort", () => resolve(130), { once: true });
      const stop = AbortSignal.any([gone, over.signal]);
      run(analysis, { ...options, stop, quit: () => resolve(0), fail: reject });
    });
  } finally {
    over.abort();
  }
}

interface RunOptions extends Omit<ExploreOptions, "gone"> {
  /** Nothing is done any more once it is aborted. */
  readonly stop: AbortSignal;
  quit(): void;
  fail(error: unknown): void;
}

function run(
  analysis: Analysis,
  { base, display, look, settings, cwd, reports, stop, quit, fail }: RunOptions,
): void {
  const subject = new Subject(analysis, base);
  let state: State = initialState(subject, display.size, { ...settings, reports: reports.formats });
  const act = (action: Action) => {
    const next = update(state, action);
    state = next.state;
    for (const effect of next.effects) perform(effect, { display, jobs, quit });
  };
  const press = (key: Key) => {
    const action = actionOf(state, key);
    if (action !== null) act(action);
  };
  // What a listener throws would reach nobody, and leave the terminal as it is.
  const guarded = (listener: () => void) => {
    if (stop.aborted) return;
    try {
      listener();
    } catch (error) {
      fail(error);
    }
  };
  let idle: NodeJS.Immediate | undefined;
  /** Works in pieces while no key waits; the next frame ends it. */
  const meanwhile = (work: Pieces<void>, done: () => void) => {
    clearImmediate(idle);
    const piece = () =>
      guarded(() => {
        if (work.next().done) done();
        else idle = setImmediate(piece);
      });
    idle = setImmediate(piece);
  };
  const draw = () => {
    const search = searching(state);
    const found = workedFor(search, PATIENCE_MS);
    if (found) act({ type: "found" });
    display.show(frame(state, look));
    if (found) meanwhile(ahead(state), () => undefined);
    else meanwhile(search, draw);
  };
  const actAndDraw = (action: Action) =>
    guarded(() => {
      act(action);
      draw();
    });
  const jobs = new Jobs(analysis, { cwd, reports }, (job, news) => actAndDraw({ type: "told", job, news }));
  stop.addEventListener("abort", () => jobs.want([]), { once: true });
  display.onRedraw = () => actAndDraw({ type: "resize", ...display.size });
  display.onKeys = (keys) =>
    guarded(() => {
      keys.forEach(press);
      draw();
    });
  display.onPoint = (pointer) => {
    const key = pointedKey(state, pointer, look);
    if (key === null) actAndDraw(pointer);
    else display.onKeys([key]);
  };

  display.onRedraw();
  findWaste(analysis, stop, actAndDraw);
}

/** What is typed is shown this soon, with the paths that match where they are known by then. */
const PATIENCE_MS = 6;

/** Works for some time. @returns true when it is done. */
function workedFor(work: Pieces<void>, ms: number): boolean {
  const end = performance.now() + ms;
  while (!work.next().done) if (performance.now() > end) return false;
  return true;
}

function findWaste(analysis: Analysis, stop: AbortSignal, tell: (action: Action) => void): void {
  waste(analysis, stop).then(
    (copies) => tell({ type: "waste-found", copies }),
    (error: unknown) => {
      const why = error instanceof LayerxError ? `${error.what}: ${error.why}` : String(error);
      tell({ type: "waste-failed", why: escapeText(why) });
    },
  );
}
