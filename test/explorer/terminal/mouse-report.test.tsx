import { render } from "ink-testing-library";
import { expect, test } from "vitest";
import { Input, type MouseEvent } from "../../../src/explorer/terminal/input.js";

/** Returns the mouse events and keys for the pieces of bytes that a terminal sends. */
function eventsOf(...pieces: readonly string[]): (MouseEvent | string)[] {
  const out: (MouseEvent | string)[] = [];
  const { stdin, unmount } = render(
    <Input onKeys={(keys) => out.push(...keys)} onMouse={(event) => out.push(event)} />,
  );
  for (const piece of pieces) stdin.write(piece);
  unmount();
  return out;
}

const at = (column: number, row: number) => ({ column, row });

test.each([
  ["\x1b[<0;1;1M", { at: at(0, 0), what: "press" }],
  ["\x1b[<0;250;100M", { at: at(249, 99), what: "press" }],
  ["\x1b[<16;5;6M", { at: at(4, 5), what: "press" }],
  ["\x1b[<64;5;6M", { at: at(4, 5), what: "wheel-up" }],
  ["\x1b[<65;5;6M", { at: at(4, 5), what: "wheel-down" }],
])("%j is a mouse event, not a key", (bytes, action) => {
  expect(eventsOf(bytes)).toEqual([action]);
});

test.each([
  ["a released button", "\x1b[<0;5;6m"],
  ["another button", "\x1b[<2;5;6M"],
  ["a movement", "\x1b[<32;5;6M"],
])("%s has no effect", (_, bytes) => {
  expect(eventsOf(bytes, "j")).toEqual(["j"]);
});

test("mouse reports and keys are distinguished, also if a report arrives in two pieces", () => {
  const press = { at: at(4, 5), what: "press" };
  expect(eventsOf("j\x1b[<0;5;6M\x1b[<0;5;6mk")).toEqual(["j", press, "k"]);
  expect(eventsOf("\x1b[<0;5", ";6Mj")).toEqual([press, "j"]);
});
