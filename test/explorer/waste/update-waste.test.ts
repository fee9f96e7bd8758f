import { describe, expect, test } from "vitest";
import type { DocumentLine } from "../../../src/explorer/pages/documents/document.js";
import { listOf } from "../../../src/explorer/pane-list.js";
import type { State } from "../../../src/explorer/state.js";
import { update } from "../../../src/explorer/update.js";
import { groupingShown } from "../../../src/explorer/waste/grouping.js";
import { chosenWaste, wasteRows } from "../../../src/explorer/waste/shown-waste.js";
import { wastePane } from "../../../src/explorer/waste/waste-pane.js";
import { cursorPath, members, press, start, withCauses } from "../start.js";

const LAYERS = [
  members("etc/", "etc/a: 1", "etc/b: 12", "etc/c: 123"),
  members("etc/a: 12345", "tmp/", "tmp/big: 1234567"),
  members("etc/a: x", "etc/.wh.b", "tmp/.wh.big"),
];
const HISTORY = ["ADD rootfs /", "RUN make", "ENV A=1", "RUN rm -r /etc/b /tmp/big"];

const LEFT_OUT = "advice and causes are not known yet";
const FINDINGS = [
  [7, 1, "temporary-files"],
  [5, 1, "overwritten"],
  [1, 1, "base-rewritten"],
  [2, 1, "base-removed"],
];

async function waste(keys: string): Promise<State> {
  return press(await start(LAYERS, { history: HISTORY }), `w${keys}`);
}

/** Returns the list as text, with `>` before the selected line. */
function list(state: State): string[] {
  const { tree } = state.subject.analysis;
  const rows = wasteRows(state);
  return Array.from({ length: rows.count }, (_, at) => {
    const row = rows.at(at);
    const mark = at === listOf(state, "waste").cursor ? ">" : " ";
    if (row === null) return mark;
    if ("copy" in row) {
      const { bytes, layer, endedBy, node } = row.copy;
      return `${mark} ${row.inGroup === null ? "" : "  "}${bytes} ${layer}→${endedBy} ${tree.path(node)}`;
    }
    const { key, bytes, copies } = row.group;
    const name =
      key.by === "path" ? tree.path(key.node) : key.by === "cause" ? key.cause : JSON.stringify(key);
    return `${mark} ${row.isOpen ? "▾" : "▸"} ${bytes} ${copies.length}× ${name}`;
  });
}

function details(state: State, columns = 80): string[] {
  const row = chosenWaste(state);
  const lines: readonly DocumentLine[] = row === null ? [] : state.subject.wasteStories.lines(row, columns);
  return lines.map((line) => ("text" in line ? `${line.label}${line.text}` : ""));
}

describe("the list of advice", () => {
  test("the waste opens with advice, biggest savings first, and waste of the base image last", async () => {
    const state = await waste("");
    const rows = wasteRows(state);
    const findings = Array.from({ length: rows.count }, (_, at) => rows.at(at)).map((row) =>
      row !== null && "group" in row && row.group.key.by === "advice"
        ? [row.group.bytes, row.group.copies.length, row.group.key.finding.advice.topic]
        : [],
    );
    expect(findings).toEqual(FINDINGS);
  });

  test("the details of an advice show the cause and the instruction", async () => {
    expect(details(await waste(""))).toEqual([
      " → Create, use and remove it in one RUN, or use RUN",
      " --mount=type=tmpfs,target=/tmp. Then it is not stored. Saves 7B.",
      " deleted, layer 1 → 2, 1 file",
      " RUN rm -r /etc/b /tmp/big",
    ]);
  });
});

/** Copies of equal size, whose order depends on their paths. The order of their nodes is different. */
const EQUAL_SIZES = [
  members("a/", "a/b: 1", "a.b: 1", "z: 123"),
  members("a/b: 22", "a.b: 22", "y: 12345", "z: 12"),
  members(".wh.y", "a.b: 3", "z: 1"),
];

