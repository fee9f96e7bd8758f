import { render } from "ink-testing-library";
import { expect, test } from "vitest";
import { Input, type MouseEvent } from "../../../src/explorer/terminal/input.js";

/** What is heard when a terminal sends these bytes, piece by piece. */
function heard(...pieces: readonly string[]): (MouseEvent | string)[] {
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
])("%j is what the mouse did, and no key", (bytes, action) => {
  expect(heard(bytes)).toEqual([action]);
});

test.each([
  ["a button that is let go", "\x1b[<0;5;6m"],
  ["another button", "\x1b[<2;5;6M"],
  ["a movement", "\x1b[<32;5;6M"],
])("%s means nothing", (_, bytes) => {
  expect(heard(bytes, "j")).toEqual(["j"]);
});

test("reports and keys in one piece, or in several, are distinguished", () => {
  const press = { at: at(4, 5), what: "press" };
  expect(heard("j\x1b[<0;5;6M\x1b[<0;5;6mk")).toEqual(["j", press, "k"]);
  expect(heard("\x1b[<0;5", ";6Mj")).toEqual([press, "j"]);
});
