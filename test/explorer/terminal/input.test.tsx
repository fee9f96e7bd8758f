import { render } from "ink-testing-library";
import { expect, test, vi } from "vitest";
import type { Key } from "../../../src/explorer/keys/key-names.js";
import { Input } from "../../../src/explorer/terminal/input.js";

/** Returns the keys for each piece of bytes that a terminal sends. */
function keysOf(...bytes: readonly string[]): Key[][] {
  const bursts: Key[][] = [];
  const { stdin, unmount } = render(<Input onKeys={(keys) => bursts.push([...keys])} />);
  for (const chunk of bytes) stdin.write(chunk);
  unmount();
  return bursts;
}

test.each([
  ["\x1b[A", "up"],
  ["\x1bOB", "down"],
  ["\x1b[C", "right"],
  ["\x1b[D", "left"],
  ["\x1b[5~", "page-up"],
  ["\x1b[6~", "page-down"],
  ["\x1b[H", "home"],
  ["\x1b[F", "end"],
  ["\r", "enter"],
  ["\t", "tab"],
  ["\x1b[Z", "shift-tab"],
  ["\x7f", "backspace"],
  ["\b", "backspace"],
  ["\x1b[3~", "delete"],
  ["\x1b\x7f", "alt-backspace"],
  ["\x1bb", "alt-b"],
  ["\x1bf", "alt-f"],
  ["\x1b[1;5D", "ctrl-left"],
  ["\x1b[1;5C", "ctrl-right"],
  [" ", "space"],
  ["\x03", "ctrl-c"],
  ["\x1a", "ctrl-z"],
  ["\x15", "ctrl-u"],
  ["\0", "ctrl-space"],
  ["G", "G"],
  ["~", "~"],
  ["é", "é"],
])("%j is the key %s", (bytes, key) => {
  expect(keysOf(bytes)).toEqual([[key]]);
});

test("several keys in one piece of bytes arrive together", () => {
  expect(keysOf("jjj", "ab \r")).toEqual([
    ["j", "j", "j"],
    ["a", "b", "space", "enter"],
  ]);
});

test("esc that is pressed twice in one piece of bytes arrives twice", async () => {
  const keys: Key[] = [];
  const { stdin, unmount } = render(<Input onKeys={(burst) => keys.push(...burst)} />);
  stdin.write("\x1b\x1b");
  // Ink waits a moment whether the rest of a sequence arrives.
  await vi.waitFor(() => expect(keys).toEqual(["esc", "esc"]));
  unmount();
});

test("an unknown sequence is not a key", () => {
  expect(keysOf("\x1b[15~", "j")).toEqual([["j"]]);
});

test("a pasted text arrives as a whole, and is never read as keys", () => {
  const pasted: string[] = [];
  const keys: Key[] = [];
  const { stdin, unmount } = render(
    <Input onKeys={(burst) => keys.push(...burst)} onPaste={(text) => pasted.push(text)} />,
  );
  stdin.write("j\x1b[200~q\r\x1b[201~k");
  unmount();
  expect([pasted, keys]).toEqual([["q\r"], ["j", "k"]]);
});
