import fs, {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Disk } from "../../src/extract/disk.js";
import { type ExtractOptions, extract } from "../../src/extract/extract.js";
import { NOTHING_WRITTEN, type Written } from "../../src/extract/extract-text.js";
import type { MemberSpec } from "../support/memory-image.js";
import { onDisk } from "../support/on-disk.js";
import { tempDir } from "../support/temp.js";
import { planned, targetAt } from "./planned.js";

type Settings = Partial<ExtractOptions> & { path?: string; owner?: boolean };

/** Extracts into `to` below a folder, which may already have contents. */
async function extracted(folder: string, members: readonly MemberSpec[], settings: Settings = {}) {
  const { path = "/", owner = false, ...options } = settings;
  const { plan, layers } = await planned([members], { path, owner, target: targetAt(join(folder, "to")) });
  return extract(plan, { layers, ...options });
}

function emptyFolder(): string {
  return realpathSync(tempDir());
}

const link = (path: string, linkname: string): MemberSpec => ({ path, type: "symlink", linkname });

describe("extract writes from the image:", () => {
  test("names, modes, contents and links; hard links stay hard links", async () => {
    const folder = emptyFolder();
    const written = await extracted(folder, [
      { path: "bin", type: "dir", mode: 0o555 },
      { path: "bin/sh", content: "shell", mode: 0o755 },
      { path: "bin/ash", type: "hardlink", linkname: "bin/sh" },
      { path: "closed", type: "dir", mode: 0 },
      { path: "closed/secret", content: "s", mode: 0 },
      { path: "empty", content: "" },
      link("lib", "usr/lib"),
    ]);
    expect(written).toEqual({ files: 4, folders: 3, links: 1, bytes: 6 });
    chmodSync(join(folder, "to/closed"), 0o700);
    chmodSync(join(folder, "to/closed/secret"), 0o400);
    expect(onDisk(join(folder, "to"))).toEqual([
      "dr-xr-xr-x bin",
      "-rwxr-xr-x bin/ash = shell",
      "-rwxr-xr-x bin/sh = shell",
      "drwx------ closed",
      "-r-------- closed/secret = s",
      "-rw-r--r-- empty = ",
      "lrwxrwxrwx lib -> usr/lib",
    ]);
    expect(lstatSync(join(folder, "to/bin/sh")).ino).toBe(lstatSync(join(folder, "to/bin/ash")).ino);
  });

  test("times, also before 1970, and of folders and symlinks", async () => {
    const folder = emptyFolder();
    await extracted(folder, [
      { path: "d", type: "dir", mtime: 1_000_000 },
      { path: "d/new", content: "1", mtime: 1_700_000_000.5 },
      { path: "d/old", content: "1", mtime: -5.5 },
      { ...link("d/link", "old"), mtime: 12 },
    ]);
    const seconds = (path: string) => lstatSync(join(folder, "to", path)).mtimeMs / 1000;
    expect(["d", "d/new", "d/old", "d/link"].map(seconds)).toEqual([1_000_000, 1_700_000_000.5, -5.5, 12]);
  });

  test("a file under its second name, if its first name is not extracted", async () => {
    const folder = emptyFolder();
    const members: MemberSpec[] = [
      { path: "a", content: "1" },
      { path: "b/c", type: "hardlink", linkname: "a" },
    ];
    await extracted(folder, members, { path: "/b" });
    expect(onDisk(folder)).toEqual(["drwxr-xr-x to", "-rw-r--r-- to/c = 1"]);
  });

  // Only root can give a file to another user.
  test.runIf(process.getuid?.() === 0)("owners on request, without setuid bits", async () => {
    const members: MemberSpec[] = [
      { path: "d", type: "dir", uid: 7, gid: 8 },
      { path: "d/f", content: "1", uid: 1000, gid: 50, mode: 0o4755 },
      { ...link("d/l", "f"), uid: 3, gid: 4 },
    ];
    const owners = async (owner: boolean) => {
      const folder = emptyFolder();
      await extracted(folder, members, { owner });
      return ["d", "d/f", "d/l"].map((path) => {
        const { uid, gid, mode } = lstatSync(join(folder, "to", path));
        return [uid, gid, (mode & 0o7777).toString(8)];
      });
    };
    expect(await owners(true)).toEqual([
      [7, 8, "644"],
      [1000, 50, "755"],
      [3, 4, "777"],
    ]);
    expect(await owners(false)).toEqual([
      [0, 0, "644"],
      [0, 0, "755"],
      [0, 0, "777"],
    ]);
  });
});

