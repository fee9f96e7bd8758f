import { expect, test, vi } from "vitest";
import { filesView } from "../../../src/explorer/files/files-view.js";
import type { MemberSpec } from "../../support/memory-image.js";
import { draw } from "../draw.js";
import { press, start } from "../start.js";

const FILES = 300_000;

test("moving the cursor in the flat list of 300,000 files does not sort them again or look at each file", async () => {
  const members = Array.from(
    { length: FILES },
    (_, i): MemberSpec => ({ path: `f${i}`, content: "x".repeat(i % 9) }),
  );
  const open = press(await start([members]), "S");
  const { rows } = filesView(open);
  expect(rows.length).toBe(FILES);
  const looks = vi.spyOn(open.subject.analysis.tree.entries, "isFolder");
  for (const keys of ["j", "jjjk", "G", "g", "1", "2", "w", "3"]) {
    const next = press(open, keys);
    draw(next);
    expect(filesView(next).rows).toBe(rows);
  }
  expect(looks.mock.calls.length).toBeLessThan(FILES / 100);
  // Fewer files are visible: only these are sorted.
  const filtered = press(open, "/f12345⏎");
  expect(filesView(filtered).rows.length).toBe(11);
}, 60_000);
