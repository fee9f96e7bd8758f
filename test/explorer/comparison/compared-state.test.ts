import { describe, expect, test } from "vitest";
import { effectsOf } from "../../../src/explorer/effects.js";
import { usefulKeys } from "../../../src/explorer/footer/footer-words.js";
import { actionOf } from "../../../src/explorer/keys/keys.js";
import type { DiffPage } from "../../../src/explorer/pages/diff/diff-page.js";
import { jobsOf } from "../../../src/explorer/pages/page-jobs.js";
import { topPage } from "../../../src/explorer/pages/page-stack.js";
import { pathVersions, type VersionsPage } from "../../../src/explorer/pages/versions/versions-page.js";
import type { State } from "../../../src/explorer/state.js";
import { update } from "../../../src/explorer/update.js";
import { clickAt } from "../draw.js";
import { changesShown, cursorPath, members, press, start, tree } from "../start.js";
import { compared, NEW, OLD } from "./start.js";

/** The rows of `/lib` with their changes. */
const LIB = ["  /lib", "+ /lib/new", "~ /lib/b", "− /lib/gone", "~ /lib/a", "~ /lib/link"];

/** Returns the layer and size of both versions on the topmost page, which compares two files. */
function versions(state: State) {
  const page = topPage<DiffPage>(state, "diff");
  if (page === null) return state.pages.at(-1)?.kind ?? null;
  const { subject } = state;
  const { entries } = subject.analysis.tree;
  return [page.before, page.after].map(
    (row) => `${subject.layerName(entries.layer(row))}, ${entries.bytes(row)}B`,
  );
}

describe("a new comparison", () => {
  test("a comparison opens in the tree, with open folders and the biggest growth or shrinkage first", async () => {
    const state = await compared(OLD, NEW);
    expect(state.focus).toBe("files");
    expect(changesShown(state)).toEqual(["+ /srv", "+ /srv/model", ...LIB, "− /tmp", "− /tmp/old"]);
  });

  test("a comparison with more than 300 changes opens with closed folders", async () => {
    const many = Array.from({ length: 301 }, (_, at) => ({ path: `opt/lib/f${at}`, content: "1" }));
    const state = await compared({ layers: [[{ path: "a" }]] }, { layers: [[{ path: "a" }], many] });
    expect(tree(state)).toEqual(["> /opt/lib"]);
  });

  test("a comparison of an image with itself has no rows", async () => {
    const state = await compared(OLD, OLD);
    expect(tree(state)).toEqual([]);
    expect(state.subject.comparison?.isSame).toBe(true);
    expect(press(state, "w⏎").message).toBe("the two images do not differ");
  });

  test("a comparison of two layers compares the filesystems after these layers", async () => {
    const state = await compared(OLD, NEW, { upTo: { a: 0, b: 1 } });
    expect(changesShown(state)).toEqual(["+ /lib", "+ /lib/new", "+ /lib/b", "+ /lib/a", "+ /lib/link"]);
    expect(state.subject.instructions).toHaveLength(3);
  });
});

describe("a row of the layer list in a comparison", () => {
  test("a row of an instruction in both images shows the differences between its two layers", async () => {
    const state = press(await compared(OLD, NEW), "1jj");
    expect(changesShown(state)).toEqual(LIB);
  });

  test("a row of a layer in both images shows the changes of this layer", async () => {
    expect(changesShown(press(await compared(OLD, NEW), "1j"))).toEqual([
      "+ /etc",
      "+ /etc/hosts",
      "+ /bin",
      "+ /bin/sh",
    ]);
  });

  test("a row of a layer in one image shows the changes of this layer", async () => {
    const state = await compared(OLD, NEW);
    expect(changesShown(press(state, "1jjj"))).toEqual(["+ /tmp", "+ /tmp/old"]);
    expect(changesShown(press(state, "1jjjj"))).toEqual(["+ /srv", "+ /srv/model"]);
  });

  test("the view of all files also shows unchanged files", async () => {
    const shown = changesShown(press(await compared(OLD, NEW), "asu"));
    expect(shown).toContain("  /etc");
    expect(shown).toContain("− /tmp");
  });
});

