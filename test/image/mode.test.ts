import { expect, test } from "vitest";
import type { EntryType } from "../../src/image/entry.js";
import { modeText } from "../../src/image/mode.js";

test.each<[EntryType, number, string]>([
  ["dir", 0o755, "drwxr-xr-x"],
  ["file", 0o640, "-rw-r-----"],
  ["hardlink", 0o644, "-rw-r--r--"],
  ["symlink", 0o777, "lrwxrwxrwx"],
  ["file", 0o4755, "-rwsr-xr-x"],
  ["file", 0o4644, "-rwSr--r--"],
  ["dir", 0o2775, "drwxrwsr-x"],
  ["dir", 0o1777, "drwxrwxrwt"],
  ["dir", 0o1770, "drwxrwx--T"],
  ["char", 0o666, "crw-rw-rw-"],
  ["block", 0o660, "brw-rw----"],
  ["fifo", 0, "p---------"],
])("the type %s with mode %o is shown as %s, as by ls", (type, mode, text) => {
  expect(modeText(type, mode)).toBe(text);
});
