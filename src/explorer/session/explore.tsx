import { sortedCopies, withCauses } from "../../analysis/analyze.js";
import { LayerxError } from "../../errors.js";
import { escapeText } from "../../text/escape.js";
import type { Pieces } from "../../tree/pieces.js";
import type { Action, OpenIn } from "../action.js";
import { prepareNextKeys } from "../background-work.js";
import type { Look } from "../drawing/row.js";
import { Explorer } from "../explorer.js";
import { Jobs, type JobWorld } from "../jobs/jobs.js";
import { LayerComparison } from "../jobs/layer-comparison.js";
import type { Key } from "../keys/key-names.js";
import { actionOf } from "../keys/keys.js";
import type { LateWaits } from "../opening/late-waits.js";
import type { Reports } from "../pages/report/reports.js";
import { searching } from "../search-while-typing.js";
import type { State } from "../state.js";
import type { Subject } from "../subject.js";
import type { Screen } from "../terminal/display.js";
import { update } from "../update.js";
import { awaitedWork } from "../waiting.js";
import type { FilePrograms } from "./file-program.js";
import { openInProgram } from "./open-in-program.js";
import { perform } from "./perform.js";
import { WaitClock } from "./wait-clock.js";

interface ExploreOptions {
  readonly display: Screen;
  /** Ends the explorer. */
  readonly closed: AbortSignal;
  readonly look: Look;
  /** The folder from which relative targets start. */
  readonly cwd: string;
  /** `null` if the subject has no reports. */
  readonly reports: Reports | null;
  readonly programs?: FilePrograms | undefined;
  readonly imageNames?: JobWorld["imageNames"];
  readonly lateWaits: LateWaits;
  /** The first message. */
  readonly says?: string | null;
}

/**
 * The reason why the explorer ended: the user quit, the terminal was closed, or the user wants a comparison
 * or another platform.
 */
export type Ended =
  | { readonly is: "quit"; readonly everything: boolean }
  | { readonly is: "closed" }
  | { readonly is: "compare"; readonly source: string; readonly state: State }
  | { readonly is: "choose-platform"; readonly state: State };

/** Runs the explorer from a state on, until it ends. */
export async function explore(state: State, { closed, ...options }: ExploreOptions): Promise<Ended> {
  const over = new AbortController();
  const running = new Set<Promise<void>>();
  try {
    return await new Promise((resolve, reject) => {
      if (closed.aborted) return resolve({ is: "closed" });
      closed.addEventListener("abort", () => resolve({ is: "closed" }), { once: true });
      const stop = AbortSignal.any([closed, over.signal]);
      run(state, { ...options, stop, running, end: resolve, fail: reject });
    });
  } finally {
    over.abort();
    // A program that still has the terminal ends first, and its copy is removed.
    await Promise.all(running);
  }
}

interface RunOptions extends Omit<ExploreOptions, "closed"> {
  /** Ends all work when it is aborted. */
  readonly stop: AbortSignal;
  /** The program of the user that has the terminal, if any. */
  readonly running: Set<Promise<void>>;
  end(ended: Ended): void;
  fail(error: unknown): void;
}

function run(from: State, options: RunOptions): void {
  const { display, look, cwd, reports, programs, imageNames, lateWaits, says, stop, running, end, fail } =
    options;
  const { analysis } = from.subject;
  let state = from;
  const act = (action: Action) => {
    const next = update(state, action);
    state = next.state;
    for (const effect of next.effects)
      perform(effect, {
        display,
        jobs,
        compareLayers: (between) => layers.want(between),
        openIn,
        end: (asked) => end(asked.is === "quit" ? asked : { ...asked, state }),
      });
  };
  const press = (key: Key) => {
    const action = actionOf(state, key);
    if (action !== null) act(action);
  };
  // An error in a listener would not be caught, and the terminal would not be restored.
  const guarded = (listener: () => void) => {
    if (stop.aborted) return;
    try {
      listener();
    } catch (error) {
      fail(error);
    }
  };
  let idle: NodeJS.Immediate | undefined;
  /** Runs work in steps while no key waits. The next frame ends it. */
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
    display.show(<Explorer state={state} look={look} />);
    clock.watch(awaitedWork(state));
    if (found) meanwhile(prepareNextKeys(state), () => undefined);
    else meanwhile(search, draw);
  };
  const actAndDraw = (action: Action) =>
    guarded(() => {
      act(action);
      draw();
    });
  const openIn = (file: OpenIn) => {
    if (running.size > 0) return;
    const opening = openInProgram(analysis, file, { display, programs, signal: stop }).then(
      (problem) => actAndDraw(problem === null ? { type: "ignored" } : { type: "refuse", why: problem }),
      fail,
    );
    running.add(opening);
    void opening.finally(() => running.delete(opening));
  };
  const clock = new WaitClock((what, seconds) => actAndDraw({ type: "work-waits", what, seconds }));
  lateWaits.onWait = (why) => actAndDraw({ type: "request-waits", why });
  const jobs = new Jobs(analysis, { cwd, reports, imageNames }, (job, news) =>
    actAndDraw({ type: "job-news", job, news }),
  );
  const layers = new LayerComparison(from.subject, stop, actAndDraw);
  const endWork = () => {
    jobs.want([]);
    clock.watch(null);
  };
  stop.addEventListener("abort", endWork, { once: true });
  display.onRedraw = () => actAndDraw({ type: "resize", ...display.size });
  display.onKeys = (keys) =>
    guarded(() => {
      keys.forEach(press);
      draw();
    });
  display.onPaste = (text) => actAndDraw(pasted(state, text));
  display.onPoint = (pointer) => {
    if (pointer.on.is !== "key") actAndDraw(pointer);
    else if (pointer.what === "press") display.onKeys([pointer.on.key]);
  };

  // Waits of an earlier run may be over.
  act({ type: "request-waits", why: null });
  display.onRedraw();
  if (says !== undefined && says !== null) actAndDraw({ type: "refuse", why: says });
  if (state.waste.state === "looking") findWaste(state.subject, stop, actAndDraw);
}

/**
 * Returns the action for a pasted text. It is added to the open prompt in one line, and is never read as
 * keys.
 */
function pasted({ prompt }: State, text: string): Action {
  if (prompt === null) return { type: "refuse", why: "pasted text goes to a prompt: press / first" };
  return { type: "prompt-type", text: text.replace(/[\x00-\x1f\x7f-\x9f]+/g, " ").trim() };
}

/**
 * The maximum time in milliseconds before a typed letter is shown. If the matches are found by then, they are
 * shown, too.
 */
const PATIENCE_MS = 6;

/**
 * Works for some time.
 * @returns true if the work is done
 */
function workedFor(work: Pieces<void>, ms: number): boolean {
  const end = performance.now() + ms;
  while (!work.next().done) if (performance.now() > end) return false;
  return true;
}

/** Sends the waste when it is sorted, then again with its causes and advice. */
function findWaste(
  { analysis, wasteLists }: Subject,
  stop: AbortSignal,
  tell: (action: Action) => void,
): void {
  const found = async () => {
    const sorted = await sortedCopies(analysis, stop);
    tell({ type: "waste-sorted", copies: sorted });
    const copies = await withCauses(analysis, sorted, stop);
    for (const _ of wasteLists.prepareAll(copies)) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      stop.throwIfAborted();
    }
    tell({ type: "waste-found", copies });
  };
  found().catch((error: unknown) => {
    const why = error instanceof LayerxError ? `${error.what}: ${error.why}` : String(error);
    tell({ type: "waste-failed", why: escapeText(why) });
  });
}