describe("⏎ in a comparison", () => {
  test("⏎ on a file with other content opens the difference from the old to the new image", async () => {
    const state = press(await compared(OLD, NEW), "/lib/b⏎G⏎");
    expect(versions(state)).toEqual(["old layer 1, 2B", "new layer 1, 6B"]);
  });

  test("⏎ on a file with the same content shows the differences in metadata", async () => {
    const state = press(await compared(OLD, NEW), "/lib/a⏎G⏎");
    expect(state.pages.at(-1)).toMatchObject({ kind: "facts", says: "what differs: mode 0644 → 0755" });
  });

  test("⏎ on a symlink with another target shows both targets", async () => {
    const state = press(await compared(OLD, NEW), "/lib/link⏎G⏎");
    expect(state.pages.at(-1)).toMatchObject({ kind: "facts", says: "what differs: target a → b" });
  });

  test("⏎ on a file of only one image opens the file", async () => {
    const state = await compared(OLD, NEW);
    expect(press(state, "/gone⏎G⏎").pages.at(-1)).toMatchObject({ kind: "view", name: "gone" });
    expect(press(state, "/model⏎G⏎").pages.at(-1)).toMatchObject({ kind: "view", name: "model" });
  });

  test("⏎ on an open folder closes it", async () => {
    expect(tree(press(await compared(OLD, NEW), "jj⏎"))).toEqual([
      "  /srv",
      "  /srv/model",
      "> /lib",
      "  /tmp",
      "  /tmp/old",
    ]);
  });
});

test("v on a difference opens the new file, and d in the file opens the difference", async () => {
  const viewing = press(await compared(OLD, NEW), "/lib/b⏎G⏎v");
  expect(viewing.pages.map(({ kind }) => kind)).toEqual(["diff", "view"]);
  expect(jobsOf(viewing).at(-1)).toMatchObject({ kind: "read", to: 6 });
  expect(versions(press(viewing, "d"))).toEqual(["old layer 1, 2B", "new layer 1, 6B"]);
});

test("d on a file of only one image shows a message", async () => {
  const state = press(await compared(OLD, NEW), "/model⏎G⏎d");
  expect(state.message).toBe("the other image has no such path");
});

describe("the list of reasons", () => {
  test("the list of reasons has paths by size of their growth or shrinkage, then settings", async () => {
    const { subject } = await compared(OLD, NEW);
    const found = subject.comparison?.reasons.map((reason) => {
      if (reason.is === "place") return `${subject.analysis.tree.path(reason.node)} ${reason.growth}`;
      return reason.is === "setting" ? `${reason.setting.field} ${reason.setting.key}` : reason.move.to;
    });
    expect(found).toEqual([
      "/srv 10",
      "/lib/new 8",
      "/tmp -7",
      "/lib/b 4",
      "/lib/gone -3",
      "/lib/a 0",
      "/lib/link 0",
      "env A",
    ]);
  });

  test("⏎ on a reason opens its path in the row of all changes, without a filter", async () => {
    const state = press(await compared(OLD, NEW), "1jjj/xyz⏎wj⏎");
    expect({
      focus: state.focus,
      row: state.layers.cursor,
      path: cursorPath(state),
      filter: state.files.filter,
    }).toEqual({
      focus: "files",
      row: 0,
      path: "/lib/new",
      filter: "",
    });
  });

  test("⏎ on a setting opens the page of both images", async () => {
    expect(press(await compared(OLD, NEW), "wG⏎").pages).toEqual([{ kind: "image", top: 0 }]);
  });

  test("⏎ on moved files goes to their new path", async () => {
    const state = press(
      await compared(
        { layers: [[{ path: "a/x", content: "the same" }]] },
        { layers: [[{ path: "b/y", content: "the same" }]] },
      ),
      "w⏎",
    );
    expect(cursorPath(state)).toBe("/b/y");
  });
});

describe("keys for a single image show why they do nothing in a comparison", () => {
  test.each([
    ["m", "two images are compared already"],
    ["wo", "two images are compared: open one of them alone to see its waste"],
    ["d", "two images are compared already"],
    ["id", "two images are compared already"],
    ["r", "two images are compared: `layerx diff` prints their report"],
  ])("the keys %s show why they do nothing in a comparison", async (keys, why) => {
    expect(press(await compared(OLD, NEW), keys).message).toBe(why);
  });
});

