import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { World } from "../../../src/cli/command-context.js";
import { filePrograms } from "../../../src/cli/explorer/pager-and-editor.js";
import { rawPath } from "../../../src/text/escape.js";
import { tempDir } from "../../support/temp.js";

/** A program that saves its arguments, one a line, but for the last one, which is the file. */
const KEEPS = `#!/bin/sh
while [ $# -gt 1 ]; do
  printf '%s\\n' "$1" >> "$KEPT"
  shift
done
cat "$1" >> "$KEPT"
`;

/** Opens a file in an editor. @returns what the editor saved, or the message of layerx. */
async function edited(editor: string, os: string): Promise<string> {
  const folder = tempDir();
  const kept = join(folder, "kept");
  for (const program of ["bin/keeps", "my editor/keeps"]) {
    mkdirSync(dirname(join(folder, program)), { recursive: true });
    writeFileSync(join(folder, program), KEEPS, { mode: 0o755 });
  }
  const world: World = {
    argv: [],
    env: {
      EDITOR: editor.replace("FOLDER", folder),
      PATH: `${join(folder, "bin")}:/bin`,
      KEPT: kept,
      ARG: "$x y",
    },
    cwd: folder,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    platform: { os, arch: "x64" },
  };
  const bytes = (async function* () {
    yield Buffer.from("text");
  })();
  const message = await filePrograms({ world, uninterrupted: (work) => work() }).open(
    "editor",
    { name: rawPath("a;b $(c).py"), size: 4, bytes },
    { lend: (work) => work(), signal: new AbortController().signal },
  );
  return message ?? readFileSync(kept, "utf8");
}

test.each([
  ["keeps --wait", "--wait\ntext"],
  ["keeps --alternate-editor '' \"two words\"", "--alternate-editor\n\ntwo words\ntext"],
  ["'FOLDER/my editor/keeps' -w", "-w\ntext"],
  ["FOLDER/my editor/keeps", "text"],
  ['MODE=1 keeps "$ARG" $(echo 1)', "$x y\n1\ntext"],
])("a shell reads EDITOR=%s, as in git", async (editor, expected) => {
  expect(await edited(editor, "linux")).toBe(expected);
});

test.each([
  ["keeps --wait", "--wait\ntext"],
  ['"FOLDER/my editor/keeps" -w --line="1 2"', "-w\n--line=1 2\ntext"],
  ["FOLDER/my editor/keeps", "text"],
  ["keeps $(echo 1) 'a b'", "$(echo\n1)\n'a\nb'\ntext"],
  ["nowhere -x", "cannot start nowhere -x (spawn nowhere ENOENT): correct the variable EDITOR"],
])("on Windows EDITOR=%s is words and double quotes, without a shell", async (editor, expected) => {
  expect(await edited(editor, "win32")).toBe(expected);
});
