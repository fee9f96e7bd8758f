import { expect, test } from "vitest";
import type { News } from "../../../../src/explorer/jobs/job.js";
import { jobsOf } from "../../../../src/explorer/pages/page-jobs.js";
import type { State } from "../../../../src/explorer/state.js";
import { update } from "../../../../src/explorer/update.js";
import { escapeText } from "../../../../src/text/escape.js";
import { draw } from "../../draw.js";
import { members, press, start } from "../../start.js";

async function opened(): Promise<State> {
  return press(await start([members("a: 1")], { columns: 70, rows: 12 }), "r⏎");
}

function shownAfter(state: State, news: News): string[] {
  const [job] = jobsOf(state);
  return draw(update(state, { type: "job-news", job, news }).state)
    .split("\n")
    .slice(6, 9);
}

test("the prompt for a report shows its format, or the possible endings", async () => {
  const state = press(await start([members("a: 1")], { columns: 100, rows: 12 }), "r");
  const line = (at: State) => draw(at).split("\n").at(-1);
  expect(line(state)).toBe(" report to ./test-1.layerx.md   as markdown  ⏎ write  tab complete  esc cancel");
  expect(line(press(state, "⌫"))).toBe(
    " report to ./test-1.layerx.m   ends in .md or .txt  ⏎ write  tab complete  esc cancel",
  );
});

test("the report page shows the format and the path while the report is written", async () => {
  expect(`\n${draw(await opened())}\n`).toBe(`
 test:1   1B in 1 layer   efficiency 100%   wasted 0B   linux/amd64
╭ Report ────────────────────────────────────────────────────────────╮
│                                                                    │
│  report markdown  as \`layerx inspect --format markdown\` prints it  │
│  to     ./test-1.layerx.md                                         │
│                                                                    │
│  writing …                                                         │
│                                                                    │
│  esc leaves it; no file is left incomplete                         │
│                                                                    │
╰────────────────────────────────────────────────────────────────────╯
 esc back  ? help
`);
});

test("the report page shows the result and the next step", async () => {
  const state = await opened();
  expect(shownAfter(state, { of: "saved", said: escapeText("wrote 5B to /x.md"), warnings: [] })).toEqual([
    "│  wrote 5B to /x.md                                                 │",
    "│                                                                    │",
    "│  esc goes back                                                     │",
  ]);
  expect(shownAfter(state, { of: "in the way", why: escapeText("/x.md already exists") })).toEqual([
    "│  /x.md already exists                                              │",
    "│                                                                    │",
    "│  ⏎ replaces it, esc keeps it                                       │",
  ]);
  expect(
    shownAfter(state, { of: "saved", said: escapeText(`wrote 5B to /${"x".repeat(80)}`), warnings: [] }),
  ).toEqual([
    "│  wrote 5B to                                                       │",
    `│  /${"x".repeat(63)}  │`,
    `│  ${"x".repeat(17)}${" ".repeat(49)}│`,
  ]);
  expect(shownAfter(state, { of: "failure", why: escapeText("cannot write /x.md: no room") })).toEqual([
    "│  cannot write /x.md: no room                                       │",
    "│                                                                    │",
    "│  nothing was written; esc goes back, r saves to another file       │",
  ]);
});
