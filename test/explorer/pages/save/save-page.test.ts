import { describe, expect, test } from "vitest";
import type { Job, News } from "../../../../src/explorer/jobs/job.js";
import { jobsOf } from "../../../../src/explorer/pages/page-jobs.js";
import { topPage } from "../../../../src/explorer/pages/page-stack.js";
import type { SavePage } from "../../../../src/explorer/pages/save/save-page.js";
import type { State } from "../../../../src/explorer/state.js";
import { update } from "../../../../src/explorer/update.js";
import { escapeText } from "../../../../src/text/escape.js";
import { draw } from "../../draw.js";
import { members, press, start } from "../../start.js";

const LAYERS = [members("etc/hosts: 1", "opt/app: 1"), [{ path: "opt/.wh.app" }]];

function page(state: State): SavePage {
  const top = topPage<SavePage>(state, "save");
  if (top === null) throw new Error(`the open page is ${state.pages.at(-1)?.kind ?? "none"}`);
  return top;
}

function withNews(state: State, news: News): State {
  const [job] = jobsOf(state);
  return update(state, { type: "job-news", job, news }).state;
}

function wanted(jobs: readonly Job[]): unknown[] {
  return jobs.map((job) => (job.kind === "save" ? { to: job.to, overwrite: job.overwrite } : job));
}

describe("saving", () => {
  test("e opens a prompt for the target, and ⏎ saves the file", async () => {
    const prompted = press(await start(LAYERS), "2e");
    expect([prompted.prompt, jobsOf(prompted)]).toMatchObject([{ kind: "save", text: "./", caret: 2 }, []]);
    const state = press(prompted, "out⏎");
    expect([state.prompt, page(state).layer, wanted(jobsOf(state))]).toEqual([
      null,
      0,
      [{ to: "./out", overwrite: false }],
    ]);
  });

  test("saving a removed file saves its version before the removal", async () => {
    const state = press(await start(LAYERS), "j2jje⏎");
    const { tree } = state.subject.analysis;
    expect([tree.path(page(state).node), page(state).layer]).toEqual(["/opt/app", 0]);
    expect(page(state).rootfs[page(state).node]).toBeGreaterThanOrEqual(0);
  });

  test("saving without a target or without a path shows a message", async () => {
    const state = press(await start(LAYERS), "2e⌫⌫⏎");
    expect([state.pages, state.message]).toEqual([[], "type where to save it"]);
    expect(press(await start([[]]), "2e").message).toBe("there is no path here");
  });

  test("saving replaces an existing file only after a confirmation with ⏎", async () => {
    const state = press(await start(LAYERS), "2e⏎");
    expect(press(state, "⏎").message).toBe("esc goes back");
    const asking = withNews(state, { of: "in the way", why: escapeText("there is a file") });
    expect([page(asking).step, jobsOf(asking)]).toEqual([{ is: "asking", why: "there is a file" }, []]);
    expect(press(asking, "⎋").pages).toEqual([]);
    expect(wanted(jobsOf(press(asking, "⏎")))).toEqual([{ to: "./", overwrite: true }]);
  });

  test("a long message is wrapped, and warnings below the screen are reached by scrolling", async () => {
    const state = press(await start(LAYERS, { columns: 80, rows: 12 }), "2e⏎");
    const why = `/srv/${"long/".repeat(12)}a already exists, and 14 more; nothing was written`;
    const asking = draw(withNews(state, { of: "in the way", why: escapeText(why) }));
    expect(asking.replace(/[│\s]+/g, " ")).toContain("nothing was written");
    const warnings = Array.from({ length: 20 }, (_, at) => escapeText(`warning ${at}`));
    const done = withNews(state, { of: "saved", said: escapeText("20 files"), warnings });
    expect([draw(done), draw(press(done, "G"))].map((text) => text.includes("! warning 19"))).toEqual([
      false,
      true,
    ]);
  });

  test("esc stops saving and shows the saved files, and esc again goes back", async () => {
    const progress = { written: escapeText("1 file, 5B"), bytes: 5, totalBytes: 10 };
    const state = withNews(press(await start(LAYERS), "2e⏎"), { of: "saving", progress });
    const stopped = press(state, "⎋");
    expect([page(stopped).step, jobsOf(stopped)]).toEqual([{ is: "stopped", said: "1 file, 5B" }, []]);
    expect(press(stopped, "⎋").pages).toEqual([]);
  });

  test("an error while saving also shows the saved files", async () => {
    const state = press(await start(LAYERS), "2e⏎");
    const failed = withNews(state, { of: "failure", why: escapeText("the disk is full") });
    expect(page(failed).step).toEqual({ is: "failed", why: "the disk is full", said: "nothing" });
  });
});
