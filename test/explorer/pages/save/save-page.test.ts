import { describe, expect, test } from "vitest";
import type { SavePage } from "../../../../src/explorer/pages/page.js";
import type { State } from "../../../../src/explorer/state.js";
import { update } from "../../../../src/explorer/update.js";
import type { Job, News } from "../../../../src/explorer/viewer/job.js";
import { jobsOf } from "../../../../src/explorer/viewer/update-viewer.js";
import { escapeText } from "../../../../src/text/escape.js";
import { members, press, start } from "../../start.js";

const LAYERS = [members("etc/hosts: 1", "opt/app: 1"), [{ path: "opt/.wh.app" }]];

function page(state: State): SavePage {
  const top = state.pages.at(-1);
  if (top?.kind !== "save") throw new Error(`${top?.kind ?? "no page"} lies on top`);
  return top;
}

function tell(state: State, news: News): State {
  const [job] = jobsOf(state);
  return update(state, { type: "job-news", job, news }).state;
}

function wanted(jobs: readonly Job[]): unknown[] {
  return jobs.map((job) => (job.kind === "save" ? { to: job.to, overwrite: job.overwrite } : job));
}

describe("saving", () => {
  test("asks for a target, and begins when it is entered", async () => {
    const asked = press(await start(LAYERS), "2e");
    expect([asked.prompt, jobsOf(asked)]).toMatchObject([{ kind: "save", text: "./", caret: 2 }, []]);
    const state = press(asked, "out⏎");
    expect([state.prompt, page(state).layer, wanted(jobsOf(state))]).toEqual([
      null,
      0,
      [{ to: "./out", overwrite: false }],
    ]);
  });

  test("takes what a layer removed as it was before", async () => {
    const state = press(await start(LAYERS), "j2jje⏎");
    const { tree } = state.subject.analysis;
    expect([tree.path(page(state).node), page(state).layer]).toEqual(["/opt/app", 0]);
    expect(page(state).rootfs[page(state).node]).toBeGreaterThanOrEqual(0);
  });

  test("is not done where nothing is typed, or there is no path", async () => {
    const state = press(await start(LAYERS), "2e⌫⌫⏎");
    expect([state.pages, state.message]).toEqual([[], "type where to save it"]);
    expect(press(await start([[]]), "2e").message).toBe("there is no path here");
  });

  test("replaces what is there only when ⏎ says so", async () => {
    const state = press(await start(LAYERS), "2e⏎");
    expect(press(state, "⏎").message).toBe("esc goes back");
    const asking = tell(state, { of: "in the way", why: escapeText("there is a file") });
    expect([page(asking).step, jobsOf(asking)]).toEqual([{ is: "asking", why: "there is a file" }, []]);
    expect(press(asking, "⎋").pages).toEqual([]);
    expect(wanted(jobsOf(press(asking, "⏎")))).toEqual([{ to: "./", overwrite: true }]);
  });

  test("esc stops it and says what is there, then goes back", async () => {
    const progress = { written: escapeText("1 file, 5B"), bytes: 5, totalBytes: 10 };
    const state = tell(press(await start(LAYERS), "2e⏎"), { of: "saving", progress });
    const stopped = press(state, "⎋");
    expect([page(stopped).step, jobsOf(stopped)]).toEqual([{ is: "stopped", said: "1 file, 5B" }, []]);
    expect(press(stopped, "⎋").pages).toEqual([]);
  });

  test("a failure says what is there as well", async () => {
    const state = press(await start(LAYERS), "2e⏎");
    const failed = tell(state, { of: "failure", why: escapeText("the disk is full") });
    expect(page(failed).step).toEqual({ is: "failed", why: "the disk is full", said: "nothing" });
  });
});
