import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { compareImages } from "../../../src/analysis/diff/compare-images.js";
import { MOVED_AWAY, SAME } from "../../../src/analysis/diff/path-difference.js";
import { rollUpMoves } from "../../../src/analysis/diff/rollup-moves.js";
import { totalName } from "../../../src/analysis/diff/totals.js";
import { aspectNames, pathAt } from "../../../src/report/diff/compared-path.js";
import { escapePath } from "../../../src/text/escape.js";
import { changeText } from "../../../src/words/path-change-words.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

const compared = async (a: readonly MemberSpec[], b: readonly MemberSpec[]) =>
  compareImages(await analyze(memoryImage([a])), await analyze(memoryImage([b])));

/** Returns a line for each path that differs: `changed /etc/hosts: content (6B → 7B)`. */
async function differences(a: readonly MemberSpec[], b: readonly MemberSpec[]): Promise<string[]> {
  const comparison = await compared(a, b);
  const lines: string[] = [];
  for (let node = 1; node < comparison.union.size; node++) {
    const difference = comparison.differences[node];
    if (difference === SAME || difference === MOVED_AWAY) continue;
    const text = changeText(comparison, node);
    const what = aspectNames(comparison.aspects[node]).join(" ");
    lines.push(
      `${totalName(difference)} ${escapePath(pathAt(comparison, node))}${what === "" ? "" : `: ${what} (${text})`}`,
    );
  }
  return lines;
}

async function checkDifference(a: Omit<MemberSpec, "path">, b: Omit<MemberSpec, "path">, expected: string[]) {
  expect(await differences([{ path: "f", ...a }], [{ path: "f", ...b }])).toEqual(expected);
}

describe("a path in both images", () => {
  test("a path is changed if the size of its content differs", () =>
    checkDifference({ content: "a" }, { content: "bcd" }, ["changed /f: content (1B → 3B)"]));

  test("a path is changed if contents of equal size differ", () =>
    checkDifference({ content: "abc" }, { content: "abd" }, ["changed /f: content (other content of 3B)"]));

  test("a path is changed if its type differs", () =>
    checkDifference({ content: "a" }, { type: "symlink", linkname: "g" }, [
      "changed /f: type (file → symlink to g)",
    ]));

  test("a symlink is changed if its target differs", () =>
    checkDifference({ type: "symlink", linkname: "g" }, { type: "symlink", linkname: "h" }, [
      "changed /f: target (target g → h)",
    ]));

  test("another mode, owner or extended attribute is a difference in metadata", () =>
    checkDifference(
      { content: "a", mode: 0o644 },
      { content: "a", mode: 0o4755, uid: 7, xattrs: { "user.x": "1" } },
      ["metadata /f: mode owner xattrs (mode 0644 → 4755, owner 0:0 → 7:0, extended attributes)"],
    ));

  test("a path is the same if only its modification time differs", () =>
    checkDifference({ content: "a", mtime: 1 }, { content: "a", mtime: 2 }, []));
});

test("a folder that one archive only implies is the same as a listed folder", async () => {
  expect(
    await differences([{ path: "d/f" }], [{ path: "d", type: "dir", mode: 0o755 }, { path: "d/f" }]),
  ).toEqual([]);
});

test("hard links are the same in both images, even if the archives store different names first", async () => {
  const link = (path: string, linkname: string): MemberSpec => ({ path, type: "hardlink", linkname });
  expect(
    await differences(
      [{ path: "f", content: "a" }, link("g", "f")],
      [{ path: "g", content: "a" }, link("f", "g")],
    ),
  ).toEqual([]);
});

test("a path that is no longer a hard link differs in its links", async () => {
  expect(
    await differences(
      [
        { path: "f", content: "a" },
        { path: "g", type: "hardlink", linkname: "f" },
      ],
      [
        { path: "f", content: "a" },
        { path: "g", content: "a" },
      ],
    ),
  ).toEqual(["metadata /g: links (hard links)"]);
});

describe("moved files", () => {
  test("a file moves to a path with the same name, if there is one with the same content", async () => {
    const comparison = await compared(
      [
        { path: "a/one", content: "same" },
        { path: "a/two", content: "same" },
      ],
      [
        { path: "b/three", content: "same" },
        { path: "b/two", content: "same" },
      ],
    );
    expect(rollUpMoves(comparison)).toEqual([
      { from: "/a/one", to: "/b/three", files: 1, bytes: 4 },
      { from: "/a/two", to: "/b/two", files: 1, bytes: 4 },
    ]);
  });

  test("a moved folder with all its files is one move", async () => {
    const files = (folder: string) =>
      ["x", "y/z", "y/w"].map((name): MemberSpec => ({ path: `${folder}/${name}`, content: `of ${name}` }));
    expect(rollUpMoves(await compared(files("lib/v1"), files("lib/v2")))).toEqual([
      { from: "/lib/v1", to: "/lib/v2", files: 3, bytes: 16 },
    ]);
  });

  test("a file is added, not moved, if the content is still at the old path", async () => {
    expect(
      await differences(
        [{ path: "f", content: "a" }],
        [
          { path: "f", content: "a" },
          { path: "g", content: "a" },
        ],
      ),
    ).toEqual(["added /g"]);
  });

  test("an empty file at another path is removed and added, not moved", async () => {
    expect(await differences([{ path: "f", content: "" }], [{ path: "g", content: "" }])).toEqual([
      "removed /f",
      "added /g",
    ]);
  });

  test("a moved file may have other metadata at its new path", async () => {
    expect(
      await differences([{ path: "f", content: "a" }], [{ path: "g", content: "a", mode: 0o600 }]),
    ).toEqual(["moved /g: mode (mode 0644 → 0600)"]);
  });
});
