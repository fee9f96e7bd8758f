import { describe, test } from "vitest";
import { checkScreen, SMALL } from "./comparison/check.js";
import { OLD, type SideSpec } from "./comparison/start.js";

const BAD = "\x1b[31mred\u202e";
const EVIL: SideSpec = {
  name: BAD,
  layers: [[{ path: "a" }]],
  history: [`RUN ${BAD}`],
  env: [`X=${BAD}`],
};
const MORE_EVIL: SideSpec = {
  name: `${BAD}2`,
  layers: [[{ path: BAD }, { path: "l", type: "symlink", linkname: BAD }]],
  history: [`COPY ${BAD}`],
  env: [`X=${BAD}2`],
};

describe("at 120 columns", () => {
  test("the first screen of a comparison shows changed layers, changed files and the reasons", () =>
    checkScreen(
      "",
      { columns: 120, rows: 30 },
      `
 old:1 → new:2   29B → 41B   +12B (+41.4%)   1 setting   push 2 layers, 28B before compression
╭ Layers ─ 1 of 3 shared (13B) ────────────────╮╭ Files ─ changes from old to new ─ by growth ─────────────────────────╮
│▸         +12B all changes, old to new        ││     10B     +10B + ▾ srv                                             │
│ =  0      13B ADD rootfs /                   ││     10B     +10B +     model                                         │
│ ~  1      +9B RUN pip install                ││     18B      +9B   ▾ lib                                             │
│ −  2      −7B RUN make old                   ││      8B      +8B +     new                                           │
│ +  2     +10B COPY model /srv                ││      6B      +4B ~     b                                             │
├ What changed ─ old to new ───────────────────┤│              −3B −     gone                                          │
│ size        29B → 41B, +12B (+41.4%)         ││      4B          m     a  mode 0644 → 0755                           │
│ files       +2 (18B)  −2 (10B)  ~2 (+4B)     ││                  ~     link → b  before → a                          │
│             1 in metadata only               ││              −7B − ▾ tmp                                             │
│ layers      1 of 3 shared (13B)              ││              −7B −     old                                           │
│ push, pull  2 layers, 28B before compression ││                                                                      │
│ settings    1 difference                     ││                                                                      │
│                                              ││                                                                      │
│                                              ││                                                                      │
│                                              ││                                                                      │
│                                              ││                                                                      │
│                                              ││                                                                      │
│                                              ││                                                                      │
├ Why ─ +12B ─ 7 places ─ 1 setting ─ 1-7 of 8 ┤│                                                                      │
│    +10B + /srv  +1                           ││                                                                      │
│     +8B + /lib/new                           ││                                                                      │
│     −7B − /tmp  −1                           ││                                                                      │
│     +4B ~ /lib/b                             ││                                                                      │
│     −3B − /lib/gone                          ││                                                                      │
│         m /lib/a  mode 0644 → 0755           ││                                                                      │
│         ~ /lib/link  before → a              ││                                                                      │
╰──────────────────────────────────────────────╯╰ /srv ────────────────────────────────────────────────────────────────╯
 ⏎ fold  tab pane  w why  a all files  / filter  s sort  e extract  v split  t versions  f find  ? help  q quit
`,
    ));

  test("the split tree of a comparison shows the changes above all files of both images", () =>
    checkScreen(
      "jjv",
      { columns: 100, rows: 24 },
      `
 old:1 → new:2   29B → 41B   +12B (+41.4%)   1 setting   push 2 layers, 28B before compression
╭ Layers ─ 1 of 3 shared (13B) ──────────╮╭ Files ─ changes from old to new ──────────── 1-9 of 10 ╮
│▸         +12B all changes, old to new  ││     10B     +10B + ▾ srv                               │
│ =  0      13B ADD rootfs /             ││     10B     +10B +     model                           │
│ ~  1      +9B RUN pip install          ││     18B      +9B   ▾ lib                               │
│ −  2      −7B RUN make old             ││      8B      +8B +     new                             │
│ +  2     +10B COPY model /srv          ││      6B      +4B ~     b                               │
├ What changed ─ old to new ─────────────┤│              −3B −     gone                            │
│ size        29B → 41B, +12B (+41.4%)   ││      4B          m     a  mode 0644 → 0755             │
│ files       +2 (18B)  −2 (10B)  ~2     ││                  ~     link → b  before → a            │
│               (+4B)                    ││              −7B − ▾ tmp                               │
│             1 in metadata only         │├ Files ─ all of both images ─ by growth ──── 1-10 of 12 ┤
│ layers      1 of 3 shared (13B)        ││     10B     +10B + ▾ srv                               │
│ push, pull  2 layers, 28B before       ││     10B     +10B +     model                           │
│               compression              ││     18B      +9B   ▾ lib                               │
│ settings    1 difference               ││      8B      +8B +     new                             │
├ Why ─ +12B ─ 7 places ─────── 1-5 of 8 ┤│      6B      +4B ~     b                               │
│    +10B + /srv  +1                     ││              −3B −     gone                            │
│     +8B + /lib/new                     ││      4B          m     a  mode 0644 → 0755             │
│     −7B − /tmp  −1                     ││                  ~     link → b  before → a            │
│     +4B ~ /lib/b                       ││              −7B − ▾ tmp                               │
│     −3B − /lib/gone                    ││              −7B −     old                             │
╰────────────────────────────────────────╯╰ /lib ──────────────────────────────────────────────────╯
 ⏎ fold  tab pane  w why  a all files  / filter  s sort  e extract  v split  ? help  q quit
`,
    ));
});

