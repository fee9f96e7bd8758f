import { describe, expect, test } from "vitest";
import { device, fifo, file, hardlink, type LayerSpec, symlink } from "../../../support/layer-spec.js";
import { type Viewing, viewing } from "../../viewing.js";

const LAYERS: readonly LayerSpec[] = [
  {
    "etc/": null,
    "etc/config.py": "import os\nname = 'a'  # who\nn = 12\n",
    "etc/hosts": "127.0.0.1\tlocalhost\n::1\tlocalhost\n",
    "etc/motd": "",
    "opt/": null,
    "opt/tool": Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0xff, 0x20, 1, 2, 3, 4, 5, 6, 7, 8, 0x41]),
  },
  {
    "etc/config.py": "import os\nname = 'b'  # who\nn = 12\nm = 13\n",
    "etc/.wh.motd": "",
    "opt/tool": Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]),
    "usr/": null,
    "usr/by-name": symlink("/etc/config.py"),
    "usr/by-folder": symlink("../opt"),
    "usr/lost": symlink("/gone"),
    "usr/same": hardlink("etc/config.py"),
    "usr/null": device("char", 1, 3),
    "usr/pipe": fifo(),
    "usr/owned": file("x", { mode: 0o4750, uid: 7, gid: 8, xattrs: { "user.note": "hi\x1b" } }),
  },
];

/** Opens the explorer with the cursor on a path in the tree of a layer. */
async function at(path: string, layer: 0 | 1): Promise<Viewing> {
  const session = await viewing(LAYERS);
  session.press(`${"j".repeat(layer)}2/${path}⏎`);
  session.press("G");
  return session;
}

test("carriage returns are hidden in a CRLF file, and shown in a file with mixed line ends", async () => {
  const crlf = { "etc/crlf": "a\r\nb\r\n", "etc/mixed": "a\r\nb\n" };
  const session = await viewing([crlf, { "etc/crlf": "a\r\nc\r\nend", "etc/mixed": "a\r\nc\n" }]);
  session.press("j2/crlf⏎");
  session.press("G");
  await session.show("⏎", "end");
  expect(session.title).toContain("CRLF");
  expect(session.lines.slice(0, 3)).toEqual(["   1 a", "   2 c", "   3 end"]);
  await session.show("d", "+2 −1");
  expect(session.lines.slice(0, 4)).toEqual([" 1 1   a", " 2   − b", "   2 + c", "   3 + end"]);
  session.press("⎋⎋/⌫⌫⌫⌫mixed⏎");
  session.press("G");
  await session.show("⏎", "\\x0d");
  expect(session.lines.slice(0, 2)).toEqual(["   1 a\\x0d", "   2 c"]);
});

describe("⏎ on a file", () => {
  test("⏎ shows the text of a file with line numbers", async () => {
    const session = await at("hosts", 0);
    await session.show("⏎", "localhost");
    expect(session.title).toBe("/etc/hosts ─ line 1 of 2 ─ 34B ─ layer 0");
    expect(session.lines).toEqual([
      "   1 127.0.0.1       localhost",
      "   2 ::1     localhost",
      ...new Array<string>(8).fill(""),
    ]);
  });

  test("⏎ shows a binary file in hex", async () => {
    const session = await at("tool", 0);
    await session.show("⏎", "ELF");
    expect(session.title).toBe("/opt/tool ─ at 0B ─ 17B ─ layer 0 ─ hex");
    expect(session.lines.slice(0, 4)).toEqual([
      " 00000000  7f 45 4c 46 00 00 ff 20  ·ELF···",
      " 00000008  01 02 03 04 05 06 07 08  ········",
      " 00000010  41                       A",
      "",
    ]);
    await session.show("x", "\\x7fELF\\x00\\x00\\xff ");
  });

  test("x shows the bytes of the visible place, and x again the same place as text", async () => {
    const session = await viewing([{ "opt/long": "line of text\n".repeat(5000) }]);
    await session.show("2/long⏎⏎", "line of text");
    await session.show(":3000⏎", "3000 line of text");
    const at = (2999 * 13).toString(16).padStart(8, "0").slice(0, -1);
    await session.show("x", at);
    await session.show("x", /^│ *3000 line of text/m);
  });

  test("esc stops the reading that a key waits for, at the same place, and then closes the page", async () => {
    const session = await viewing([{ "opt/long": "line of text\n".repeat(200_000) }]);
    await session.show("2/long⏎⏎", "line of text");
    session.press("G");
    expect(session.page.goal).toEqual({ to: "bottom" });
    session.jobs.want([]);
    session.press("⎋");
    expect([session.page.goal, session.title.includes("line 1,")]).toEqual([null, true]);
    session.press("⎋");
    expect(session.state.pages).toEqual([]);
  });

  test("esc first stops a search that is running, then ends it, then closes the page", async () => {
    const session = await viewing([{ "opt/long": `${"line of text\n".repeat(200_000)}end` }]);
    await session.show("2/long⏎⏎", "line of text");
    session.press("/end");
    expect(session.page.search?.job).not.toBe(null);
    session.jobs.want([]);
    session.press("⏎⎋");
    expect([session.page.search?.needle, session.page.search?.job]).toEqual(["end", null]);
    session.press("⎋");
    expect(session.page.search).toBe(null);
    session.press("⎋");
    expect(session.state.pages).toEqual([]);
  });

  test("⏎ on an empty file shows that it is empty", async () => {
    const session = await at("motd", 0);
    await session.show("⏎", "│ this file is empty");
  });

  test("⏎ on a removed file shows its version before the removal", async () => {
    const session = await at("config", 1);
    session.press("⎋↑↑2/motd⏎G");
    await session.show("⏎", "│ this file is empty");
    expect(session.title).toBe("/etc/motd ─ 0B ─ layer 0");
  });

  test("⏎ on a hard link shows the content of its file", async () => {
    const session = await at("usr/same", 1);
    await session.show("⏎", "m = 13");
    expect(session.title).toBe("/usr/same ─ line 1 of 4 ─ 42B ─ layer 1");
  });
});

