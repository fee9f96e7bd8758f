import { describe, expect, test } from "vitest";
import type { DocumentLine } from "../../../src/explorer/pages/documents/document.js";
import type { State } from "../../../src/explorer/state.js";
import { chosenWaste, wasteRows } from "../../../src/explorer/waste/waste-rows.js";
import { cursorPath, members, press, start } from "../start.js";

const LAYERS = [
  members("etc/", "etc/a: 1", "etc/b: 12", "etc/c: 123"),
  members("etc/a: 12345", "tmp/", "tmp/big: 1234567"),
  members("etc/a: x", "etc/.wh.b", "tmp/.wh.big"),
];
const HISTORY = ["ADD rootfs /", "RUN make", "ENV A=1", "RUN rm -r /etc/b /tmp/big"];

async function waste(keys: string): Promise<State> {
  return press(await start(LAYERS, { history: HISTORY }), `w${keys}`);
}

/** The list as text, the chosen line behind a `>`. */
function list(state: State): string[] {
  const { tree } = state.subject.analysis;
  const rows = wasteRows(state);
  return Array.from({ length: rows.count }, (_, at) => {
    const row = rows.at(at);
    const mark = at === state.waste.list.cursor ? ">" : " ";
    if (row === null) return mark;
    if ("copy" in row) {
      const { bytes, layer, endedBy, node } = row.copy;
      return `${mark} ${row.inGroup ? "  " : ""}${bytes} ${layer}→${endedBy} ${tree.path(node)}`;
    }
    const { key, bytes, copies } = row.group;
    const name =
      key.by === "path" ? tree.path(key.node) : key.by === "cause" ? key.cause : JSON.stringify(key);
    return `${mark} ${row.isOpen ? "▾" : "▸"} ${bytes} ${copies.length}× ${name}`;
  });
}

function told(state: State, columns = 80): string[] {
  const row = chosenWaste(state);
  const lines: readonly DocumentLine[] = row === null ? [] : state.subject.wasteStories.lines(row, columns);
  return lines.map((line) => ("text" in line ? `${line.label}${line.text}` : ""));
}

describe("c goes round the ways to add up", () => {
  test("each copy for itself, the biggest first", async () => {
    expect(list(await waste(""))).toEqual([
      "> 7 1→2 /tmp/big",
      "  5 1→2 /etc/a",
      "  2 0→2 /etc/b",
      "  1 0→1 /etc/a",
    ]);
    expect(list(await waste("ccccc"))).toEqual(list(await waste("")));
  });

  test("by path, by cause, by the instruction since which they are dead", async () => {
    expect(list(await waste("c"))).toEqual(["> ▸ 7 1× /tmp/big", "  ▸ 6 2× /etc/a", "  ▸ 2 1× /etc/b"]);
    expect(list(await waste("cc"))).toEqual(["> ▸ 9 2× deleted", "  ▸ 6 2× overwritten"]);
    expect(list(await waste("ccc"))).toEqual([
      '> ▸ 14 3× {"by":"instruction","endedBy":2}',
      '  ▸ 1 1× {"by":"instruction","endedBy":1}',
    ]);
  });
});

describe("⏎ on a group", () => {
  test("unfolds it and folds it again", async () => {
    const open = ["> ▾ 9 2× deleted", "    7 1→2 /tmp/big", "    2 0→2 /etc/b", "  ▸ 6 2× overwritten"];
    expect(list(await waste("cc⏎"))).toEqual(open);
    expect(list(await waste("cc⏎⏎"))).toEqual(["> ▸ 9 2× deleted", "  ▸ 6 2× overwritten"]);
  });

  test("of one copy goes to layer and path", async () => {
    const state = await waste("c⏎");
    expect([state.focus, state.layers.cursor, cursorPath(state)]).toEqual(["files", 3, "/tmp/big"]);
  });

  test("then on a copy in it goes there, too", async () => {
    const state = await waste("cc⏎jj⏎");
    expect([state.focus, state.layers.cursor, cursorPath(state)]).toEqual(["files", 3, "/etc/b"]);
  });

  test("← folds the group from within it, and stays on it", async () => {
    expect(list(await waste("ccj⏎jj←"))).toEqual(["  ▸ 9 2× deleted", "> ▸ 6 2× overwritten"]);
    expect(list(await waste("cc⏎G⏎G"))).toEqual([
      "  ▾ 9 2× deleted",
      "    7 1→2 /tmp/big",
      "    2 0→2 /etc/b",
      "  ▾ 6 2× overwritten",
      "    5 1→2 /etc/a",
      ">   1 0→1 /etc/a",
    ]);
  });

  test("other groups begin folded, at the top", async () => {
    expect(list(await waste("cc⏎Gc"))[0]).toBe('> ▸ 14 3× {"by":"instruction","endedBy":2}');
  });
});

describe("what is told", () => {
  test("of a copy: what happened, what to change and what it saves, and both instructions", async () => {
    expect(told(await waste("jj"))).toEqual([
      " Layer 0 wrote it, layer 2 removed it, which only hides it.",
      " → It came with the base image, and removing it here frees nothing: take",
      " another base, or remove it in the base's own Dockerfile.",
      " layer 0  ADD rootfs /",
      " layer 2  RUN rm -r /etc/b /tmp/big",
      " path     /etc/b",
    ]);
  });

  test("of a group: what its copies have in common, then each reason, the biggest first", async () => {
    expect(told(await waste("cc"))).toEqual([
      " One layer wrote it, a later one removed it, which only hides it.",
      " → Fetch, use and remove it in one RUN, or work in RUN",
      " --mount=type=tmpfs,target=/tmp. Saves 7B.",
      " deleted, layer 1 → 2, 1 file",
      " → It came with the base image, and removing it here frees nothing: take",
      " another base, or remove it in the base's own Dockerfile.",
      " deleted, layer 0 → 2, 1 file",
    ]);
    expect(told(await waste("ccc"))[0]).toBe(" RUN rm -r /etc/b /tmp/big");
  });

  test("of a big group is that of all its copies", async () => {
    const many = Array.from({ length: 350 }, (_, i) => `f${i}: 12`);
    const gone = Array.from({ length: 350 }, (_, i) => `.wh.f${i}`);
    const state = press(await start([members("a: 1"), members(...many), members(...gone)]), "wcc");
    expect(told(state)).toEqual([
      " One layer wrote it, a later one removed it, which only hides it.",
      " → Remove it in the RUN that makes it: a later instruction only hides it. Saves",
      " 700B.",
      " deleted, layer 1 → 2, 350 files",
    ]);
  });
});

test("o shows the story in full, and goes back", async () => {
  const state = await waste("o");
  expect(state.pages).toEqual([{ kind: "waste-story", top: 0 }]);
  expect(press(state, "⎋").pages).toEqual([]);
});
