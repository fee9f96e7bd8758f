import { expect, test } from "vitest";
import { rawPath } from "../../../src/text/escape.js";
import { loadTree } from "../../../src/tree/load.js";
import { filesBelow } from "../../../src/tree/view/files-below.js";
import { memoryImage } from "../../support/memory-image.js";

test("a folder counts every file name, and counts the bytes of hard links once", async () => {
  const tree = await loadTree(
    memoryImage([
      [
        { path: "d/a", content: "12345" },
        { path: "d/b", type: "hardlink", linkname: "d/a" },
        { path: "d/e/c", content: "1" },
        { path: "d/link", type: "symlink", linkname: "a" },
        { path: "other", content: "123" },
      ],
    ]),
  );
  expect(filesBelow(tree, tree.rootfs, tree.find(rawPath("/d")))).toEqual({ files: 3, bytes: 6 });
  expect(filesBelow(tree, tree.rootfs, 0)).toEqual({ files: 4, bytes: 9 });
});
