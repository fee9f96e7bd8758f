import { describe, expect, test } from "vitest";
import { draw } from "../draw.js";
import { press } from "../start.js";
import { checkScreen, SMALL } from "./check.js";
import { compared } from "./start.js";

describe("at 80×24", () => {
  test("the first screen shows the changed files", () =>
    checkScreen(
      "",
      SMALL,
      `
 old:1 → new:2   29B → 41B   +12B (+41.4%)   1 setting
╭ Files ─ changes from old to new ─ by growth ─────────────────────────────────╮
│     10B     +10B + ▾ srv                                                     │
│     10B     +10B +     model                                                 │
│     18B      +9B   ▾ lib                                                     │
│      8B      +8B +     new                                                   │
│      6B      +4B ~     b                                                     │
│              −3B −     gone                                                  │
│      4B          m     a  mode 0644 → 0755                                   │
│                  ~     link → b  before → a                                  │
│              −7B − ▾ tmp                                                     │
│              −7B −     old                                                   │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
╰ /srv ────────────────────────────────────────────────────────────────────────╯
 ⏎ fold  tab pane  w why  a all files  / filter  s sort  ? help  q quit
`,
    ));

  test("the layers of both images are aligned, each with its size and its growth", () =>
    checkScreen(
      "1jj",
      SMALL,
      `
 old:1 → new:2   29B → 41B   +12B (+41.4%)   1 setting
╭ Layers ─ 1 of 3 shared (13B) ────────────────────────────────────────────────╮
│           41B     +12B all changes, old to new                               │
│ =  0      13B          ADD rootfs /                                          │
│▸~  1      18B      +9B RUN pip install                                       │
│ −  2               −7B RUN make old                                          │
│ +  2      10B     +10B COPY model /srv                                       │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
├ Old layer 1 → new layer 1 ─ changed ─────────────────────────────────────────┤
│ +1  ~3  −1  9B → 18B, +9B                                                    │
│ RUN pip install                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
╰──────────────────────────────────────────────────────────────────────────────╯
 ⏎ files  tab pane  w why  o instruction  / filter  f find  ? help  q quit
`,
    ));

  test("a reason is shown with the instructions that added its bytes", () =>
    checkScreen(
      "w",
      SMALL,
      `
 old:1 → new:2   29B → 41B   +12B (+41.4%)   1 setting
╭ Why ─ +12B ─ 7 places ─ 1 setting ───────────────────────────────────────────╮
│    +10B + /srv  +1                                                           │
│     +8B + /lib/new                                                           │
│     −7B − /tmp  −1                                                           │
│     +4B ~ /lib/b                                                             │
│     −3B − /lib/gone                                                          │
│         m /lib/a  mode 0644 → 0755                                           │
│         ~ /lib/link  before → a                                              │
│         ~ env A=2                                                            │
│                                                                              │
│                                                                              │
│                                                                              │
├ What differs there ──────────────────────────────────────────────────────────┤
│ path   /srv                                                                  │
│ files  +1 (10B)                                                              │
│ new 2  10B  COPY model /srv                                                  │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
╰ /srv ────────────────────────────────────────────────────────────────────────╯
 ⏎ go there  tab pane  t versions  i both images  f find  ? help  q quit
`,
    ));

  test("a setting is shown with its old and its new value", () =>
    checkScreen(
      "wG",
      SMALL,
      `
 old:1 → new:2   29B → 41B   +12B (+41.4%)   1 setting
╭ Why ─ +12B ─ 7 places ─ 1 setting ───────────────────────────────────────────╮
│    +10B + /srv  +1                                                           │
│     +8B + /lib/new                                                           │
│     −7B − /tmp  −1                                                           │
│     +4B ~ /lib/b                                                             │
│     −3B − /lib/gone                                                          │
│         m /lib/a  mode 0644 → 0755                                           │
│         ~ /lib/link  before → a                                              │
│         ~ env A=2                                                            │
│                                                                              │
│                                                                              │
│                                                                              │
├ A setting ─ old −, new + ────────────────────────────────────────────────────┤
│ env  − A=1                                                                   │
│      + A=2                                                                   │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
╰──────────────────────────────────────────────────────────────────────────────╯
 ⏎ go there  tab pane  i both images  f find  ? help  q quit
`,
    ));

  test("the page of both images shows all details of the comparison", () =>
    checkScreen(
      "i",
      SMALL,
      `
 old:1 → new:2   29B → 41B   +12B (+41.4%)   1 setting
╭ Comparison ─ old:1 → new:2 ────────────────────────────────────── 1-20 of 27 ╮
│ What changed                                                                 │
│   size        29B → 41B, +12B (+41.4%)                                       │
│   files       +2 (18B)  −2 (10B)  ~2 (+4B)                                   │
│               1 in metadata only                                             │
│   layers      1 of 3 shared (13B)                                            │
│   push, pull  2 layers, 28B before compression                               │
│   settings    1 difference                                                   │
│                                                                              │
│ Settings, old − and new +                                                    │
│   env  − A=1                                                                 │
│        + A=2                                                                 │
│                                                                              │
│ Old image                                                                    │
│   tag     old:1                                                              │
│   source  old-1.tar                                                          │
│   ID      sha256:00000000000000000000000000000000000000000000000000000000000 │
│             00000                                                            │
│   files   6 files, 29B                                                       │
│   layers  3, 29B                                                             │
│                                                                              │
╰──────────────────────────────────────────────────────────────────────────────╯
 esc back  ? help
`,
    ));

  test("an instruction is shown with its layers in both images", () =>
    checkScreen(
      "1jjjo",
      SMALL,
      `
 old:1 → new:2   29B → 41B   +12B (+41.4%)   1 setting
╭ Instruction ─ 4 of 5 ─ old layer 2 ──────────────────────────────────────────╮
│ Instruction                                                                  │
│   RUN make old                                                               │
│                                                                              │
│ Old layer 2                                                                  │
│   size     7B of files, 24.14% of the image                                  │
│   changes  +2 added  ~0 modified  −0 removed                                 │
│   members  1 entry in its archive                                            │
│   wasted   nothing: every byte is in the final image                         │
│   stored   7B, uncompressed                                                  │
│   diff ID  [{"path":"tmp/old","content":"1234567"}]                          │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
╰──────────────────────────────────────────────────────────────────────────────╯
 esc back  ? help
`,
    ));
});

test("a layer that was only built again is marked, and its files are the same", async () => {
  const side = (mtime: number) => ({
    layers: [[{ path: "a", content: "1" }], [{ path: "b", content: "22", mtime }]],
    history: ["ADD rootfs /", "RUN make"],
  });
  const screen = draw(press(await compared(side(1), side(2), SMALL), "1jj"));
  expect(screen.split("\n").filter((line) => /make|built/.test(line))).toEqual([
    "│▸~  1       2B       0B RUN make                                              │",
    "├ Old layer 1 → new layer 1 ─ built again: the same files ─────────────────────┤",
    "│ RUN make                                                                     │",
  ]);
  const files = draw(press(await compared(side(1), side(2), SMALL), "1jj2"));
  expect(files.split("\n")[2].trim()).toBe(
    "│ other bytes, but the same paths: times, or their order                       │",
  );
});
