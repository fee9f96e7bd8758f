import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { literal } from "../../src/explorer/drawing/row.js";
import { LateWaits } from "../../src/explorer/opening/late-waits.js";
import { jobsOf } from "../../src/explorer/pages/page-jobs.js";
import { update } from "../../src/explorer/update.js";
import { awaitedWork } from "../../src/explorer/waiting.js";
import type { Image } from "../../src/image/image.js";
import { KEYS } from "../session/terminal.js";
import { draw } from "./draw.js";
import { explorer } from "./in-process.js";
import { openedPage, withFile } from "./pages/opened-page.js";
import { members, press, start } from "./start.js";

const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));
const SIZE = { columns: 80, rows: 24 };
const WAIT = literal("quay.io answered 429 Too Many Requests, next try in 42 s");

afterEach(() => vi.useRealTimers());

/** Returns the image with files whose content never arrives. */
function stuck(image: Image): Image {
  const layers = image.layers.map((layer) =>
    Object.create(layer, {
      open: {
        value: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) }),
      },
    }),
  );
  return { ...image, layers };
}

test("after a second, the first line says for how long a slow file has been read, and esc goes back at once", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  const terminal = await explorer(FLASK, SIZE, { slow: stuck });
  await terminal.press("jj2j", /-rw-r--r--.* ld\.so\.cache/);
  await terminal.press(KEYS.enter, "reading …");
  expect(terminal.lines[0]).toContain("flask:latest");
  vi.advanceTimersByTime(1000);
  await terminal.see(() => terminal.lines[0] === " reading /etc/ld.so.cache, 1 s");
  vi.advanceTimersByTime(2000);
  await terminal.see(() => terminal.lines[0] === " reading /etc/ld.so.cache, 3 s");
  await terminal.press(KEYS.escape, "changes of layer 1");
  expect(terminal.lines[0]).toContain("flask:latest");
});

test("the first line says why a request waits and when it is sent again, in the panes and on pages", async () => {
  const lateWaits = new LateWaits();
  const terminal = await explorer(FLASK, SIZE, { lateWaits });
  const wait = (isRetryWait: boolean) =>
    lateWaits.report({ phase: WAIT, doneBytes: 0, totalBytes: null, isRetryWait });
  wait(true);
  await terminal.see(() => terminal.lines[0] === ` ${WAIT}`);
  await terminal.press("i", "╭ Image ─");
  expect(terminal.lines[0]).toBe(` ${WAIT}`);
  wait(false);
  await terminal.see(() => terminal.lines[0].startsWith(" flask:latest"));
});

test("a wait changes neither the message of the last key nor a prompt", async () => {
  const state = press(await start([members("a: 1")]), "!");
  const waiting = update(state, { type: "request-waits", why: WAIT }).state;
  expect([waiting.message, draw(waiting).split("\n")[0]]).toEqual([state.message, ` ${WAIT}`]);
  const typing = press(state, "/a");
  expect(update(typing, { type: "request-waits", why: WAIT }).state.prompt).toEqual(typing.prompt);
});

test.each([
  ["view", "reading /etc/hosts"],
  ["diff", "comparing both versions"],
  ["packages", "reading the packages"],
  ["save", "writing"],
  ["report", "writing the report"],
])("the user waits for the work of the page %s until it has its result", async (kind, what) => {
  const { open } = await openedPage(kind);
  const state = open(await withFile());
  expect(awaitedWork(state)).toBe(what);
  const failed = { of: "failure", why: literal("no") } as const;
  const [job] = jobsOf(state);
  expect(awaitedWork(update(state, { type: "job-news", job, news: failed }).state)).toBe(null);
});

test("the user waits for a SHA-256 when it is requested", async () => {
  const state = (await openedPage("facts")).open(await withFile());
  expect([awaitedWork(state), awaitedWork(press(state, "s"))]).toEqual([null, "computing the SHA-256"]);
});

test("the user waits for contents of two marked layers, and in the waste pane for the causes", async () => {
  const state = await start([members("a: 1"), members("a: 2")], { waste: "sorted" });
  expect(awaitedWork(state)).toBe(null);
  expect(awaitedWork(press(state, "w"))).toBe("looking for the causes of the waste");
  expect(awaitedWork(press(state, "mj"))).toBe("comparing the contents of layers 0 and 1");
});