describe("while the causes are being computed", () => {
  const open = (keys: string) =>
    start(EQUAL_SIZES, { history: HISTORY, waste: "sorted" }).then((state) => press(state, `w${keys}`));

  test("without causes, the waste is grouped by instruction, layer or path, and ⏎ goes to a copy", async () => {
    expect(list(await open(""))).toEqual([
      '> ▸ 9 3× {"by":"instruction","endedBy":2}',
      '  ▸ 5 3× {"by":"instruction","endedBy":1}',
    ]);
    expect(list(await open("c"))[0]).toBe('> ▸ 9 3× {"by":"layer","layer":1}');
    expect(list(await open("cc"))[0]).toBe("> 5 1→2 /y");
    expect(list(await open("ccc"))[0]).toBe("> ▸ 5 1× /y");
    const gone = await open("cc⏎");
    expect([gone.focus, cursorPath(gone)]).toEqual(["files", "/y"]);
  });

  test("without causes, c leaves out advice and causes, and shows a message", async () => {
    const copies = await open("cc");
    expect([copies.waste.by, copies.notice]).toEqual(["copy", LEFT_OUT]);
    const instruction = press(copies, "cc");
    expect([instruction.waste.by, instruction.notice]).toEqual(["instruction", LEFT_OUT]);
    expect((await open("c")).notice).toBeNull();
  });

  test("without causes, the details of a copy say that advice will follow", async () => {
    const rows = details(await open("cc"));
    expect(rows[0]).toBe(" the advice is shown when the causes are known");
    expect(rows.at(-1)).toBe(" path     /y");
  });

  test.each(["cc", "cccj⏎jj", "cGk", "jj⏎j"])(
    "the cursor stays on its line when the causes arrive: w%s",
    async (keys) => {
      const looking = await open(keys);
      const found = await withCauses(looking);
      expect([found.waste.state, list(found)]).toEqual(["found", list(looking)]);
    },
  );

  test("the list changes to advice when the causes arrive, if the user has pressed no key in it", async () => {
    expect(groupingShown((await withCauses(await open(""))).waste)).toBe("advice");
  });

  test("a group cannot be opened before the copies are sorted, and a message says why", async () => {
    const looking = await start(EQUAL_SIZES, { history: HISTORY, waste: "looking" });
    const state = press(looking, "w⏎");
    expect([state.message, state.waste.opened.size]).toEqual(["the waste is still being sorted", 0]);
    expect(list(press(state, "j"))[1]).toMatch(/^>/);
    const click = { is: "row", pane: "waste", row: 0, scope: "layer", mark: true } as const;
    const pressed = update(looking, { type: "point", on: click, what: "press" }).state;
    expect(pressed.waste.opened.size).toBe(0);
  });

  test("an image without waste needs no causes", async () => {
    const state = press(await start([members("a: 1")], { waste: "sorted" }), "w⏎");
    expect(state.message).toBe("this image wastes nothing");
  });
});

test("the columns of groups are aligned, also with more than 1,000 copies", async () => {
  const many = Array.from({ length: 1234 }, (_, at) => `d/${at}: ${"x".repeat(5)}`);
  const layers = [
    members("d/", ...many, "one: 1"),
    [...members("one: 2"), ...many.map((_, at) => ({ path: `d/.wh.${at}` }))],
    members("one: 3"),
  ];
  for (const by of ["", "ccc", "cccc", "ccccc"]) {
    const state = press(await start(layers, { history: ["ADD a", "RUN b", "RUN c"] }), `w${by}`);
    const rows = wastePane(state, { columns: 70, rows: 5 }, { colour: false });
    const texts = rows.map(({ spans }) => spans.map(({ text }) => text).join(""));
    expect(texts[0]).toMatch(/ 1,23[45]× /);
    const columns = texts.filter((text) => text.includes("×")).map((text) => text.indexOf("×"));
    expect([columns.length > 1, new Set(columns).size]).toEqual([true, 1]);
  }
});

describe("the groupings of the waste", () => {
  test("c shows each copy, largest first, and shows the copies again after all groupings", async () => {
    expect(list(await waste("c"))).toEqual([
      "> 7 1→2 /tmp/big",
      "  5 1→2 /etc/a",
      "  2 0→2 /etc/b",
      "  1 0→1 /etc/a",
    ]);
    expect(list(await waste("ccccccc"))).toEqual(list(await waste("c")));
  });

  test("c groups the copies by path, by cause, and by the instruction that removed them", async () => {
    expect(list(await waste("cc"))).toEqual(["> ▸ 7 1× /tmp/big", "  ▸ 6 2× /etc/a", "  ▸ 2 1× /etc/b"]);
    expect(list(await waste("ccc"))).toEqual(["> ▸ 9 2× deleted", "  ▸ 6 2× overwritten"]);
    expect(list(await waste("cccc"))).toEqual([
      '> ▸ 14 3× {"by":"instruction","endedBy":2}',
      '  ▸ 1 1× {"by":"instruction","endedBy":1}',
    ]);
  });
});