describe("⏎ on something other than a file", () => {
  test("⏎ on a symlink opens its target", async () => {
    const session = await at("by-name", 1);
    await session.show("⏎", "m = 13");
    expect(session.title).toBe("/etc/config.py ─ line 1 of 4 ─ 42B ─ layer 1 ─ python");
  });

  test("⏎ on a symlink to a folder names the folder", async () => {
    const session = await at("by-folder", 1);
    session.press("⏎");
    expect(session.drawing).toMatch(/ \/usr\/by-folder leads to the folder \/opt$/);
  });

  test("⏎ on a broken symlink names its missing target", async () => {
    const session = await at("lost", 1);
    session.press("⏎");
    expect(session.drawing).toMatch(/ \/usr\/lost leads to \/gone, which is not there$/);
  });

  test.each([
    ["usr/null", "this is a character device: it has no content"],
    ["usr/pipe", "this is a named pipe: it has no content"],
  ])("⏎ on %s shows that it has no content, with its details", async (path, says) => {
    const session = await at(path, 1);
    session.press("⏎");
    expect(session.lines[0].trim()).toBe(says);
    expect(session.lines[2]).toBe(` path      /${path}`);
    session.press("s");
    expect(session.drawing).toMatch(/ it has no content$/);
  });
});

describe("the details of a path", () => {
  test("I shows the details of a path, and s computes the SHA-256", async () => {
    const session = await at("owned", 1);
    session.press("I");
    expect(session.lines).toEqual([
      " path      /usr/owned",
      " type      a file",
      " mode      -rwsr-x---  4750",
      " owner     7:8",
      " size      1B",
      " changed   2023-11-14T22:13:20Z",
      " xattr     user.note = hi\\x1b",
      " layer     1",
      " made by   RUN step 1",
      " sha256    press s to compute it",
    ]);
    // SHA-256 of "x".
    await session.show("s", "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4");
    session.press("G");
    expect(session.lines.at(-1)).toBe("           db02258717921a4881");
  });

  test("i in the viewer shows the details of the file, and esc returns to its content", async () => {
    const session = await at("hosts", 0);
    await session.show("⏎", "localhost");
    await session.show("i", " path      /etc/hosts");
    await session.show("⎋", "localhost");
  });
});

describe("the difference to the version below", () => {
  test("the difference of texts has lines, with line numbers of both versions", async () => {
    const session = await at("config", 1);
    await session.show("⏎", "m = 13");
    await session.show("d", "layer 0 → layer 1 ─ +2 −1");
    expect(session.lines.slice(0, 6)).toEqual([
      " 1 1   import os",
      " 2   − name = 'a'  # who",
      "   2 + name = 'b'  # who",
      " 3 3   n = 12",
      "   4 + m = 13",
      "",
    ]);
  });

  test("the difference of binary files shows the first different byte", async () => {
    const session = await at("tool", 1);
    await session.show("⏎", "ELF");
    await session.show("d", "binary files, 17B and 6B: they differ from byte 5 on");
  });

  test("d shows a message if no lower layer has the path", async () => {
    const session = await at("hosts", 0);
    await session.show("⏎", "localhost");
    await session.show("d", "no layer below has this path");
  });
});
