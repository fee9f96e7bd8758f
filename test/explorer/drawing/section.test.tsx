import { describe, expect, test } from "vitest";
import { positionText } from "../../../src/explorer/drawing/position.js";
import { literal, rowOf, span } from "../../../src/explorer/drawing/row.js";
import { Section } from "../../../src/explorer/drawing/section.js";
import { drawn } from "../draw.js";

interface Options {
  readonly columns?: number;
  readonly title?: readonly string[];
  readonly position?: string;
  readonly foot?: string;
  readonly last?: boolean;
}

/** Returns the first and the last line of a section. */
function borders({ columns = 30, title = ["Files"], position = "", foot = "", last = true }: Options) {
  const section = (
    <Section
      title={title.map(literal)}
      position={literal(position)}
      foot={literal(foot)}
      rows={[rowOf([span(literal("a row"))])]}
      area={{ columns, rows: 1 }}
      focused={true}
      edges={{ first: true, last }}
      look={{ colour: false }}
    />
  );
  const lines = drawn(section, columns + 2).split("\n");
  return [lines[0], lines.at(-1)];
}

describe("the border of a section", () => {
  test("the upper border has the title at its left, and the range of visible rows at its right", () => {
    expect(borders({ position: "1-3 of 9" })[0]).toBe("╭ Files ───────────── 1-3 of 9 ╮");
  });

  test("a narrow border leaves out later parts of the title first, then the range of visible rows", () => {
    const title = ["Waste", "20kB", "by cause"];
    expect(borders({ title, position: "1-3 of 9" })[0]).toBe("╭ Waste ─ 20kB ────── 1-3 of 9 ╮");
    expect(borders({ title, position: "1-3 of 9", columns: 41 })[0]).toBe(
      "╭ Waste ─ 20kB ─ by cause ────── 1-3 of 9 ╮",
    );
    expect(borders({ position: "1-3 of 9", columns: 12 })[0]).toBe("╭ Files ─────╮");
    expect(borders({ title, position: "1-3 of 9", columns: 22 })[0]).toBe("╭ Waste ─ 20kB ────────╮");
  });

  test("the lower border has the selected path, or the end of a long path", () => {
    expect(borders({ foot: "/usr/lib/os-release" })[1]).toBe("╰ /usr/lib/os-release ─────────╯");
    expect(borders({ foot: `/${"long/".repeat(9)}name` })[1]).toBe("╰ …ng/long/long/long/long/name ╯");
  });

  test("only the last section of a column has a lower border", () => {
    expect(borders({ foot: "/usr", last: false })[1]).toBe("│a row                         │");
  });
});

describe("the range of visible rows", () => {
  test("the range of visible rows has the number of all rows, with thousands separators", () => {
    expect(positionText({ top: 11, height: 29, count: 29_497 })).toBe("12-40 of 29,497");
    expect(positionText({ top: 0, height: 29, count: 1000 })).toBe("1-29 of 1,000");
    expect(positionText({ top: 4, height: 1, count: 7 })).toBe("5 of 7");
  });

  test("the range is empty if all rows are visible", () => {
    expect(positionText({ top: 0, height: 29, count: 29 })).toBe("");
    expect(positionText({ top: 0, height: 29, count: 0 })).toBe("");
  });
});
