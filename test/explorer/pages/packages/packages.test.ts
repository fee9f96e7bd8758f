import { expect, test } from "vitest";
import { literal } from "../../../../src/explorer/drawing/row.js";
import { packagesAndSecrets } from "../../../../src/explorer/jobs/packages-job.js";
import { jobsOf } from "../../../../src/explorer/pages/page-jobs.js";
import type { State } from "../../../../src/explorer/state.js";
import { update } from "../../../../src/explorer/update.js";
import { draw } from "../../draw.js";
import { cursorPath, members, press, type StartOptions, start } from "../../start.js";

const STATUS = [
  "Package: small\nStatus: install ok installed\nVersion: 1.0\n",
  "Package: big\nStatus: install ok installed\nVersion: 2.5-1\n",
  "Package: gone\nStatus: install ok installed\nVersion: 3\n",
].join("\n");
const TOKEN = `ghp_${"a1B2c3D4e5F6".repeat(3)}`;
const INFO = "var/lib/dpkg/info";
const LAYERS = [
  [
    ...members("usr/", "usr/small: 12", "usr/big: x", "usr/big.so: 1234567", "root/", "root/env: A=1"),
    { path: "var/lib/dpkg/status", content: STATUS },
    { path: `${INFO}/small.list`, content: "/usr/small\n" },
    { path: `${INFO}/big.list`, content: "/usr/big\n/usr/big.so\n" },
    { path: `${INFO}/gone.list`, content: "/usr/gone\n" },
    { path: "root/.npmrc", content: `//r.example/:_authToken=${TOKEN}\n` },
  ],
  members("root/.wh..npmrc", "usr/big: 1"),
];

async function opened(options: StartOptions = {}): Promise<State> {
  const state = press(await start(LAYERS, options), "p");
  const [job] = jobsOf(state);
  const news = await packagesAndSecrets(state.subject.analysis, new AbortController().signal);
  return update(state, { type: "job-news", job, news }).state;
}

test("the page shows that it is reading, then lists secrets above packages, biggest package first", async () => {
  expect(draw(press(await start(LAYERS), "p"))).toContain("reading the package databases");
  expect(`\n${draw(await opened({ columns: 80, rows: 14 }))}\n`).toBe(`
 test:1   291B in 2 layers   efficiency 77.32%   wasted 66B   linux/amd64
╭ Packages and secrets ────────────────────────────────────────────────────────╮
│ 1 file with secrets, 1 of them buried (removed or overwritten, but still shi…│
│ layer 0     buried by 1   /root/.npmrc  npm token, line 1; GitHub token, lin…│
│                                                                              │
│ 3 packages with 10B, 1B wasted                                               │
│     size   wasted layer  type package                                        │
│       8B       1B     0  dpkg big 2.5-1                                      │
│       2B              0  dpkg small 1.0                                      │
│       0B                 dpkg gone 3                                         │
│                                                                              │
│                                                                              │
╰──────────────────────────────────────────────────────────────────────────────╯
 ⏎ go there  esc back  ? help
`);
});

test("the text of a secret is never on the screen", async () => {
  for (const columns of [40, 80, 200])
    expect(draw(await opened({ columns }))).not.toContain(TOKEN.slice(4, 16));
});

test("⏎ on a secret goes to its file, in the layer that wrote it", async () => {
  const state = press(await opened(), "⏎");
  expect([cursorPath(state), state.layers.cursor, state.pages.length]).toEqual(["/root/.npmrc", 0, 0]);
});

test("⏎ on a package goes to its largest file, in the layer that wrote the most bytes of the package", async () => {
  const state = press(await opened(), "j⏎");
  expect([cursorPath(state), state.layers.cursor]).toEqual(["/usr/big.so", 0]);
});

test("⏎ says why it goes nowhere while packages are read, and if there is none", async () => {
  const reading = press(await start([members("a: 1")]), "p");
  expect(press(reading, "⏎").message).toBe("the packages are still being read");
  const news = await packagesAndSecrets(reading.subject.analysis, new AbortController().signal);
  const none = update(reading, { type: "job-news", job: jobsOf(reading)[0], news }).state;
  expect(press(none, "⏎").message).toBe("no package and no secret is listed");
});

test("⏎ on a package without files shows a message", async () => {
  const state = press(await opened(), "G⏎");
  expect(state.message).toBe("no file of this package is in the final image");
});

test("the headings above the first row are visible again when the cursor is back on it", async () => {
  const small = await opened({ columns: 60, rows: 12 });
  expect(draw(press(small, "Gg"))).toBe(draw(small));
  expect(draw(press(small, "G"))).toMatch(/gone 3/);
});

test("an error while reading packages is shown on the page", async () => {
  const state = press(await start(LAYERS), "p");
  const [job] = jobsOf(state);
  const why = "cannot read layer 0: the file ends early";
  const failed = update(state, { type: "job-news", job, news: { of: "failure", why: literal(why) } }).state;
  expect(draw(failed)).toContain(why);
});