test("s in a comparison also sorts by growth", async () => {
  const state = await compared(OLD, NEW);
  const orders = ["", "s", "ss", "sss", "ssss"].map((keys) => press(state, keys).files.order);
  expect(orders).toEqual(["growth", "name", "size", "change", "growth"]);
});

describe("the versions of a path in a comparison", () => {
  const ofB = async () => press(await compared(OLD, NEW), "/lib/b⏎Gt");

  test("versions of the old image come before versions of the new image", async () => {
    const state = await ofB();
    const page = topPage<VersionsPage>(state, "versions");
    if (page === null) throw new Error("no versions");
    const found = pathVersions(state, page.node).map(({ layer, row }) => [
      state.subject.layerName(layer),
      state.subject.analysis.tree.entries.bytes(row),
    ]);
    expect(found).toEqual([
      ["old layer 1", 2],
      ["new layer 1", 6],
    ]);
    expect(page.list.cursor).toBe(1);
  });

  test("d compares a version with the version above it", async () => {
    expect(versions(press(await ofB(), "d"))).toEqual(["old layer 1, 2B", "new layer 1, 6B"]);
  });

  test("⏎ on a version goes to its layer and path", async () => {
    const state = press(await compared(OLD, NEW), "/old⏎Gt⏎");
    expect({ row: state.layers.cursor, path: cursorPath(state) }).toEqual({ row: 3, path: "/tmp/old" });
  });

  test("f finds paths in all layers of both images", async () => {
    const state = press(await compared(OLD, NEW), "fgone⏎");
    expect(state.pages.map(({ kind }) => kind)).toEqual(["find", "versions"]);
    expect(press(state, "v").pages.at(-1)).toMatchObject({ kind: "view", note: "as old layer 1 wrote it" });
  });
});

test("the filter, the keys for kinds of changes and extraction work in a comparison", async () => {
  const state = await compared(OLD, NEW);
  expect(changesShown(press(state, "/lib⏎+-"))).toEqual(["  /lib", "~ /lib/b", "~ /lib/a", "~ /lib/link"]);
  const saving = press(state, "/gone⏎Ge⏎");
  expect(saving.pages.at(-1)).toMatchObject({ kind: "save", to: "./" });
});

describe("d in the explorer of one image", () => {
  test("d opens a prompt for the older image, and ⏎ compares with this image", async () => {
    const before = press(await start([members("a: 1")]), "dold.tar");
    const action = actionOf(before, "enter");
    if (action === null) throw new Error("no such key");
    const { state, effects } = update(before, action);
    expect(effects).toEqual([{ type: "compare", source: "old.tar" }]);
    expect(state.prompt).toBe(null);
  });

  test("⏎ in an empty prompt compares nothing", async () => {
    const before = press(await start([members("a: 1")]), "d ");
    expect(effectsOf(press(before, "⏎"), { type: "prompt-keep" }, before)).toEqual([]);
  });
});

test("a click on the mark of a folder closes the folder, also after the column of growth", async () => {
  const state = await compared(OLD, NEW, { columns: 80, rows: 24 });
  const on = clickAt(state, "▾ lib");
  if (on === null) throw new Error("no click target");
  expect(tree(update(state, { type: "point", on, what: "press" }).state)).toEqual([
    "  /srv",
    "  /srv/model",
    "> /lib",
    "  /tmp",
    "  /tmp/old",
  ]);
});

test("the footer shows the keys for a comparison", async () => {
  const words = usefulKeys(await compared(OLD, NEW)).map(({ footer }) => footer);
  expect(words).toEqual([
    "open",
    "pane",
    "why",
    "all files",
    "filter",
    "sort",
    "extract",
    "split",
    "versions",
    "find",
    "instruction",
    "both images",
    "help",
    "quit",
  ]);
});

test("esc leaves a comparison that was opened from an image, after the filter, and the footer says so", async () => {
  const state = { ...(await compared(OLD, NEW)), fromImage: true };
  const exits = (at: State) => update(at, actionOf(at, "esc")).effects;
  expect(usefulKeys(state).at(-1)?.footer).toBe("back");
  expect(exits(press(state, "/a⏎"))).toEqual([]);
  expect(exits(press(state, "/a⏎⎋"))).toEqual([{ type: "exit", everything: false }]);
  expect(exits({ ...state, fromImage: false })).toEqual([]);
});