describe("⏎ on a group", () => {
  test("⏎ opens a group and closes it again", async () => {
    const open = ["> ▾ 9 2× deleted", "    7 1→2 /tmp/big", "    2 0→2 /etc/b", "  ▸ 6 2× overwritten"];
    expect(list(await waste("ccc⏎"))).toEqual(open);
    expect(list(await waste("ccc⏎⏎"))).toEqual(["> ▸ 9 2× deleted", "  ▸ 6 2× overwritten"]);
  });

  test("⏎ on a group of one copy goes to its layer and path", async () => {
    const state = await waste("cc⏎");
    expect([state.focus, state.layers.cursor, cursorPath(state)]).toEqual(["files", 3, "/tmp/big"]);
  });

  test("⏎ on a copy in an open group goes to its layer and path", async () => {
    const state = await waste("ccc⏎jj⏎");
    expect([state.focus, state.layers.cursor, cursorPath(state)]).toEqual(["files", 3, "/etc/b"]);
  });

  test("← on a copy closes its group, and the cursor moves to the group", async () => {
    expect(list(await waste("cccj⏎jj←"))).toEqual(["  ▸ 9 2× deleted", "> ▸ 6 2× overwritten"]);
    expect(list(await waste("ccc⏎G⏎G"))).toEqual([
      "  ▾ 9 2× deleted",
      "    7 1→2 /tmp/big",
      "    2 0→2 /etc/b",
      "  ▾ 6 2× overwritten",
      "    5 1→2 /etc/a",
      ">   1 0→1 /etc/a",
    ]);
  });

  test("after c, all groups are closed, and the cursor is on the first group", async () => {
    expect(list(await waste("ccc⏎Gc"))[0]).toBe('> ▸ 14 3× {"by":"instruction","endedBy":2}');
  });
});

describe("the text about a selected row", () => {
  test("the details of a copy show the cause, the advice and both instructions", async () => {
    expect(details(await waste("cjj"))).toEqual([
      " Layer 0 wrote it, layer 2 removed it, which only hides it.",
      " → Remove it in the Dockerfile of the base image, or use another base image:",
      " removing it in a later layer saves nothing.",
      " layer 0  ADD rootfs /",
      " layer 2  RUN rm -r /etc/b /tmp/big",
      " path     /etc/b",
    ]);
  });

  test("the details of a group show its cause, then each advice, largest first", async () => {
    expect(details(await waste("ccc"))).toEqual([
      " One layer wrote it, a later layer removed it, which only hides it.",
      " → Create, use and remove it in one RUN, or use RUN",
      " --mount=type=tmpfs,target=/tmp. Then it is not stored. Saves 7B.",
      " deleted, layer 1 → 2, 1 file",
      " → Remove it in the Dockerfile of the base image, or use another base image:",
      " removing it in a later layer saves nothing.",
      " deleted, layer 0 → 2, 1 file",
    ]);
    expect(details(await waste("cccc"))[0]).toBe(" RUN rm -r /etc/b /tmp/big");
  });

  test("the details of a big group include all its copies", async () => {
    const many = Array.from({ length: 350 }, (_, i) => `f${i}: 12`);
    const gone = Array.from({ length: 350 }, (_, i) => `.wh.f${i}`);
    const state = press(await start([members("a: 1"), members(...many), members(...gone)]), "wccc");
    expect(details(state)).toEqual([
      " One layer wrote it, a later layer removed it, which only hides it.",
      " → Remove it in the RUN that creates it: a later instruction only hides it.",
      " Saves 700B.",
      " deleted, layer 1 → 2, 350 files",
    ]);
  });
});

test("o opens the page of a wasted copy, and esc goes back", async () => {
  const state = await waste("co");
  expect(state.pages).toEqual([{ kind: "waste-story", top: 0 }]);
  expect(press(state, "⎋").pages).toEqual([]);
});
