import { describe, expect, test } from "vitest";
import { guessedBase } from "../../src/analysis/base-image.js";
import { actionOf } from "../../src/explorer/keys/keys.js";
import { jobsOf } from "../../src/explorer/pages/page-jobs.js";
import type { State } from "../../src/explorer/state.js";
import { update } from "../../src/explorer/update.js";
import { dockerfileLines } from "../../src/image/dockerfile/history-dockerfile.js";
import { memoryImage } from "../support/memory-image.js";
import { members, press, start } from "./start.js";

/** Returns the effects of `y` and its message. */
function copied(state: State) {
  const action = actionOf(state, "y");
  if (action === null) return null;
  const { state: after, effects } = update(state, action);
  return { effects, notice: after.notice, message: after.message };
}

const HISTORY = ["ADD a in /", "RUN /bin/sh -c apt-get update && apt-get install -y python3 # buildkit"];

test("y copies the path under the tree's cursor", async () => {
  const state = press(await start([members("etc/", "etc/hosts: 1")]), "2j");
  expect(copied(state)).toEqual({
    effects: [{ type: "copy", text: "/etc/hosts" }],
    notice: "copied /etc/hosts",
    message: null,
  });
});

test("y copies the instruction of the layer, as one line", async () => {
  const state = press(await start([members("a: 1"), members("b: 2")], { history: HISTORY }), "j");
  expect(copied(state)).toEqual({
    effects: [{ type: "copy", text: "RUN apt-get update && apt-get install -y python3" }],
    notice: "copied the instruction",
    message: null,
  });
});

test("y copies the path of wasted bytes", async () => {
  const state = press(await start([members("a: 1"), members("a: 2")]), "w");
  expect(copied(state)?.effects).toEqual([{ type: "copy", text: "/a" }]);
});

test("a path is copied unchanged, except that control characters are escaped", async () => {
  const state = press(await start([members("a\\b: 1", "c\nrm -r x: 1", "日本: 1")]), "2");
  expect(["", "j", "jj"].map((keys) => copied(press(state, keys))?.effects)).toEqual([
    [{ type: "copy", text: "/a\\b" }],
    [{ type: "copy", text: "/c\\x0arm -r x" }],
    [{ type: "copy", text: "/日本" }],
  ]);
});

test("a text that is too long for a terminal's clipboard is not copied", async () => {
  const history = [`RUN echo ${"x".repeat(80_000)}`];
  expect(copied(await start([members("a: 1")], { history }))).toEqual({
    effects: [],
    notice: null,
    message: "this is too long for a terminal's clipboard",
  });
});

test("y shows a message if there is nothing to copy", async () => {
  expect(copied(press(await start([members("a: 1")]), "2/zzz⏎"))?.message).toBe("there is no path here");
  expect(copied(await start([members("a: 1")]))?.message).toBe("there is no instruction here");
});

describe("on the pages of the image", () => {
  const { config } = memoryImage([]);
  const withCommand = (cmd: readonly string[] | null) =>
    start([members("a: 1")], {
      image: { config: { ...config, cmd } },
    });

  test("y copies the Dockerfile as `layerx dockerfile` prints it, with tabs", async () => {
    const state = press(await start([members("a: 1")], { history: ["RUN <<EOF\n\techo a\nEOF"] }), "id");
    const { image } = state.subject.analysis;
    const text = `${dockerfileLines(image, guessedBase(image)).join("\n")}\n`;
    expect(text).toContain("\n\techo a\n");
    expect(copied(state)).toEqual({
      effects: [{ type: "copy", text }],
      notice: "copied the Dockerfile",
      message: null,
    });
  });

  test("y copies the command as a line for a shell", async () => {
    expect(copied(press(await withCommand(["echo", "it's; rm -r"]), "ic"))).toEqual({
      effects: [{ type: "copy", text: "echo 'it'\\''s; rm -r'" }],
      notice: "copied the command line",
      message: null,
    });
  });

  test.each([
    ["the image has none", null, "this image names no command"],
    [
      "it contains a newline",
      ["a\nrm -r x"],
      "this command has characters that are not safe in a shell line",
    ],
  ])("y does not copy the command if %s", async (_, cmd, message) => {
    expect(copied(press(await withCommand(cmd), "ic"))).toEqual({ effects: [], notice: null, message });
  });
});

/** Returns the state of the viewer after `read` bytes of the file were read. */
async function viewed(content: Buffer, read = content.length): Promise<State> {
  const state = press(await start([members(`a: ${"x".repeat(content.length)}`)]), "2⏎");
  const news = { of: "read" as const, from: 0, bytes: content.subarray(0, read) };
  return update(state, { type: "job-news", job: jobsOf(state)[0], news }).state;
}

test("y in the viewer copies the content of the file", async () => {
  expect(copied(await viewed(Buffer.from("line 1\n\tline 2: 日本\r\n")))).toEqual({
    effects: [{ type: "copy", text: "line 1\n\tline 2: 日本\r\n" }],
    notice: "copied the content of a",
    message: null,
  });
});

test.each([
  [
    "escape sequences",
    Buffer.from("a\x1b[2Jb"),
    undefined,
    "only plain text is copied; e in the files saves this",
  ],
  [
    "bytes that are not text",
    Buffer.from([0x61, 0xff, 0x80]),
    undefined,
    "only plain text is copied; e in the files saves this",
  ],
  [
    "a file that is too long for the clipboard",
    Buffer.alloc(80_000, 0x61),
    undefined,
    "this file is too long for a terminal's clipboard",
  ],
  ["a file that is still being read", Buffer.from("abcdef"), 3, "this file is still being read"],
])("y in the viewer does not copy %s", async (_, content, read, message) => {
  expect(copied(await viewed(content, read))).toEqual({ effects: [], notice: null, message });
});