describe("extract writes only below the target:", () => {
  test("a symlink of the image is created last, and nothing is written through it", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "outside"));
    const { plan, layers } = await planned(
      [[link("in", "../outside")], [{ path: "in/file", content: "1" }], [link("out", "../outside")]],
      { target: targetAt(join(folder, "to")) },
    );
    await extract(plan, { layers });
    expect(onDisk(folder)).toEqual([
      "drwxr-xr-x outside",
      "drwxr-xr-x to",
      "drwxr-xr-x to/in",
      "-rw-r--r-- to/in/file = 1",
      "lrwxrwxrwx to/out -> ../outside",
    ]);
  });

  test("a symlink to a folder at the target is not followed, not even with --force", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "outside"));
    mkdirSync(join(folder, "to"));
    symlinkSync("../outside", join(folder, "to/etc"));
    const members = [{ path: "etc/hosts", content: "1" }];
    for (const overwrite of [false, true]) {
      await expect(extracted(folder, members, { overwrite })).rejects.toMatchObject({
        code: "target-in-the-way",
        why: "to/etc is a symlink there, and a folder in the image; nothing was written",
      });
    }
    expect(onDisk(folder)).toEqual([
      "drwxr-xr-x outside",
      "drwxr-xr-x to",
      "lrwxrwxrwx to/etc -> ../outside",
    ]);
  });

  test("a symlink in the place of a file is replaced, and its target is not changed", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "to"));
    writeFileSync(join(folder, "precious"), "mine");
    symlinkSync("../precious", join(folder, "to/a"));
    await extracted(folder, [{ path: "a", content: "image's" }], { overwrite: true });
    expect(onDisk(folder)).toEqual([
      "-rw-r--r-- precious = mine",
      "drwxr-xr-x to",
      "-rw-r--r-- to/a = image's",
    ]);
  });

  test("a symlink that leads to itself is created unchanged", async () => {
    const folder = emptyFolder();
    await extracted(folder, [link("a", "b"), link("b", "a"), link("root", "/"), link("up", "../../..")]);
    expect(onDisk(join(folder, "to"))).toEqual([
      "lrwxrwxrwx a -> b",
      "lrwxrwxrwx b -> a",
      "lrwxrwxrwx root -> /",
      "lrwxrwxrwx up -> ../../..",
    ]);
  });
});

describe("existing files are kept:", () => {
  const members: MemberSpec[] = [
    { path: "d", type: "dir", mode: 0o700 },
    { path: "d/a", content: "new" },
    link("d/l", "a"),
    { path: "d/z", content: "z" },
  ];

  /** A target with three files: two have a path of the image, `own` does not. */
  function occupied(): string {
    const folder = emptyFolder();
    mkdirSync(join(folder, "to/d"), { recursive: true });
    for (const name of ["a", "l", "own"]) writeFileSync(join(folder, "to/d", name), "old");
    return folder;
  }

  test("if a file exists, nothing is written", async () => {
    const folder = occupied();
    const before = onDisk(folder);
    await expect(extracted(folder, members)).rejects.toMatchObject({
      code: "target-exists",
      what: "cannot extract to to",
      why: "to/d/a already exists, and 1 more; nothing was written",
    });
    expect(onDisk(folder)).toEqual(before);
  });

  test("with overwrite, existing files are replaced, and folders keep their modes and other files", async () => {
    const folder = occupied();
    expect(await extracted(folder, members, { overwrite: true })).toEqual({
      files: 2,
      folders: 0,
      links: 1,
      bytes: 4,
    });
    expect(onDisk(join(folder, "to"))).toEqual([
      "drwxr-xr-x d",
      "-rw-r--r-- d/a = new",
      "lrwxrwxrwx d/l -> a",
      "-rw-r--r-- d/own = old",
      "-rw-r--r-- d/z = z",
    ]);
  });

  test("a replaced name no longer shares its file with the other hard links at the target", async () => {
    const folder = occupied();
    fs.linkSync(join(folder, "to/d/a"), join(folder, "linked"));
    await extracted(folder, members, { overwrite: true });
    expect(readFileSync(join(folder, "linked"), "utf8")).toBe("old");
  });

  test.each([
    [
      "a folder in the place of a file",
      [{ path: "d", content: "1" }],
      "to/d is a folder there, and a file or a symlink in the image; nothing was written",
    ],
    [
      "a file in the place of a folder",
      [{ path: "d/a/b", content: "1" }],
      "to/d/a is a file there, and a folder in the image; nothing was written",
    ],
  ])("%s is an error, even if files may be replaced", async (_, given, why) => {
    const folder = occupied();
    const before = onDisk(folder);
    await expect(extracted(folder, given, { overwrite: true })).rejects.toMatchObject({
      code: "target-in-the-way",
      why,
    });
    expect(onDisk(folder)).toEqual(before);
  });
});

