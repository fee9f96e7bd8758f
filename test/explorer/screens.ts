export const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 36 },
  { columns: 200, rows: 60 },
];

/** Screens that are drawn at every size, to show the layout. Other screens are drawn at 120×36 only. */
const AT_ALL_SIZES = ["layers", "files-of-a-layer", "waste", "view-text", "comparison"];

export interface Screen {
  /** The name of its drawing. */
  readonly name: string;
  /** Keys to press on the screen before. An item is one key or several keys. */
  readonly keys: readonly string[];
  readonly see: string | RegExp;
}

export interface Session {
  readonly args: readonly string[];
  /** Each screen is reached from the screen before. */
  readonly screens: readonly Screen[];
}

/** The sessions whose screens are drawn in `screens/`. `npm run screens` draws them again. */
export const SESSIONS: readonly Session[] = [
  {
    args: ["samples/flask.tar"],
    screens: [
      { name: "layers", keys: ["jj"], see: "Layer 1" },
      { name: "files-of-a-layer", keys: ["2"], see: "⏎ fold" },
      { name: "files-of-all-layers", keys: ["a"], see: "all of layers 0 to 1" },
      { name: "files-by-size", keys: ["s"], see: "by size" },
      { name: "filter", keys: ["s", "s", "/", "python"], see: /\d+ paths/ },
      { name: "versions", keys: ["\r", "n", "t"], see: "Versions" },
      { name: "instruction", keys: ["q", "o"], see: "Instruction ─ 3 of 6" },
      { name: "image", keys: ["q", "i"], see: "Image ─ flask:latest" },
      { name: "help", keys: ["q", "?"], see: "Keys" },
      { name: "find", keys: ["q", "f", "libz"], see: "libz.so.1.3" },
    ],
  },
  {
    args: ["samples/flask.tar"],
    screens: [
      { name: "waste", keys: ["w"], see: /Waste ─ \S+ ─ what to change/ },
      { name: "waste-by-cause", keys: ["c", "c", "c"], see: "by cause" },
      { name: "waste-story", keys: ["o"], see: "overwritten" },
      { name: "compare", keys: ["q", "1", "m", "j", "j", "2"], see: "from layer 0 to layer 1" },
    ],
  },
  {
    args: ["samples/flask.tar"],
    screens: [
      { name: "view-text", keys: ["j", "j", "2", "j", "\r"], see: "stand-in for" },
      { name: "view-hex", keys: ["x"], see: "23 20 73 74" },
      { name: "view-facts", keys: ["i"], see: "-rw-r--r--" },
      { name: "difference", keys: ["q", "x", "d"], see: "layer 0 → layer 1 ─ +" },
    ],
  },
  {
    args: ["diff", "samples/flask.tar", "samples/lean.tar", "--ui"],
    screens: [
      { name: "comparison", keys: [], see: "changes from old to new" },
      { name: "comparison-layers", keys: ["1", "j"], see: "Old layer 0" },
      { name: "comparison-why", keys: ["w", "j"], see: "What differs there" },
    ],
  },
  {
    args: ["--ascii", "samples/flask.tar"],
    screens: [{ name: "ascii", keys: ["j", "j"], see: "Layer 1" }],
  },
];

/** Returns the path of a screen's drawing in this folder, or `null` if the screen is not drawn at this size. */
export function drawingOf(
  { name }: Screen,
  { columns, rows }: { columns: number; rows: number },
): string | null {
  return columns === 120 || AT_ALL_SIZES.includes(name) ? `screens/${columns}x${rows}/${name}.txt` : null;
}

/** An explorer with a screen: the program in a terminal, or in the test process. */
interface Shown {
  readonly lines: readonly string[];
  /** Presses keys and waits for their effect. */
  press(keys: string, expected: string | RegExp): Promise<void>;
}

/** Presses the keys of a screen in one write, and waits until the screen is visible. */
export function goTo(shown: Shown, { keys, see }: Screen): Promise<void> {
  return shown.press(keys.join(""), see);
}

/** Returns the screen as text, without spaces at the ends of lines. */
export function drawing({ lines }: Pick<Shown, "lines">): string {
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}
