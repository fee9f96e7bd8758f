import { onTestFinished } from "vitest";
import { analyze } from "../../src/analysis/analyze.js";
import type { Action } from "../../src/explorer/action.js";
import { Jobs } from "../../src/explorer/jobs/jobs.js";
import { actionOf } from "../../src/explorer/keys/keys.js";
import type { Reports } from "../../src/explorer/pages/report/reports.js";
import { topView, type ViewPage } from "../../src/explorer/pages/view/view-page.js";
import { initialState, type State } from "../../src/explorer/state.js";
import { Subject } from "../../src/explorer/subject.js";
import { update } from "../../src/explorer/update.js";
import type { Image } from "../../src/image/image.js";
import { open } from "../source/opening.js";
import type { LayerCompression } from "../support/compression.js";
import { image } from "../support/fixture.js";
import type { LayerSpec } from "../support/layer-spec.js";
import { packings } from "../support/packings.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";
import { draw } from "./draw.js";
import { SIGNS } from "./start.js";

interface ViewingOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly compression?: LayerCompression;
}

/** Opens the explorer on a real archive, without a terminal. The jobs of its pages run. */
export async function viewing(
  layers: readonly LayerSpec[],
  { columns = 60, rows = 14, compression = "none" }: ViewingOptions = {},
): Promise<Viewing> {
  const path = await save(packings.dockerSave25, [await image(layers, { compression })], tempDir());
  return viewingImage(await open(path), { columns, rows });
}

export async function viewingImage(
  opened: Image,
  { columns = 60, rows = 14 }: ViewingOptions = {},
): Promise<Viewing> {
  const session = new Viewing(
    initialState(new Subject(await analyze(opened)), { columns, rows }, { reports: REPORTS.formats }),
  );
  session.act({ type: "resize", columns, rows });
  onTestFinished(async () => {
    session.jobs.want([]);
    await opened.close();
  });
  return session;
}

/** Reports cannot be saved here. They have their own tests. */
const REPORTS: Reports = {
  formats: [{ name: "text", ending: "txt" }],
  save: () => Promise.reject(new Error("no reports here")),
};

const TIMEOUT_MS = 25_000;

export class Viewing {
  state: State;
  readonly jobs: Jobs;
  readonly #watchers = new Set<() => void>();

  constructor(state: State) {
    this.state = state;
    this.jobs = new Jobs(state.subject.analysis, { cwd: ".", reports: REPORTS }, (job, news) =>
      this.act({ type: "job-news", job, news }),
    );
  }

  act(action: Action): void {
    const next = update(this.state, action);
    this.state = next.state;
    for (const effect of next.effects) if (effect.type === "work") this.jobs.want(effect.jobs);
    for (const watcher of [...this.#watchers]) watcher();
  }

  /** Presses keys, one for each character, like `press()` in `start.ts`. */
  press(keys: string): void {
    for (const char of keys) {
      const action = actionOf(this.state, SIGNS[char] ?? char);
      if (action !== null) this.act(action);
    }
    this.act({ type: "found" });
  }

  /** Presses keys, and waits until the screen shows a text. */
  async show(keys: string, expected: string | RegExp): Promise<void> {
    this.press(keys);
    await this.until(() =>
      typeof expected === "string" ? this.drawing.includes(expected) : expected.test(this.drawing),
    );
  }

  /** Waits until a condition is true. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`timeout while waiting for ${condition}; the screen is\n${this.drawing}`)),
        TIMEOUT_MS,
      );
      const watcher = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
      watcher();
    });
  }

  get drawing(): string {
    return draw(this.state);
  }

  /** The lines within the border of the page, without spaces at their ends. */
  get lines(): string[] {
    return this.drawing
      .split("\n")
      .slice(2, -2)
      .map((line) => line.replace(/^│|│$/g, "").trimEnd());
  }

  get title(): string {
    return this.drawing.split("\n")[1].replace(/^╭ | ─*╮$/g, "");
  }

  /** The topmost page, which shows a file. */
  get page(): ViewPage {
    const page = topView(this.state);
    if (page === null) throw new Error(`no file is open:\n${this.drawing}`);
    return page;
  }
}
