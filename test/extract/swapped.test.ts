import fs, { mkdirSync, readdirSync, realpathSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Disk } from "../../src/extract/disk.js";
import { extract } from "../../src/extract/extract.js";
import { tempDir } from "../support/temp.js";
import { planned, targetAt } from "./planned.js";

const MEMBERS = [
  { path: "d", type: "dir" as const },
  { path: "d/a", content: "1" },
  { path: "d/b", content: "2" },
  { path: "d/e", type: "dir" as const },
  { path: "d/e/c", content: "3" },
  { path: "d/link", type: "symlink" as const, linkname: "a" },
];

/** A disk without handles of folders, as on macOS and Windows. */
const statSync = ((path: string, options?: fs.StatSyncOptions) =>
  String(path).startsWith("/proc/") ? undefined : fs.statSync(path, options)) as Disk["statSync"];
const WITHOUT_HANDLES: Disk = { ...fs, statSync };

interface Swap {
  readonly folder: string;
  /** The change of the disk, from 0, before which another program replaces `to/d` by a symlink. */
  readonly before: number;
}

/** A disk that another program changes at a given step. */
function swappedAt(disk: Disk, { folder, before }: Swap): Disk {
  let changes = 0;
  const swapping = <Args extends unknown[], R>(call: (...args: Args) => R) =>
    ((...args: Args) => {
      if (changes++ === before && fs.existsSync(join(folder, "to/d"))) {
        renameSync(join(folder, "to/d"), join(folder, "moved"));
        symlinkSync(join(folder, "outside"), join(folder, "to/d"));
      }
      return call(...args);
    }) as never;
  const openSync = (path: fs.PathLike, flags: fs.OpenMode, mode?: fs.Mode | null) => {
    const open = () => fs.openSync(path, flags, mode);
    return flags === "wx" ? (swapping(open) as () => number)() : open();
  };
  return {
    ...disk,
    openSync,
    mkdirSync: swapping(fs.mkdirSync),
    linkSync: swapping(fs.linkSync),
    renameSync: swapping(fs.renameSync),
    symlinkSync: swapping(fs.symlinkSync),
  };
}

const STEPS = Array.from({ length: 12 }, (_, step) => step);

test.runIf(process.platform === "linux").each(STEPS)(
  "extract writes nothing outside if a folder is replaced by a symlink before change %i of the disk",
  async (before) => {
    const folder = realpathSync(tempDir());
    mkdirSync(join(folder, "outside/e"), { recursive: true });
    const { plan, layers } = await planned([MEMBERS], { target: targetAt(join(folder, "to")) });
    const disk = swappedAt(fs, { folder, before });
    await extract(plan, { layers, disk }).catch((error: unknown) => {
      expect(error).toMatchObject({ code: "target-swapped" });
    });
    expect(readdirSync(join(folder, "outside"), { recursive: true })).toEqual(["e"]);
  },
);

test("without folder handles, extract stops at the next check after such a change, with no file outside", async () => {
  const folder = realpathSync(tempDir());
  mkdirSync(join(folder, "to/d"), { recursive: true });
  mkdirSync(join(folder, "outside"));
  const { plan, layers } = await planned([MEMBERS], { target: targetAt(join(folder, "to")) });
  const before = 3;
  const disk = swappedAt(WITHOUT_HANDLES, { folder, before });
  await expect(extract(plan, { layers, disk })).rejects.toMatchObject({ code: "target-swapped" });
  expect(readdirSync(join(folder, "outside"))).toEqual([]);
});

test("without folder handles, extract writes the same files", async () => {
  const folder = realpathSync(tempDir());
  const { plan, layers } = await planned([MEMBERS], { target: targetAt(join(folder, "to")) });
  expect(await extract(plan, { layers, disk: WITHOUT_HANDLES })).toEqual({
    files: 3,
    folders: 3,
    links: 1,
    bytes: 3,
  });
});

test("extract closes every folder handle", async () => {
  const open = new Set<number>();
  const openSync = ((...args: Parameters<typeof fs.openSync>) => {
    const fd = fs.openSync(...args);
    open.add(fd);
    return fd;
  }) as Disk["openSync"];
  const closeSync: Disk["closeSync"] = (fd) => {
    open.delete(fd);
    fs.closeSync(fd);
  };
  const folder = realpathSync(tempDir());
  const { plan, layers } = await planned([MEMBERS], { target: targetAt(join(folder, "to")) });
  await extract(plan, { layers, disk: { ...fs, openSync, closeSync } });
  expect(open.size).toBe(0);
});
