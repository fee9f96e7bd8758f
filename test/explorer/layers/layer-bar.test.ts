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

/** The bar of a layer among layers of up to 80 bytes, ten columns wide. */
function bar({ size, wasted = 0, look = COLOUR, inverse = false }: Drawn): readonly Span[] {
  return layerBar({ size, wasted, most: 80 }, { columns: 10, inverse, look });
}

const text = (spans: readonly Span[]) => spans.map((span) => span.text).join("");
/** The part in the colour of wasted bytes. */
const wastedPart = (spans: readonly Span[]) =>
  text(spans.filter(({ styles }) => styles?.includes("wasted-share")));

describe("the bar of a layer", () => {
  test("is as long as its share of the biggest layer, in eighths of a column", () => {
    expect(text(bar({ size: 80 }))).toBe("██████████");
    expect(text(bar({ size: 20 }))).toBe("██▌       ");
    expect(text(bar({ size: 0 }))).toBe("          ");
  });

  test("keeps its length when a part of it is wasted", () => {
    expect(text(bar({ size: 20, wasted: 8 }))).toBe(text(bar({ size: 20 })));
    expect(wastedPart(bar({ size: 80, wasted: 24 }))).toBe("███");
  });

  test("shows wasted bytes, however few, where it has two columns or more", () => {
    expect(wastedPart(bar({ size: 80, wasted: 1 }))).toBe("█");
    expect(wastedPart(bar({ size: 12, wasted: 1 }))).toBe("▌");
  });

  test("keeps a column for what is not wasted, and none where all of it is", () => {
    expect(wastedPart(bar({ size: 80, wasted: 79 }))).toBe("█████████");
    expect(wastedPart(bar({ size: 80, wasted: 80 }))).toBe("██████████");
  });

  test("of one column says what most of it is", () => {
    expect(wastedPart(bar({ size: 4, wasted: 1 }))).toBe("");
    expect(wastedPart(bar({ size: 4, wasted: 3 }))).toBe("▌");
  });

  test.each([
    ["without colours", { look: { colour: false } }],
    ["with ASCII alone", { look: { colour: true, ascii: true } }],
    ["in the row under the cursor", { inverse: true }],
  ])("has another sign for wasted bytes %s", (_, how) => {
    expect(text(bar({ size: 80, wasted: 24, ...how }))).toBe("███████░░░");
  });
});