test("a comparison of an image with itself shows no difference in the header, layers and details", () =>
  checkScreen(
    "1",
    { b: OLD, ...SMALL },
    `
 old:1 → new:2   no difference   29B
╭ Layers ─ all the same ───────────────────────────────────────────────────────╮
│▸          29B       0B all changes, old to new                               │
│ =  0      13B          ADD rootfs /                                          │
│ =  1       9B          RUN pip install                                       │
│ =  2       7B          RUN make old                                          │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
├ What changed ─ old to new ───────────────────────────────────────────────────┤
│ size        29B, as before                                                   │
│ files       the same                                                         │
│ layers      all the same                                                     │
│ push, pull  nothing: the old image has all layers                            │
│ settings    the same                                                         │
│                                                                              │
│                                                                              │
│                                                                              │
╰──────────────────────────────────────────────────────────────────────────────╯
 ⏎ files  tab pane  w why  o instruction  / filter  f find  ? help  q quit
`,
  ));

test("control characters in names, instructions and settings are escaped", () =>
  checkScreen(
    "",
    { a: EVIL, b: MORE_EVIL, columns: 100, rows: 20 },
    `
 \\x1b[31mred\\u{202e} → \\x1b[31mred\\u{202e}2   0B   as before   1 setting
╭ Layers ─ none is shared, 1 → 1 ────────╮╭ Files ─ changes from old to new ─ by growth ───────────╮
│▸           0B all changes, old to new  ││      0B          +   \\x1b[31mred\\u{202e}               │
│ −  0       0B RUN \\x1b[31mred\\u{202e}  ││                  −   a                                 │
│ +  0       0B COPY \\x1b[31mred\\u{202e} ││                  +   l → \\x1b[31mred\\u{202e}           │
├ What changed ─ old to new ─────────────┤│                                                        │
│ size        0B, as before              ││                                                        │
│ files       +2 (0B)  −1 (0B)           ││                                                        │
│ layers      none is shared, 1 → 1      ││                                                        │
│ push, pull  1 layer, 0B before         ││                                                        │
│               compression              ││                                                        │
│ settings    1 difference               ││                                                        │
│                                        ││                                                        │
├ Why ─ of the same size ─ 3 places ─────┤│                                                        │
│         + /\\x1b[31mred\\u{202e}         ││                                                        │
│         − /a                           ││                                                        │
│         + /l                           ││                                                        │
│         ~ env X=\\x1b[31mred\\u{202e}2   ││                                                        │
╰────────────────────────────────────────╯╰ /\\x1b[31mred\\u{202e} ──────────────────────────────────╯
 ⏎ open  tab pane  w why  a all files  / filter  s sort  e extract  v split  ? help  q quit
`,
  ));
