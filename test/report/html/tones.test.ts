import { expect, test } from "vitest";
import { LETTERS, layerTone, TONES } from "../../../src/report/html/tones.js";

// Source: WCAG 2.2, "relative luminance" and "contrast ratio".
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

test("letters have the contrast AA on every tone, in the light and in the dark theme", () => {
  const low = [...TONES].flatMap(([name, tone]) =>
    (["day", "night"] as const)
      .map((time) => ({ name, time, ratio: contrast(tone[time], LETTERS[time]) }))
      .filter(({ ratio }) => ratio < 4.5),
  );
  expect(low).toEqual([]);
});

test("layers of the base image have muted tones, except if all layers belong to it", () => {
  const tones = (baseLayers: number) =>
    [0, 1, 2, 3].map((layer) => layerTone(layer, { baseLayers, layers: 4 }));
  expect(tones(2)).toEqual(["m0", "m1", "s0", "s1"]);
  expect(tones(0)).toEqual(["s0", "s1", "s2", "s3"]);
  expect(tones(4)).toEqual(["s0", "s1", "s2", "s3"]);
});
