import { textColumns } from "../src/text/width.js";
import type { Run } from "../test/session/terminal.js";

/** A screen, and the time for which it is shown. */
export interface Frame {
  readonly rows: readonly (readonly Run[])[];
  readonly seconds: number;
  /** The user's action before this screen. */
  readonly caption: string;
}

export interface Palette {
  readonly background: string;
  readonly foreground: string;
  /** The sixteen colours of the terminal. */
  readonly colours: readonly string[];
}

const CELL = { width: 8.4, height: 17, font: 14 };
const MARGIN = 14;

/**
 * @returns one SVG that shows the screens in turn, without a script. A viewer without animations shows the first screen.
 * Every piece of text has the width of its cells, with any font.
 */
export function recording(frames: readonly Frame[], palette: Palette): string {
  const columns = Math.max(...frames.map(({ rows }) => Math.max(...rows.map(widthOf))));
  const height = round(2 * MARGIN + (frames[0].rows.length + 1.4) * CELL.height);
  const width = round(2 * MARGIN + columns * CELL.width);
  const total = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  let since = 0;
  const shown = frames.map((frame, index) => {
    const body = [
      ...frame.rows.flatMap((row, y) => row.map((run) => drawn(run, y, palette))),
      caption(frame, palette),
    ];
    const [from, to] = [since / total, (since + frame.seconds) / total];
    since += frame.seconds;
    return { index, from, to, svg: `<g class="f f${index}">${body.join("")}</g>` };
  });
  const moving =
    frames.length < 2 ? "" : shown.map(({ index, from, to }) => keyframes(index, from, to, total)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(frames.map(({ caption }) => caption).join("; "))}</title>
<style>text{font:${CELL.font}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}.b{font-weight:bold}.d{opacity:.6}.s{text-decoration:line-through}${moving}</style>
<rect width="100%" height="100%" rx="8" fill="${palette.background}"/>
${shown.map(({ svg }) => svg).join("\n")}
</svg>
`;
}

function keyframes(index: number, from: number, to: number, total: number): string {
  const percent = (part: number) => `${round(part * 100)}%`;
  // The first screen is visible at the beginning, and in a viewer without animations.
  const before = index === 0 ? "" : "0%{visibility:hidden}";
  const start = index === 0 ? "0%" : percent(from);
  const hidden = to >= 1 ? "" : `${percent(to)}{visibility:hidden}`;
  const still = index === 0 ? "" : `.f${index}{visibility:hidden}`;
  return `${still}.f${index}{animation:k${index} ${round(total)}s step-end infinite}@keyframes k${index}{${before}${start}{visibility:visible}${hidden}}`;
}

function drawn({ column, columns, text, ...look }: Run, y: number, palette: Palette): string {
  const x = round(MARGIN + column * CELL.width);
  const top = MARGIN + y * CELL.height;
  const width = round(columns * CELL.width);
  const front = colourOf(look.foreground, palette) ?? palette.foreground;
  const back = colourOf(look.background, palette);
  const names = classesOf(look);
  const [ink, paper] = look.inverse ? [back ?? palette.background, front] : [front, back];
  const rect =
    paper === null
      ? ""
      : `<rect x="${x}" y="${round(top)}" width="${width}" height="${CELL.height}" fill="${paper}"/>`;
  // Some viewers join spaces to one. So no text has two spaces in a row, or a space at its ends.
  const words = [...text.matchAll(/\S+(?: \S+)*/g)].map(({ index, 0: word }) => {
    const [at, wide] = [textColumns(text.slice(0, index)), textColumns(word)];
    const place = `x="${round(x + at * CELL.width)}" y="${round(top + 13)}" textLength="${round(wide * CELL.width)}"`;
    return `<text ${place} lengthAdjust="spacingAndGlyphs" fill="${ink}"${names}>${escaped(word)}</text>`;
  });
  return rect + words.join("");
}

function classesOf(look: Omit<Run, "column" | "columns" | "text">): string {
  const classes = [look.bold ? "b" : "", look.dim ? "d" : "", look.struck ? "s" : ""].filter(
    (name) => name !== "",
  );
  return classes.length === 0 ? "" : ` class="${classes.join(" ")}"`;
}

function caption({ rows, caption }: Frame, palette: Palette): string {
  const y = round(MARGIN + (rows.length + 1) * CELL.height);
  return `<text x="${MARGIN}" y="${y}" class="d" fill="${palette.foreground}">${escaped(caption)}</text>`;
}

function widthOf(row: readonly Run[]): number {
  return row.reduce((sum, { columns }) => sum + columns, 0);
}

const CUBE = [0, 95, 135, 175, 215, 255];

function colourOf(colour: Run["foreground"], { colours }: Palette): string | null {
  if (colour === null || typeof colour === "string") return colour;
  if (colour < 16) return colours[colour];
  if (colour >= 232) return rgb(Array.from({ length: 3 }, () => 8 + (colour - 232) * 10));
  const at = colour - 16;
  return rgb([Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((part) => CUBE[part]));
}

function rgb(parts: readonly number[]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
