import { readdirSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import * as patched from "ink";
import * as stock from "ink-stock";
import type { ReactNode } from "react";
import { expect, test, vi } from "vitest";
import StockOutput from "../../node_modules/ink/build/output.js";
import Output from "../../src/ink/output.js";
import { cellsOf } from "./cells.js";

vi.setConfig({ testTimeout: 60_000 });

const CHARACTERS = [
  ...["a", "Z", "0", " ", "/", "─", "│", "╭", "▸", "…", "█", "−", "→", "⏎", "é"],
  // No character combines with the character before it: two cells of two writes would become one.
  ...["日", "한", "👨‍👩‍👧", "🇩🇪", "✌🏽", "e\u0301", "\u200b", "ע"],
];
const CODES = [
  ...["0", "1", "2", "3", "4", "7", "9", "22", "23", "24", "27", "29", "31", "39", "41", "49", "53", "55"],
  ...["90", "97", "104", "1;31", "0;1;7", "38;5;200", "48;2;1;2;3", "38;5", "58;5;3", "5", ""],
].map((code) => `\x1b[${code}m`);
const OTHERS = ["\x1b]8;;https://x.org\x07", "\x1b]8;;\x07", "\x1b]0;t\x07", "\x1b", "\x9b31m", "\n"];

function textOf(...parts: readonly string[]) {
  const part = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...CHARACTERS) },
    { weight: 3, arbitrary: fc.constantFrom(...CODES) },
    { weight: 1, arbitrary: fc.constantFrom(...parts) },
  );
  return fc.array(part, { maxLength: 12 }).map((list) => list.join(""));
}

const place = (most: number) => fc.integer({ min: -2, max: most });
const write = fc.record({ x: place(26), y: place(5), text: textOf(...OTHERS) });
const stretch = (most: number) => fc.option(fc.tuple(place(most), fc.integer({ min: 0, max: most })));
const clip = fc.record({ columns: stretch(12), rows: stretch(4), writes: fc.array(write, { maxLength: 3 }) });

type Operation =
  typeof write extends fc.Arbitrary<infer Write>
    ? Write | (typeof clip extends fc.Arbitrary<infer Clip> ? Clip : never)
    : never;

const SUFFIX = { transformers: [(line: string, index: number) => (line === "" ? line : `${line}${index}`)] };
const PLAIN = { transformers: [] };

/** Returns the cells of an output after these operations. Every third write has a transformer. */
function shown(output: Pick<Output, "write" | "clip" | "unclip" | "get">, operations: readonly Operation[]) {
  const put = ({ x, y, text }: { x: number; y: number; text: string }, index: number) =>
    output.write(x, y, text, index % 3 === 2 ? SUFFIX : PLAIN);
  for (const [index, operation] of operations.entries()) {
    if ("text" in operation) {
      put(operation, index);
      continue;
    }
    const [x1, columns] = operation.columns ?? [undefined, 0];
    const [y1, rows] = operation.rows ?? [undefined, 0];
    output.clip({ x1, x2: x1 === undefined ? x1 : x1 + columns, y1, y2: y1 === undefined ? y1 : y1 + rows });
    operation.writes.forEach(put);
    output.unclip();
  }
  return cellsOf(output.get().output);
}

const SIZE = { width: 24, height: 5 };

test("random writes, also overlapping and clipped ones, show the same cells as in Ink's original output", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 4, arbitrary: write }, clip), { maxLength: 12 }),
      (operations) => {
        expect(shown(new Output(SIZE), operations)).toEqual(shown(new StockOutput(SIZE), operations));
      },
    ),
    { numRuns: 2000 },
  );
});

const simpleWrite = fc.record({
  x: fc.integer({ min: 0, max: 24 }),
  y: fc.integer({ min: 0, max: 1 }),
  text: fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom("a", " ", "title", "────────", "│", "…", "é") },
        fc.constantFrom(...CODES),
      ),
      { maxLength: 8 },
    )
    .map((list) => list.join("")),
});

test("overlapping simple texts show the same cells as in Ink's original output", () => {
  fc.assert(
    fc.property(fc.array(simpleWrite, { minLength: 2, maxLength: 8 }), (writes) => {
      expect(shown(new Output(SIZE), writes)).toEqual(shown(new StockOutput(SIZE), writes));
    }),
    { numRuns: 2000 },
  );
});