describe("two names that are the same on the target's disk never overwrite each other silently:", () => {
  /** A disk that does not distinguish upper and lower case. */
  const folding: Disk = {
    ...fs,
    mkdirSync: ((path: Buffer, options: object) => fs.mkdirSync(lower(path), options)) as typeof fs.mkdirSync,
    lstatSync: ((path: Buffer, options: object) => fs.lstatSync(lower(path), options)) as typeof fs.lstatSync,
    openSync: (path, flags, mode) => fs.openSync(lower(path), flags, mode),
    linkSync: (path, name) => fs.linkSync(lower(path), lower(name)),
    renameSync: (path, name) => fs.renameSync(lower(path), lower(name)),
    unlinkSync: (path) => fs.unlinkSync(lower(path)),
    symlinkSync: (target, path) => fs.symlinkSync(target, lower(path)),
  };
  const lower = (path: fs.PathLike): string => {
    // extract writes relative to the handle of a folder. Then only the name comes from the image.
    const isRelative = path.toString().startsWith("/proc/self/fd/");
    const to = path.toString().lastIndexOf("/to");
    const at = isRelative ? path.toString().lastIndexOf("/") : to < 0 ? path.toString().length : to;
    return `${path.toString().slice(0, at)}${path.toString().slice(at).toLowerCase()}`;
  };

  test.each<[string, MemberSpec[]]>([
    [
      "two files",
      [
        { path: "A", content: "1" },
        { path: "a", content: "2" },
      ],
    ],
    [
      "a folder and a file",
      [
        { path: "A", content: "1" },
        { path: "a/b", content: "2" },
      ],
    ],
    [
      "two folders",
      [
        { path: "A/b", content: "1" },
        { path: "a/c", content: "2" },
      ],
    ],
    ["a file and a symlink", [{ path: "A", content: "1" }, link("a", "x")]],
    [
      "a file and its second name",
      [
        { path: "A", content: "1" },
        { path: "a", type: "hardlink", linkname: "A" },
      ],
    ],
  ])("%s", async (_, members) => {
    await expect(extracted(emptyFolder(), members, { disk: folding })).rejects.toMatchObject({
      code: "name-taken",
      what: expect.stringMatching(/^cannot write to\/[aA]$/),
    });
  });

  test("with overwrite, a file of the image is not replaced by another file of the image", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "to"));
    writeFileSync(join(folder, "to/a"), "old");
    const members: MemberSpec[] = [
      { path: "A", content: "1" },
      { path: "a", content: "2" },
    ];
    await expect(extracted(folder, members, { disk: folding, overwrite: true })).rejects.toMatchObject({
      code: "name-taken",
    });
    expect(onDisk(join(folder, "to"))).toEqual(["-rw-r--r-- a = 1"]);
  });
});

