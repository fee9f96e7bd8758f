import { describe, expect, test } from "vitest";
import {
  type Chooser,
  type ChooserStep,
  matchingChoices,
  openedChooser,
  press,
  resizedChooser,
} from "../../../src/explorer/choosing/chooser.js";
import { type ImageChoice, UnclearChoice } from "../../../src/image/choice.js";

const LINUX = { os: "linux", architecture: "amd64", variant: null };

function chooser(count: number, rows = 12): Chooser {
  const choices = Array.from(
    { length: count },
    (_, i): ImageChoice => ({
      references: [`app-${i}:1`],
      id: `sha256:${i}`,
      platforms: [LINUX],
      digest: null,
      osVersion: null,
      problem: null,
      storedBytes: null,
      wish: { image: String(i) },
    }),
  );
  return openedChooser(new UnclearChoice("several-images", {}, choices), { columns: 60, rows });
}

/** Returns the result of the last key. */
function pressed(start: Chooser, ...keys: readonly string[]): ChooserStep {
  let answer: ChooserStep = { type: "ask", chooser: start };
  for (const key of keys) if (answer.type === "ask") answer = press(answer.chooser, key);
  return answer;
}

function listOf(answer: ChooserStep): Chooser {
  if (answer.type !== "ask") throw new Error(answer.type);
  return answer.chooser;
}

function chosen(answer: ChooserStep): string | null {
  return answer.type === "chosen" ? answer.choice.references[0] : null;
}

describe("a list that fits the screen", () => {
  test("arrows and letters move the cursor, and ⏎ selects the image", () => {
    expect(chosen(pressed(chooser(3), "enter"))).toBe("app-0:1");
    expect(chosen(pressed(chooser(3), "j", "down", "down", "k", "enter"))).toBe("app-1:1");
    expect(chosen(pressed(chooser(3), "G", "enter"))).toBe("app-2:1");
  });

  test.each(["q", "esc", "ctrl-c"])("%s closes the list", (key) => {
    expect(pressed(chooser(3), key)).toEqual({ type: "leave" });
  });

  test("a list that fits the screen has no filter", () => {
    expect(listOf(pressed(chooser(3), "a", "p", "backspace")).filter).toBe("");
  });
});

describe("a list that does not fit the screen", () => {
  test("typed letters filter the list, also letters that are keys in a short list", () => {
    const typed = listOf(pressed(chooser(40), "a", "p", "p", "-", "3"));
    expect(matchingChoices(typed).map(({ references }) => references[0])).toEqual(
      ["3", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39"].map((n) => `app-${n}:1`),
    );
    expect(chosen(pressed(typed, "down", "enter"))).toBe("app-30:1");
    expect(listOf(pressed(chooser(40), "j", "q", "space", "k")).filter).toBe("jq k");
  });

  test("esc clears the filter, and then closes the list", () => {
    const typed = listOf(pressed(chooser(40), "x", "y"));
    expect(matchingChoices(typed)).toEqual([]);
    expect(chosen(pressed(typed, "enter"))).toBe(null);
    expect(listOf(pressed(typed, "backspace")).filter).toBe("x");
    expect(listOf(pressed(typed, "esc")).filter).toBe("");
    expect(pressed(typed, "esc", "esc")).toEqual({ type: "leave" });
  });

  test("the list scrolls with the cursor", () => {
    const paged = listOf(pressed(chooser(40), "page-down", "page-down"));
    expect(paged.list).toEqual({ cursor: 14, top: 7 });
    expect(resizedChooser(paged, { columns: 60, rows: 60 }).list).toEqual({ cursor: 14, top: 0 });
  });
});

test("⏎ selects nothing if the screen is too small to show the list", () => {
  expect(chosen(pressed(chooser(3, 8), "enter"))).toBe(null);
});

test("ctrl-z suspends the explorer", () => {
  expect(pressed(chooser(3), "ctrl-z")).toEqual({ type: "suspend" });
});
