import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { MemberRecorder } from "../../../src/image/members/recorder.js";
import { entriesOf, membersOf, pathsOf } from "../../support/members.js";
import { entryOf, type MemberSpec } from "../../support/memory-image.js";

const FOLDERS = Array.from({ length: 120 }, (_, n) => `${"p".repeat(245)}${n}`);
/** 30 kB. */
const DEEP = FOLDERS.join("/");
const COUNT = 4000;

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/** Bytes of memory that the result of `make` keeps. */
function memoryOf<T>(make: () => T): { made: T; bytes: number } {
  collect();
  const before = process.memoryUsage();
  const made = make();
  collect();
  const after = process.memoryUsage();
  return { made, bytes: after.heapUsed + after.external - before.heapUsed - before.external };
}

const entry = (spec: MemberSpec) => entryOf(spec, 0, null);
const link = entry({ path: "l", type: "symlink", linkname: DEEP });

test("a file below a symlink to a very long path needs memory only for its own name", () => {
  const { made, bytes } = memoryOf(() => {
    const recorder = new MemberRecorder();
    recorder.add(link);
    for (let n = 0; n < COUNT; n++) recorder.add(entry({ path: `l/file${n}`, type: "file" }));
    return { recorder, members: recorder.finish() };
  });
  expect(bytes).toBeLessThan(COUNT * 1000);
  expect(pathsOf(made.members.paths)).toContain(`${DEEP}/file${COUNT - 1}`);
  expect(made.members.paths.pool.length).toBeLessThan(DEEP.length + COUNT * 10);
});

test("a hard link to a file below such a symlink needs memory only for its own name", () => {
  const { made, bytes } = memoryOf(() => {
    const recorder = new MemberRecorder();
    recorder.add(link);
    recorder.add(entry({ path: "l/file", type: "file" }));
    for (let n = 0; n < COUNT; n++) {
      recorder.add(
        entry({ path: `h${n}`, type: "hardlink", linkname: n % 2 === 0 ? "l/file" : `l/absent${n}` }),
      );
    }
    return { recorder, members: recorder.finish() };
  });
  expect(bytes).toBeLessThan(COUNT * 1000);
  const { paths, targets, linkNodes, rows } = made.members;
  expect(pathsOf(paths)[linkNodes[0]]).toBe(`${DEEP}/file`);
  expect(pathsOf(targets)[-1 - linkNodes[1]]).toBe(`${DEEP}/absent1`);
  expect(rows.linkText.length).toBeLessThan(DEEP.length + COUNT * 20);
});

test("the target of a hard link through a symlink is the path of the file", () => {
  const members = membersOf([
    entry({ path: "lib", type: "symlink", linkname: "usr/lib" }),
    entry({ path: "usr/lib/x", type: "file" }),
    entry({ path: "y", type: "hardlink", linkname: "lib/x" }),
  ]);
  expect(entriesOf(members).map(({ linkname }) => linkname)).toEqual(["usr/lib", "", "usr/lib/x"]);
});

test("paths that exist only as targets of links are counted, because a small archive can name many", () => {
  const recorder = new MemberRecorder();
  const counts = [
    entry({ path: "a/b", type: "file" }),
    entry({ path: "l", type: "symlink", linkname: "x/y/z" }),
    entry({ path: "l/f", type: "file" }),
    entry({ path: "l/g", type: "file" }),
    entry({ path: "h", type: "hardlink", linkname: "q/r" }),
    entry({ path: "i", type: "hardlink", linkname: "a/b" }),
  ].map((one) => {
    recorder.add(one);
    return recorder.pathsByLinks;
  });
  expect(counts).toEqual([0, 0, 3, 3, 5, 5]);
});

test("files of AUFS are not listed, also if a symlink leads to their folder", () => {
  const members = membersOf([
    entry({ path: "l", type: "symlink", linkname: ".wh..wh.plnk" }),
    entry({ path: "l/x", type: "file" }),
    entry({ path: "y", type: "file" }),
  ]);
  expect(pathsOf(members.paths)).toEqual(["", "l", "y"]);
  expect(members.memberCount).toBe(3);
});

test("the root is not a member, and its last entry that is a folder counts", () => {
  const root = (mode: number) => entry({ path: "", type: "dir", mode });
  const members = membersOf([root(0o700), entry({ path: "a" }), root(0o755), entry({ path: "" })]);
  expect([members.memberCount, members.rows.count, members.root?.mode]).toEqual([1, 1, 0o755]);
});
