import { describe, expect, test } from "vitest";
import type { Look, Span } from "../../../src/explorer/drawing/row.js";
import { layerBar } from "../../../src/explorer/layers/layer-bar.js";

const COLOUR: Look = { colour: true };

interface Drawn {
  readonly size: number;
  readonly wasted?: number;
  readonly look?: Look;
  readonly inverse?: boolean;
}

/** Returns the bar of a layer with ten columns. The biggest layer has 80 bytes. */
function bar({ size, wasted = 0, look = COLOUR, inverse = false }: Drawn): readonly Span[] {
  return layerBar({ size, wasted, most: 80 }, { columns: 10, inverse, look });
}

const OPTIONS = { columns: 10, inverse: false, look: COLOUR };

const text = (spans: readonly Span[]) => spans.map((span) => span.text).join("");
/** Returns the part in the colour of wasted bytes. */
const wastedPart = (spans: readonly Span[]) =>
  text(spans.filter(({ styles }) => styles?.includes("wasted-share")));

describe("the bar of a layer", () => {
  test("the length of a bar is the size relative to the biggest layer, in eighths of a column", () => {
    expect(text(bar({ size: 80 }))).toBe("██████████");
    expect(text(bar({ size: 20 }))).toBe("██▌       ");
    expect(text(bar({ size: 0 }))).toBe("          ");
  });

  test("a layer with few bytes has the shortest bar, and only a layer without bytes has none", () => {
    const [one, none] = [1, 0].map((size) => layerBar({ size, wasted: 0, most: 1e9 }, OPTIONS));
    expect([text(one), text(none)]).toEqual(["▏         ", "          "]);
  });

  test("wasted bytes do not change the length of a bar", () => {
    expect(text(bar({ size: 20, wasted: 8 }))).toBe(text(bar({ size: 20 })));
    expect(wastedPart(bar({ size: 80, wasted: 24 }))).toBe("███");
  });

  test("a bar with two or more columns shows even few wasted bytes", () => {
    expect(wastedPart(bar({ size: 80, wasted: 1 }))).toBe("█");
    expect(wastedPart(bar({ size: 12, wasted: 1 }))).toBe("▌");
  });

  test("a bar shows even few bytes that are not wasted", () => {
    expect(wastedPart(bar({ size: 80, wasted: 79 }))).toBe("█████████");
    expect(wastedPart(bar({ size: 80, wasted: 80 }))).toBe("██████████");
  });

  test("a bar of one column shows wasted bytes if they are the bigger part", () => {
    expect(wastedPart(bar({ size: 4, wasted: 1 }))).toBe("");
    expect(wastedPart(bar({ size: 4, wasted: 3 }))).toBe("▌");
  });

  test.each([
    ["without colours", { look: { colour: false } }],
    ["in ASCII", { look: { colour: true, ascii: true } }],
    ["in the row under the cursor", { inverse: true }],
  ])("a bar has another sign for wasted bytes %s", (_, how) => {
    expect(text(bar({ size: 80, wasted: 24, ...how }))).toBe("███████░░░");
  });
});
