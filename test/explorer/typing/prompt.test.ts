import { describe, expect, test } from "vitest";
import type { Job } from "../../../src/explorer/jobs/job.js";
import { jobsOf } from "../../../src/explorer/pages/page-jobs.js";
import type { State } from "../../../src/explorer/state.js";
import { update } from "../../../src/explorer/update.js";
import { draw } from "../draw.js";
import { members, press, pressKey, start } from "../start.js";

const LAYERS = [members("opt/", "opt/app.py: 1", "opt/b: 2")];

async function started(): Promise<State> {
  return { ...(await start(LAYERS)), home: "/home/ann" };
}

function keys(state: State, ...names: readonly string[]): State {
  return names.reduce(pressKey, state);
}

/** Returns the typed line, with its caret as `|`. */
function line({ prompt }: State): string | null {
  return prompt && `${prompt.text.slice(0, prompt.caret)}|${prompt.text.slice(prompt.caret)}`;
}

function listed(state: State, names: readonly string[], job: Job = jobsOf(state)[0]): State {
  const entries = names.map((name) => ({ name: name.replace("/", ""), isFolder: name.endsWith("/") }));
  return update(state, { type: "job-news", job, news: { of: "listed", entries } }).state;
}

test("every prompt has the editing keys of a shell", async () => {
  for (const opens of ["/", "f", "d", "r", "2e", "?/"]) {
    const empty = pressKey(press(await started(), opens), "ctrl-u");
    expect([opens, line(empty)]).toEqual([opens, "|"]);
    const state = keys(
      press(empty, "ab cd"),
      "left",
      "ctrl-w",
      "x",
      "ctrl-a",
      "ctrl-d",
      "ctrl-e",
      "backspace",
    );
    expect([opens, line(state)]).toEqual([opens, "b x|"]);
    expect([opens, line(keys(state, "home", "right", "ctrl-k", "left", "delete"))]).toEqual([opens, "|"]);
  }
});