describe("an extraction that ends early leaves only complete files:", () => {
  const members: MemberSpec[] = [
    { path: "d", type: "dir", mode: 0o750, mtime: 7 },
    { path: "d/first", content: "first" },
    { path: "d/second", content: "second" },
    { path: "d/third", content: "third" },
    link("d/z", "first"),
  ];
  const left = ["drwxr-xr-x to", "drwxr-x--- to/d", "-rw-r--r-- to/d/first = first"];

  function failing(code: string, when: (bytes: NodeJS.ArrayBufferView) => boolean): Disk {
    const writeSync = (fd: number, bytes: NodeJS.ArrayBufferView): number => {
      if (!when(bytes)) return fs.writeSync(fd, bytes);
      // The disk has space for half of the file.
      fs.writeSync(fd, bytes, 0, 3);
      throw Object.assign(new Error(`${code}: no space left on device, write`), { code, syscall: "write" });
    };
    return { ...fs, writeSync: writeSync as typeof fs.writeSync };
  }
  const isSecond = (bytes: NodeJS.ArrayBufferView) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() === "second";

  test("if the disk is full", async () => {
    const folder = emptyFolder();
    let last: Written = NOTHING_WRITTEN;
    const onProgress = (written: Written) => {
      last = written;
    };
    await expect(
      extracted(folder, members, { disk: failing("ENOSPC", isSecond), onProgress }),
    ).rejects.toMatchObject({
      code: "extract-failed",
      what: "cannot write to/d/second",
      why: "the disk is full",
    });
    expect([last, onDisk(folder)]).toEqual([{ files: 1, folders: 2, links: 0, bytes: 5 }, left]);
  });

  test("after another system error, which is shown without the name of the temporary file", async () => {
    const folder = emptyFolder();
    const disk = failing("EIO", isSecond);
    await expect(extracted(folder, members, { disk })).rejects.toMatchObject({
      code: "extract-failed",
      why: "the system says: EIO: no space left on device",
    });
    expect(onDisk(folder)).toEqual(left);
  });

  test("after ctrl-c in the middle of a file", async () => {
    const folder = emptyFolder();
    const stop = new AbortController();
    const reason = new Error("stopped");
    const onProgress = ({ bytes, files }: Written) => {
      if (bytes > 5 && files === 1) stop.abort(reason);
    };
    await expect(extracted(folder, members, { signal: stop.signal, onProgress })).rejects.toBe(reason);
    expect(onDisk(folder)).toEqual(left);
    expect(lstatSync(join(folder, "to/d")).mtimeMs).toBe(7000);
  });

  test("a file that it did not replace has its old contents", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "to/d"), { recursive: true });
    writeFileSync(join(folder, "to/d/second"), "old");
    const disk = failing("ENOSPC", isSecond);
    await expect(extracted(folder, members, { disk, overwrite: true })).rejects.toThrow("the disk is full");
    expect(onDisk(join(folder, "to"))).toEqual([
      "drwxr-xr-x d",
      "-rw-r--r-- d/first = first",
      "-rw-r--r-- d/second = old",
    ]);
  });

  test("if a link cannot be created", async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, "to/d"), { recursive: true });
    symlinkSync("old", join(folder, "to/d/z"));
    const renameSync = (from: fs.PathLike, to: fs.PathLike): void => {
      if (to.toString().endsWith("z"))
        throw Object.assign(new Error("EIO: broken, rename 'a' -> 'b'"), { code: "EIO", syscall: "rename" });
      fs.renameSync(from, to);
    };
    const disk: Disk = { ...fs, renameSync };
    await expect(extracted(folder, members, { disk, overwrite: true })).rejects.toMatchObject({
      what: "cannot write to/d/z",
      why: "the system says: EIO: broken",
    });
    expect(readlinkSync(join(folder, "to/d/z"))).toBe("old");
    expect(fs.readdirSync(join(folder, "to/d")).sort()).toEqual(["first", "second", "third", "z"]);
  });
});

test("on a filesystem without hard links, the second name of a file becomes a copy", async () => {
  const folder = emptyFolder();
  const linkSync = (): never => {
    throw Object.assign(new Error("EPERM: operation not permitted, link"), {
      code: "EPERM",
      syscall: "link",
    });
  };
  const members: MemberSpec[] = [
    { path: "a", content: "1", mode: 0o640 },
    { path: "b", type: "hardlink", linkname: "a" },
  ];
  expect(await extracted(folder, members, { disk: { ...fs, linkSync } })).toEqual({
    files: 2,
    folders: 1,
    links: 0,
    bytes: 1,
  });
  expect(onDisk(join(folder, "to"))).toEqual(["-rw-r----- a = 1", "-rw-r----- b = 1"]);
});