test("a text with an unknown style shows the same cells as in Ink's original output", () => {
  const writes = [{ x: 0, y: 1, text: "\x1b[0;1;7m\x1b[5ma\x1b[0;1;7ma\x1b[0m" }];
  expect(shown(new Output(SIZE), writes)).toEqual(shown(new StockOutput(SIZE), writes));
});

test("a title and a number in a border divide the border, and each part keeps its styles", () => {
  const output = new Output({ width: 14, height: 1 });
  output.write(0, 0, "\x1b[2m╭────────────╮\x1b[0m", PLAIN);
  output.write(1, 0, "\x1b[1m ab \x1b[0m", PLAIN);
  output.write(9, 0, " 1 ", PLAIN);
  expect(output.get().output).toBe("\x1b[2m╭\x1b[0m\x1b[1m ab \x1b[0m\x1b[2m────\x1b[0m 1 \x1b[2m─╮\x1b[0m");
});

test("texts in different columns of one row are joined with their styles", () => {
  const output = new Output({ width: 12, height: 2 });
  output.write(6, 0, "\x1b[32mgreen", PLAIN);
  output.write(0, 0, "日本\nplain ", PLAIN);
  expect(output.get()).toEqual({ output: "日本  \x1b[32mgreen\x1b[39m\nplain", height: 2 });
});

/** A tree of elements as data. The original and the patched Ink build it from their own components. */
type Tree =
  | {
      readonly text: string;
      readonly colour: string | undefined;
      readonly bold: boolean;
      readonly wrap: "wrap" | "truncate-end";
    }
  | {
      readonly children: readonly Tree[];
      readonly row: boolean;
      readonly border: boolean;
      readonly padding: number;
      readonly width: number | undefined;
      readonly hidden: boolean;
      readonly over: boolean;
    };

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({
      text: textOf("\n", "日本語のファイル", "a long name of a file"),
      colour: fc.constantFrom(undefined, "green", "#123456"),
      bold: fc.boolean(),
      wrap: fc.constantFrom("wrap" as const, "truncate-end" as const),
    }),
    fc.record({
      children: fc.array(tie("tree"), { maxLength: 4 }),
      row: fc.boolean(),
      border: fc.boolean(),
      padding: fc.nat(2),
      width: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
      hidden: fc.boolean(),
      // Without a width, Ink fails to truncate a text in such a box.
      over: fc.boolean(),
    }),
  ),
}));

function built(ink: typeof stock, node: Tree, key = 0): ReactNode {
  const { Box, Text } = ink;
  if ("text" in node) {
    return (
      <Text key={key} color={node.colour} bold={node.bold} wrap={node.wrap}>
        {node.text}
      </Text>
    );
  }
  const { children, row, border, padding, width, hidden, over } = node;
  return (
    <Box
      key={key}
      flexDirection={row ? "row" : "column"}
      padding={padding}
      overflow={hidden ? "hidden" : "visible"}
      position={over ? "absolute" : "relative"}
      {...(width === undefined && !over ? {} : { width: width ?? 20 })}
      {...(border ? { borderStyle: "round" } : {})}
    >
      {children.map((child, index) => built(ink, child, index))}
    </Box>
  );
}

test("random trees of elements show the same cells as in the original Ink", () => {
  fc.assert(
    fc.property(tree, fc.integer({ min: 10, max: 60 }), (node, columns) => {
      const drawn = patched.renderToString(built(patched, node), { columns });
      expect(cellsOf(drawn)).toEqual(cellsOf(stock.renderToString(built(stock, node), { columns })));
    }),
    { numRuns: 600 },
  );
});

const SCREENS = new URL("../explorer/screens/", import.meta.url);
const screens = readdirSync(SCREENS, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".txt"),
);

test.each(screens)("the patched and the original Ink draw the screen %s unchanged", (name) => {
  const lines = readFileSync(new URL(name, SCREENS), "utf8").split("\n").slice(0, -1);
  const drawn = (ink: typeof stock) =>
    ink.renderToString(
      <ink.Box flexDirection="column" width={200}>
        {lines.map((line, row) => (
          <ink.Text key={String(row)} color="green">
            {line === "" ? " " : line}
          </ink.Text>
        ))}
      </ink.Box>,
      { columns: 200 },
    );
  expect(cellsOf(drawn(patched))).toEqual(cellsOf(drawn(stock)));
  expect(stripVTControlCharacters(drawn(patched)).split("\n")).toEqual(lines);
});
