import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";
import { KEYS, layerx, type Terminal } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const HOSTILE = "one\x1b[2J\x1b]0;title\x07\r\ntwo\u009b31m\tend\n";
/** A program that saves its arguments and its file, and then waits for a line of keys. */
const KEEPS = `#!/bin/sh
for last; do :; done
cp "$last" "$KEPT/copy"
printf '%s\\n' "$@" > "$KEPT/words"
stat -c %a "$last" > "$KEPT/mode"
cat "$last"
echo "THE PROGRAM HAS THE TERMINAL"
read -r typed
echo "$typed" > "$KEPT/typed"
exit "\${EXIT:-0}"
`;

/** The name of the folder for temporary files. A shell that read it would change it. */
const TMP = "t m;p$(no)'";

/** Opens a hostile file in the viewer of the explorer, with these programs on the PATH. */
async function viewing(
  variables: Record<string, string>,
  programs: Record<string, string> = { keeps: KEEPS },
) {
  const folder = tempDir();
  const at = (name: string) => join(folder, name);
  for (const name of ["bin", "kept", TMP]) mkdirSync(at(name));
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(at("bin"), name), text);
    chmodSync(join(at("bin"), name), 0o755);
  }
  const path = await save(packings.dockerSave25, [await image([{ "-a;b $(c).py": HOSTILE }])], folder);
  const terminal = layerx(["inspect", path], {
    columns: 80,
    rows: 24,
    env: {
      PATH: `${at("bin")}:/usr/bin:/bin`,
      KEPT: at("kept"),
      TMPDIR: at(TMP),
      PAGER: "",
      VISUAL: "",
      EDITOR: "",
      ...variables,
    },
  });
  await terminal.see("quit");
  await terminal.press(`2${KEYS.enter}`, "two");
  const kept = (name: string) => readFileSync(join(at("kept"), name), "utf8");
  return {
    terminal,
    kept,
    left: () => readdirSync(at(TMP)),
    hasKept: (name: string) => existsSync(join(at("kept"), name)),
    path,
  };
}

async function ended(terminal: Terminal): Promise<number> {
  terminal.write(KEYS.ctrlC);
  return (await terminal.exited()).code;
}

test("p opens a private copy in $PAGER with every control character visible, and removes it afterwards", async () => {
  const { terminal, kept, left, path } = await viewing({ PAGER: "keeps -x" });
  const before = statSync(path).mtimeMs;
  await terminal.press("p", "THE PROGRAM HAS THE TERMINAL");
  expect(terminal.alternate).toBe(false);
  await terminal.press("qjk\r", () => terminal.alternate);
  await terminal.see("two");
  expect(kept("copy")).toBe("one\\x1b[2J\\x1b]0;title\\x07\ntwo\\x9b31m\tend\n");
  expect([kept("mode"), kept("typed"), left()]).toEqual(["400\n", "qjk\n", []]);
  expect(kept("words")).toMatch(/^-x\n\/.*\/t m;p\$\(no\)'\/layerx-view-\w+\/a_b_c_\.py\n$/);
  expect(statSync(path).mtimeMs).toBe(before);
  await terminal.press("W", "wrapped");
  expect(await ended(terminal)).toBe(0);
});

test("v opens a copy of the stored bytes in $EDITOR", async () => {
  const { terminal, kept, left } = await viewing({ EDITOR: "keeps --wait", VISUAL: "" });
  await terminal.press("v", "THE PROGRAM HAS THE TERMINAL");
  await terminal.press(":q\r", () => terminal.alternate);
  expect([kept("copy"), kept("typed"), left()]).toEqual([HOSTILE, ":q\n", []]);
});

test.each([
  ["v", {}, "EDITOR is not set: set it to your editor, for example EDITOR=vi"],
  ["v", { EDITOR: "nowhere" }, "cannot start nowhere (exit code 127): correct the variable EDITOR"],
  ["p", { PAGER: "/etc -x" }, "cannot start /etc -x (exit code 126): correct the variable PAGER"],
] as const)("%s with the variables %j shows what to do", async (key, variables, message) => {
  const { terminal, left } = await viewing(variables);
  await terminal.press(key, message);
  expect([terminal.alternate, left()]).toEqual([true, []]);
});

test("the pager is less if PAGER is empty", async () => {
  const { terminal, kept } = await viewing({}, { less: KEEPS });
  await terminal.press("p", "THE PROGRAM HAS THE TERMINAL");
  await terminal.press("\r", () => terminal.alternate);
  expect(kept("words").split("\n")).toHaveLength(2);
});

test("the exit code of a failed editor is shown, and the explorer continues", async () => {
  const { terminal, left } = await viewing({ EDITOR: "keeps", EXIT: "3" });
  await terminal.press("v", "THE PROGRAM HAS THE TERMINAL");
  await terminal.press("\r", "ended with exit code 3");
  expect(left()).toEqual([]);
  expect(await ended(terminal)).toBe(0);
});

test("ctrl-c in the editor ends the editor, not the explorer", async () => {
  const { terminal, left } = await viewing({ EDITOR: "keeps" });
  await terminal.press("v", "THE PROGRAM HAS THE TERMINAL");
  await terminal.press(KEYS.ctrlC, "was ended by SIGINT");
  expect([terminal.alternate, left()]).toEqual([true, []]);
  await terminal.press("q", "changes of layer 0");
  terminal.write(KEYS.ctrlC);
  expect((await terminal.exited()).code).toBe(0);
});

test("SIGTERM ends the editor and the explorer, removes the copy, and restores the terminal", async () => {
  const { terminal, left } = await viewing({ EDITOR: "keeps" });
  await terminal.press("v", "THE PROGRAM HAS THE TERMINAL");
  terminal.kill("SIGTERM");
  const { code } = await terminal.exited();
  expect([code, terminal.alternate, terminal.cursorShown, left()]).toEqual([130, false, true, []]);
});
