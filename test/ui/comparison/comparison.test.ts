import { describe, expect, test } from "vitest";
import {
  type ComparisonOptions,
  compared,
  NEW,
  OLD,
  type SideSpec,
} from "../../explorer/comparison/start.js";
import { press } from "../../explorer/start.js";
import { draw } from "../draw.js";

const SMALL = { columns: 80, rows: 24 };

async function checkScreen(
  keys: string,
  { a = OLD, b = NEW, ...options }: ComparisonOptions & { readonly a?: SideSpec; readonly b?: SideSpec },
  drawing: string,
): Promise<void> {
  expect(`\n${draw(press(await compared(a, b, options), keys))}\n`).toBe(drawing);
}

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
  test("the first screen says what changed, in which layers, and why", () =>
    checkScreen(
      "",
      { columns: 120, rows: 30 },
      `
 old:1 → new:2   29B → 41B   +12B (+41.4%)   1 setting   push 2 layers, 28B before compression
╭ Layers ─ 1 of 3 shared (13B) ────────────────╮╭ Files ─ what changed, old to new ─ by growth ────────────────────────╮
│▸         +12B all that changed, old to new   ││     10B     +10B + ▾ srv                                             │
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
├ Why ─ +12B ─ 7 places ─ 1 setting ───────────┤│                                                                      │
│    +10B + /srv  +1                           ││                                                                      │
│     +8B + /lib/new                           ││                                                                      │
│     −7B − /tmp  −1                           ││                                                                      │
│     +4B ~ /lib/b                             ││                                                                      │
│     −3B − /lib/gone                          ││                                                                      │
│         m /lib/a  mode 0644 → 0755           ││                                                                      │
│         ~ /lib/link  before → a              ││                                                                      │
╰──────────────────────────────────────────────╯╰──────────────────────────────────────────────────────────────────────╯
 ⏎ open  tab pane  o instruction  e extract  t versions  w why  a all files  / filter  s sort  v split  ? help  q quit
`,
    ));

  test("the tree is split into what changed and all of both", () =>
    checkScreen(
      "jjv",
      { columns: 100, rows: 24 },
      `
 old:1 → new:2   29B → 41B   +12B (+41.4%)   1 setting   push 2 layers, 28B before compression
╭ Layers ─ 1 of 3 shared (13B) ──────────╮╭ Files ─ what changed, old to new ─ by growth ──────────╮
│▸         +12B all that changed, old to…││     10B     +10B + ▾ srv                               │
│ =  0      13B ADD rootfs /             ││     10B     +10B +     model                           │
│ ~  1      +9B RUN pip install          ││     18B      +9B   ▾ lib                               │
│ −  2      −7B RUN make old             ││      8B      +8B +     new                             │
│ +  2     +10B COPY model /srv          ││      6B      +4B ~     b                               │
├ What changed ─ old to new ─────────────┤│              −3B −     gone                            │
│ size        29B → 41B, +12B (+41.4%)   ││      4B          m     a  mode 0644 → 0755             │
│ files       +2 (18B)  −2 (10B)  ~2     ││                  ~     link → b  before → a            │
│               (+4B)                    ││              −7B − ▾ tmp                               │
│             1 in metadata only         │├ Files ─ all of both images ─ by growth ────────────────┤
│ layers      1 of 3 shared (13B)        ││     10B     +10B + ▾ srv                               │
│ push, pull  2 layers, 28B before       ││     10B     +10B +     model                           │
│               compression              ││     18B      +9B   ▾ lib                               │
│ settings    1 difference               ││      8B      +8B +     new                             │
├ Why ─ +12B ─ 7 places ─ 1 setting ─────┤│      6B      +4B ~     b                               │
│    +10B + /srv  +1                     ││              −3B −     gone                            │
│     +8B + /lib/new                     ││      4B          m     a  mode 0644 → 0755             │
│     −7B − /tmp  −1                     ││                  ~     link → b  before → a            │
│     +4B ~ /lib/b                       ││              −7B − ▾ tmp                               │
│     −3B − /lib/gone                    ││              −7B −     old                             │
╰────────────────────────────────────────╯╰────────────────────────────────────────────────────────╯
 ⏎ open  tab pane  o instruction  e extract  t versions  w why  a all files  ? help  q quit
`,
    ));
});

describe("at 80×24", () => {
  test("the first screen is what changed in the files", () =>
    checkScreen(
      "",
      SMALL,
      `
 old:1 → new:2   29B → 41B   +12B (+41.4%)   1 setting
╭ Files ─ what changed, old to new ─ by growth ────────────────────────────────╮
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
╰──────────────────────────────────────────────────────────────────────────────╯
 ⏎ open  tab pane  o instruction  e extract  t versions  w why  ? help  q quit
`,
    ));

  test("the layers are aligned, each with its size and by how much it grew", () =>
    checkScreen(
      "1jj",
      SMALL,
      `
 old:1 → new:2   29B → 41B   +12B (+41.4%)   1 setting
╭ Layers ─ 1 of 3 shared (13B) ────────────────────────────────────────────────╮
│           41B     +12B all that changed, old to new                          │
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
 ⏎ files  tab pane  o instruction  w why  / filter  f find  ? help  q quit
`,
    ));

  test("a reason is told with the instructions that brought it", () =>
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
╰──────────────────────────────────────────────────────────────────────────────╯
 ⏎ go there  tab pane  t versions  / filter  i both images  ? help  q quit
`,
    ));

  test("a setting is told as it was and as it is", () =>
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
 ⏎ go there  tab pane  / filter  i both images  f find  ? help  q quit
`,
    ));

  test("one page tells all of both images", () =>
    checkScreen(
      "i",
      SMALL,
      `
 old:1 → new:2   29B → 41B   +12B (+41.4%)   1 setting
╭ Comparison ─ old:1 → new:2 ─ 1-20 of 27 ─────────────────────────────────────╮
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

  test("an instruction is told with the layers that it made in both", () =>
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
│   size     7B of files, 24.1% of the image                                   │
│   changes  +2 added  ~0 modified  −0 removed                                 │
│   members  1 entry in its archive                                            │
│   dead     nothing: every byte is still reached                              │
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

test("an image with itself has no difference, and says so everywhere", () =>
  checkScreen(
    "1",
    { b: OLD, ...SMALL },
    `
 old:1 → new:2   no difference   29B
╭ Layers ─ all the same ───────────────────────────────────────────────────────╮
│▸          29B       0B all that changed, old to new                          │
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
│ push, pull  nothing where the old image is: all its layers are there         │
│ settings    the same                                                         │
│                                                                              │
│                                                                              │
│                                                                              │
╰──────────────────────────────────────────────────────────────────────────────╯
 ⏎ files  tab pane  o instruction  w why  / filter  f find  ? help  q quit
`,
  ));

test("names, instructions and settings that would do something to a terminal do not", () =>
  checkScreen(
    "",
    { a: EVIL, b: MORE_EVIL, columns: 100, rows: 20 },
    `
 \\x1b[31mred\\u{202e} → \\x1b[31mred\\u{202e}2   0B   as before   1 setting
╭ Layers ─ none is shared, 1 → 1 ────────╮╭ Files ─ what changed, old to new ─ by growth ──────────╮
│▸           0B all that changed, old to…││      0B          +   \\x1b[31mred\\u{202e}               │
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
╰────────────────────────────────────────╯╰────────────────────────────────────────────────────────╯
 ⏎ open  tab pane  o instruction  e extract  t versions  w why  a all files  ? help  q quit
`,
  ));