test("the reason why a text cannot be accepted is shown beside a text of any length", async () => {
  for (const columns of [40, 80, 120])
    for (const text of ["", "x.foo", `/tmp/${"long/".repeat(30)}x.foo`]) {
      const state = pressKey(press({ ...(await start(LAYERS, { columns })), home: null }, "r"), "ctrl-u");
      const footer =
        draw(press(state, `${text}⏎`))
          .split("\n")
          .at(-1) ?? "";
      expect(footer).toMatch(text === "" ? /type where/ : /the name/);
      expect(footer.length).toBeLessThanOrEqual(columns);
    }
  const filter = press(await start(LAYERS, { columns: 60 }), `/re:(${"a".repeat(50)}`);
  expect(draw(filter).split("\n").at(-1)).toMatch(/^ \/…a+ {3}a \( is not closed$/);
});

test("an edit in the middle changes the filter, and moving the caret does not", async () => {
  const state = keys(press(await started(), "/ap.py"), "left", "left", "left", "p");
  expect(state.prompt?.text).toBe("app.py");
  expect(update(state, { type: "found" }).state.files.filter).toBe("app.py");
  const found = update(state, { type: "found" }).state;
  expect(keys(found, "left", "home").files).toEqual(found.files);
});

describe("Tab", () => {
  test("Tab lists the folder of the path before the caret, with ~ as the home folder, and completes the path", async () => {
    const pressed = pressKey(press(await started(), "d~/im"), "tab");
    expect(jobsOf(pressed)).toEqual([{ kind: "list", folder: "/home/ann/" }]);
    const once = listed(pressed, ["images/", "notes"]);
    expect([line(once), once.prompt?.fitting?.length, jobsOf(once)]).toEqual(["~/images/|", 1, []]);
  });

  test("Tab starts to list a folder, and another key cancels the listing", async () => {
    const before = press(await started(), "dx");
    const pressed = update(before, { type: "prompt-complete" });
    expect(pressed.effects).toEqual([{ type: "work", jobs: [{ kind: "list", folder: "", image: "x" }] }]);
    const [job] = jobsOf(pressed.state);
    const next = update(pressed.state, { type: "prompt-type", text: "y" });
    expect(next.effects).toEqual([{ type: "work", jobs: [] }]);
    expect(listed(next.state, ["xyz"], job)).toMatchObject({ prompt: { text: "xy", fitting: null } });
  });

  test("Tab asks for images only where a name may be typed: not for a path, and not for a file to save", async () => {
    const job = async (text: string) => jobsOf(pressKey(press(await started(), text), "tab"));
    expect(await job("dteam/a")).toEqual([{ kind: "list", folder: "team/", image: "team/a" }]);
    expect(await job("d./a")).toEqual([{ kind: "list", folder: "./" }]);
    expect(await job("2efl")).toEqual([{ kind: "list", folder: "./" }]);
  });

  test("the matching names are shown until the next key", async () => {
    const pressed = pressKey(press(await started(), "2efl"), "tab");
    const several = listed(pressed, ["flask-1", "flask-2"]);
    expect([line(several), several.prompt?.fitting?.map(({ name }) => name)]).toEqual([
      "./flask-|",
      ["flask-1", "flask-2"],
    ]);
    expect(pressKey(several, "1").prompt?.fitting).toBe(null);
  });

  test("Tab completes ~ to ~/ without listing a folder", async () => {
    const state = pressKey(press(await started(), "d~"), "tab");
    expect([line(state), jobsOf(state)]).toEqual(["~/|", []]);
  });

  test("a folder that cannot be listed has no matching names", async () => {
    const pressed = pressKey(press(await started(), "dx/y"), "tab");
    const [job] = jobsOf(pressed);
    const why = "there is no such folder" as never;
    const state = update(pressed, { type: "job-news", job, news: { of: "failure", why } }).state;
    expect(state.prompt).toMatchObject({ text: "x/y", fitting: [], completing: null });
  });

  test("Tab does nothing in a prompt that is not for a path", async () => {
    const before = press(await started(), "/ap");
    expect(pressKey(before, "tab")).toEqual(before);
  });
});

test("~ is the home folder in the prompts for an image, a target and a report", async () => {
  const compared = update(press(await started(), "d~/old.tar"), { type: "prompt-keep" });
  expect(compared.effects).toEqual([{ type: "compare", source: "/home/ann/old.tar" }]);
  const saved = press(pressKey(press(await started(), "2e"), "ctrl-u"), "~/out⏎");
  expect(jobsOf(saved)).toMatchObject([{ kind: "save", to: "/home/ann/out" }]);
  const report = press(pressKey(press(await started(), "r"), "ctrl-u"), "~/r.md⏎");
  expect(jobsOf(report)).toMatchObject([{ kind: "report", to: "/home/ann/r.md" }]);
});

test("the arrow keys show earlier texts, newest first, and return to the unfinished text", async () => {
  const typed = press(await started(), "/app⏎⎋/opt⏎⎋/x");
  const back = keys(typed, "up");
  expect([line(back), line(keys(back, "ctrl-p")), line(keys(back, "up", "up"))]).toEqual([
    "opt|",
    "app|",
    "app|",
  ]);
  expect(update(back, { type: "found" }).state.files.filter).toBe("opt");
  expect(line(keys(back, "up", "down", "ctrl-n"))).toBe("x|");
  expect(line(keys(back, "down", "down"))).toBe("x|");
});

test("each kind of prompt has its own list of earlier texts, without duplicates", async () => {
  const state = press(await started(), "/app⏎⎋/app⏎⎋fopt⏎⎋⎋");
  expect(state.typedBefore).toEqual({ filter: ["app"], find: ["opt"] });
});

test("the arrow keys in the find prompt move the cursor in the results, not in the text or the tree", async () => {
  const before = press(await started(), "fopt");
  const state = pressKey(before, "down");
  expect([state.pages, state.files, line(state)]).toMatchObject([
    [{ list: { cursor: 1 } }],
    before.files,
    "opt|",
  ]);
});
