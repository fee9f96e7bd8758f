import type { Colour } from "../../text/colour.js";

/** Bits of colour that a terminal supports: its own sixteen colours, a palette of 256, or any colour. */
export type Depth = 4 | 8 | 24;

type Rgb = readonly [number, number, number];

/** xterm's sixteen colours: other terminals with sixteen colours show similar ones. */
const SIXTEEN: readonly Rgb[] = [
  [0, 0, 0],
  [205, 0, 0],
  [0, 205, 0],
  [205, 205, 0],
  [0, 0, 238],
  [205, 0, 205],
  [0, 205, 205],
  [229, 229, 229],
  [127, 127, 127],
  [255, 0, 0],
  [0, 255, 0],
  [255, 255, 0],
  [92, 92, 255],
  [255, 0, 255],
  [0, 255, 255],
  [255, 255, 255],
];

/** Steps of the 6×6×6 cube that begins at 16 in a palette of 256. */
const CUBE = [0, 95, 135, 175, 215, 255];

/** Returns the SGR parameters for a colour, or for the nearest one that the terminal supports. */
export function sgrOf(colour: Colour, depth: Depth): string {
  if ("rgb" in colour && depth === 24) return `38;2;${colour.rgb.join(";")}`;
  const number = "palette" in colour ? colour.palette : cubeColour(colour.rgb);
  if (number >= 16 && depth !== 4) return `38;5;${number}`;
  const own = number < 16 ? number : nearestOf(SIXTEEN, rgbOf(number));
  return String(own < 8 ? 30 + own : 82 + own);
}

/** Returns the nearest colour of the cube and the greys after it. */
function cubeColour(rgb: Rgb): number {
  const cube = Array.from({ length: 240 }, (_, index) => rgbOf(index + 16));
  return nearestOf(cube, rgb) + 16;
}

/** Returns red, green and blue of colour 16 to 255. */
function rgbOf(number: number): Rgb {
  if (number >= 232) {
    const grey = 8 + (number - 232) * 10;
    return [grey, grey, grey];
  }
  const index = number - 16;
  return [CUBE[Math.floor(index / 36)], CUBE[Math.floor(index / 6) % 6], CUBE[index % 6]];
}

function nearestOf(colours: readonly Rgb[], wanted: Rgb): number {
  const distances = colours.map((colour) =>
    colour.reduce((sum, part, index) => sum + (part - wanted[index]) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

/** Returns the SGR parameters for a background colour, or for the nearest one that the terminal supports. */
export function backgroundSgrOf(colour: Colour, depth: Depth): string {
  const [first, ...rest] = sgrOf(colour, depth).split(";");
  return [Number(first) + 10, ...rest].join(";");
}
