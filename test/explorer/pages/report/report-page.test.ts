import { describe, expect, test } from "vitest";
import type { News } from "../../../../src/explorer/jobs/job.js";
import { actionOf } from "../../../../src/explorer/keys/keys.js";
import { jobsOf } from "../../../../src/explorer/pages/page-jobs.js";
import { topPage } from "../../../../src/explorer/pages/page-stack.js";
import type { ReportPage } from "../../../../src/explorer/pages/report/report-page.js";
import { reportName } from "../../../../src/explorer/pages/report/report-page.js";
import { endingsText, formatOf } from "../../../../src/explorer/pages/report/reports.js";
import type { State } from "../../../../src/explorer/state.js";
import { update } from "../../../../src/explorer/update.js";
import { escapeText } from "../../../../src/text/escape.js";
import { members, press, REPORTS, start } from "../../start.js";

const LAYERS = [members("a: 1"), members("a: 2")];

function page(state: State): ReportPage {
  const top = topPage<ReportPage>(state, "report");
  if (top === null) throw new Error(`the open page is ${state.pages.at(-1)?.kind ?? "none"}`);
  return top;
}

function withNews(state: State, news: News): State {
  const [job] = jobsOf(state);
  return update(state, { type: "job-news", job, news }).state;
}

/** Returns the reports that are being written: format, path, number of wasted copies, and if a file may be replaced. */
function written(state: State): unknown[] {
  return jobsOf(state).map((job) =>
    job.kind === "report" ? [job.format.name, job.to, job.copies?.length, job.replace] : job,
  );
}

describe("a report", () => {
  test("r suggests a report name from the name of the image, and ⏎ writes the report", async () => {
    const prompted = press(await start(LAYERS), "r");
    expect([prompted.prompt, jobsOf(prompted)]).toMatchObject([
      { kind: "report", text: "./test-1.layerx.md" },
      [],
    ]);
    const state = press(prompted, "⏎");
    expect([state.prompt, written(state)]).toEqual([null, [["markdown", "./test-1.layerx.md", 1, false]]]);
  });

  test("a report has the format of its file name's ending", async () => {
    expect(written(press(await start(LAYERS), "r⌫⌫txt⏎"))).toEqual([
      ["text", "./test-1.layerx.txt", 1, false],
    ]);
    expect(written(press(await start(LAYERS), "r ⏎"))).toEqual([
      ["markdown", "./test-1.layerx.md", 1, false],
    ]);
    const refused = press(await start(LAYERS), "r⌫pdf⏎");
    expect([refused.pages, refused.message]).toEqual([[], "the name has to end in .md or .txt"]);
    // The typed name stays in the prompt for correction.
    expect(written(press(refused, "⌫⌫⌫⌫txt⏎"))).toEqual([["text", "./test-1.layerx.txt", 1, false]]);
  });

  test("a report can be written from every pane and page, also from the viewer", async () => {
    for (const keys of ["", "w", "?", "i", "2⏎", "t"]) {
      const state = press(press(await start(LAYERS), `2${keys}`), "r⏎");
      expect([keys, page(state).to]).toEqual([keys, "./test-1.layerx.md"]);
    }
  });

  test("a report that is written before the waste is known computes the waste itself", async () => {
    const state = await start(LAYERS);
    const looking: State = { ...state, waste: { ...state.waste, state: "looking", copies: null } };
    expect(written(press(looking, "r⏎"))).toEqual([["markdown", "./test-1.layerx.md", undefined, false]]);
  });

  test("a report replaces an existing file only after a confirmation with ⏎", async () => {
    const state = press(await start(LAYERS), "r⏎");
    expect(press(state, "⏎").message).toBe("esc goes back");
    const asking = withNews(state, { of: "in the way", why: escapeText("it exists") });
    expect([page(asking).step, jobsOf(asking)]).toEqual([{ is: "asking", why: "it exists" }, []]);
    expect(press(asking, "⎋").pages).toEqual([]);
    expect(written(press(asking, "⏎"))).toEqual([["markdown", "./test-1.layerx.md", 1, true]]);
  });

  test("the report page shows the path of the saved report, or the error", async () => {
    const state = press(await start(LAYERS), "r⏎");
    const done = withNews(state, { of: "saved", said: escapeText("wrote 5B to /x"), warnings: [] });
    expect(page(done).step).toEqual({ is: "done", said: "wrote 5B to /x" });
    expect(press(done, "q").pages).toEqual([]);
    const failed = withNews(state, { of: "failure", why: escapeText("the disk is full") });
    expect(page(failed).step).toEqual({ is: "failed", why: "the disk is full" });
  });

  test("esc stops writing a report", async () => {
    const state = press(await start(LAYERS), "r⏎");
    const action = actionOf(state, "esc");
    expect(action === null ? null : update(state, action).effects).toEqual([{ type: "work", jobs: [] }]);
  });

  test("r after an error opens the prompt with the same path, and ⏎ uses the same page", async () => {
    const failed = withNews(press(await start(LAYERS), "r⌫⌫txt⏎"), { of: "failure", why: escapeText("no") });
    const again = press(failed, "r");
    expect(again.prompt?.text).toBe("./test-1.layerx.txt");
    expect(press(again, "⌫⌫⌫md⏎").pages.map(({ kind }) => kind)).toEqual(["report"]);
  });

  test("⏎ in an empty report prompt shows a message and keeps the prompt open", async () => {
    const state = update(press(await start(LAYERS), "r"), {
      type: "prompt-edit",
      edit: "erase-to-start",
    }).state;
    const kept = press(state, "⏎");
    expect([kept.message, kept.prompt]).toMatchObject([
      "type where to save it",
      { kind: "report", text: "" },
    ]);
  });
});

test.each([
  ["./a.md", "markdown"],
  ["A.TXT ", "text"],
  ["/tmp/a.b.md", "markdown"],
  ["md", undefined],
  [".md", undefined],
  ["a/.md", undefined],
  ["a.md/", undefined],
  ["a.html", undefined],
])("the name %s has the format %s", (name, format) => {
  expect(formatOf(name, REPORTS)?.name).toBe(format);
});

test('file name endings are joined with commas and "or"', () => {
  const [md, txt] = REPORTS;
  expect([endingsText([md]), endingsText([md, txt]), endingsText([md, txt, md])]).toEqual([
    ".md",
    ".md or .txt",
    ".md, .txt or .md",
  ]);
});

test.each([
  [["flask:latest"], "flask.tar", "./flask.layerx.md"],
  [["example.com:5000/team/lean:1.0", "other:2"], "x.tar", "./lean-1.0.layerx.md"],
  [[`lean@sha256:${"0".repeat(64)}`], "x.tar", "./lean.layerx.md"],
  [[], "/srv/images/app.tar", "./app.layerx.md"],
  [[], "/srv/images/layout/", "./layout.layerx.md"],
  [[], "app.tar.gz", "./app.layerx.md"],
  [[], "-", "./image.layerx.md"],
  [["../../.bashrc"], "x", "./bashrc.layerx.md"],
  [["-rf \x1b[2J\n$(x)"], "x", "./rf-2J-x.layerx.md"],
  [["設定"], "x", "./image.layerx.md"],
  [["x".repeat(300)], "x", `./${"x".repeat(60)}.layerx.md`],
])("the report for the image %s from %s has the name %s", (references, source, name) => {
  expect(reportName({ references, source }, "md")).toBe(name);
});
