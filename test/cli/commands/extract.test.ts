import { lstatSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { run } from "../../../src/cli/run.js";
import { image } from "../../support/fixture.js";
import { device, fifo, file, hardlink, symlink } from "../../support/layer-spec.js";
import { onDisk } from "../../support/on-disk.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { sharedTempDir, tempDir } from "../../support/temp.js";

const shared = sharedTempDir();

const saved = image(
  [
    [
      ["bin/", null],
      ["bin/sh", file("shell", { mode: 0o4755, xattrs: { "security.capability": "x" } })],
      ["bin/ash", hardlink("bin/sh")],
      ["etc/hosts", "old\n"],
      ["etc/link", symlink("hosts")],
      ["etc/away", symlink("/proc/mounts")],
      ["dev/null", device("char", 1, 3)],
      ["dev/pipe", fifo()],
      [Buffer.from("etc/\xff\x1b[2J", "latin1"), "odd"],
      ["lib", symlink("usr/lib")],
      ["usr/lib/os-release", "NAME=x\n"],
    ],
    { "etc/hosts": file("new\n", { uid: 1000, gid: 50 }) },
  ],
  { compression: "gzip" },
).then((built) => save(packings.ociArchive, [built], shared, { name: "app.tar" }));

/** Runs extract in an empty folder. @returns its output, and the files on the disk. */
async function extracted(args: readonly string[], prepare: (cwd: string) => void = () => {}) {
  const cwd = realpathSync(tempDir());
  prepare(cwd);
  const outcome = await layerx(["extract", await saved, ...args], { cwd });
  return { ...outcome, disk: onDisk(cwd) };
}

const ETC = [
  "lrwxrwxrwx etc/away -> /proc/mounts",
  "-rw-r--r-- etc/hosts = new\\x0a",
  "lrwxrwxrwx etc/link -> hosts",
  "-rw-r--r-- etc/\\xff\\x1b[2J = odd",
];

/** The surroundings of a run without a visible stdout and without interrupts. */
const QUIET_WORLD = {
  env: { NO_COLOR: "1" },
  stdin: Object.assign(process.stdin, { isTTY: true }),
  stdout: new Writable({ write: (_chunk, _encoding, done) => done() }),
  platform: { os: "linux", arch: "x64" },
  onInterrupt: () => () => {},
};

describe("extract has the same targets as cp -r:", () => {
  const made = (cwd: string) => mkdirSync(join(cwd, "out"));

  test("a folder is written under a new name", async () => {
    expect(await extracted(["/etc", "etc"])).toEqual({
      code: 0,
      stdout: "",
      stderr: "writing 2 files, 2 links, 7B to etc\n2 files, 1 folder, 2 links, 7B to etc\n",
      disk: ["drwxr-xr-x etc", ...ETC],
    });
  });

  test("a folder is written into an existing folder under its own name", async () => {
    expect(await extracted(["etc/", "out"], made)).toEqual({
      code: 0,
      stdout: "",
      stderr: "writing 2 files, 2 links, 7B to out/etc\n2 files, 1 folder, 2 links, 7B to out/etc\n",
      disk: ["drwxr-xr-x out", "drwxr-xr-x out/etc", ...ETC.map((line) => line.replace("etc/", "out/etc/"))],
    });
  });

  test.each([
    [["/etc/link", "out"], "out/link", "4B"],
    [["/lib/os-release", "out"], "out/os-release", "7B"],
    [["lib/../lib/os-release", "out/renamed"], "out/renamed", "7B"],
  ])("links in the path are followed: %j", async (args, to, size) => {
    const { stderr, disk } = await extracted(args, made);
    const content = size === "4B" ? "new" : "NAME=x";
    expect([stderr, disk]).toEqual([
      `1 file, ${size} to ${to}\n`,
      ["drwxr-xr-x out", `-rw-r--r-- ${to} = ${content}\\x0a`],
    ]);
  });

  test("a path that ends in /. means the contents of a folder", async () => {
    const { stderr, disk } = await extracted(["/usr/lib/.", "out"], made);
    expect([stderr, disk]).toEqual([
      "writing 1 file, 7B to out\n1 file, 7B to out\n",
      ["drwxr-xr-x out", "-rw-r--r-- out/os-release = NAME=x\\x0a"],
    ]);
  });

  test("an older version is written with --layer", async () => {
    const { stderr, disk } = await extracted(["/etc/hosts", "here", "--layer", "0"]);
    expect([stderr, disk]).toEqual(["1 file, 4B to here\n", ["-rw-r--r-- here = old\\x0a"]]);
  });

  test("a name that is not UTF-8 is accepted in the form that layerx prints", async () => {
    const { code, disk } = await extracted(["/etc/\\xff\\x1b[2J", "out"], made);
    expect([code, disk]).toEqual([0, ["drwxr-xr-x out", "-rw-r--r-- out/\\xff\\x1b[2J = odd"]]);
  });
});

test("the whole filesystem is written into the target, with one warning for each kind of omission", async () => {
  expect(await extracted(["/", "root"])).toEqual({
    code: 0,
    stdout: "",
    stderr: [
      "warning: extended attributes are not written: /bin/ash",
      "warning: setuid, setgid and sticky bits are taken off: /bin/ash",
      "warning: devices and named pipes are left out: /dev/null and 1 more",
      "writing 5 files, 3 links, 19B to root",
      "5 files, 6 folders, 3 links, 19B to root",
      "",
    ].join("\n"),
    disk: [
      "drwxr-xr-x root",
      "drwxr-xr-x root/bin",
      "-rwxr-xr-x root/bin/ash = shell",
      "-rwxr-xr-x root/bin/sh = shell",
      "drwxr-xr-x root/dev",
      "drwxr-xr-x root/etc",
      ...ETC.map((line) => line.replace("etc/", "root/etc/")),
      "lrwxrwxrwx root/lib -> usr/lib",
      "drwxr-xr-x root/usr",
      "drwxr-xr-x root/usr/lib",
      "-rw-r--r-- root/usr/lib/os-release = NAME=x\\x0a",
    ],
  });
});

test("names of an archive that lead out of the root are written below the target", async () => {
  const cwd = realpathSync(tempDir());
  const built = await image([
    [
      ["../../up", "1"],
      ["a/../../../b", "2"],
      ["/etc/passwd", "3"],
      ["away", symlink("/")],
      ["away/etc/shadow", "4"],
    ],
  ]);
  const path = await save(packings.dockerSave24, [built], shared, { name: "evil.tar" });
  mkdirSync(join(cwd, "one"));
  const { stderr } = await layerx(["extract", path, "/", "one/two"], { cwd });
  expect([stderr, onDisk(cwd)]).toEqual([
    "writing 4 files, 1 link, 4B to one/two\n4 files, 2 folders, 1 link, 4B to one/two\n",
    [
      "drwxr-xr-x one",
      "drwxr-xr-x one/two",
      "lrwxrwxrwx one/two/away -> /",
      "-rw-r--r-- one/two/b = 2",
      "drwxr-xr-x one/two/etc",
      "-rw-r--r-- one/two/etc/passwd = 3",
      "-rw-r--r-- one/two/etc/shadow = 4",
      "-rw-r--r-- one/two/up = 1",
    ],
  ]);
});

test("--setuid keeps setuid bits", async () => {
  const { disk } = await extracted(["/bin/sh", "sh", "--setuid"]);
  expect(disk).toEqual(["-rwsr-xr-x sh = shell"]);
});

// Only root can give a file to another user.
test.runIf(process.getuid?.() === 0)("--owner keeps owners if the user is root", async () => {
  const cwd = realpathSync(tempDir());
  const outcome = await layerx(["extract", await saved, "/etc/hosts", "hosts", "--owner"], { cwd, uid: 0 });
  const { uid, gid } = lstatSync(join(cwd, "hosts"));
  expect([outcome.code, uid, gid]).toEqual([0, 1000, 50]);
});

test("--dry-run lists the files, and writes nothing", async () => {
  expect(await extracted(["/etc", "out", "--dry-run"])).toEqual({
    code: 0,
    stdout: [
      "drwxr-xr-x         out",
      "lrwxrwxrwx         out/away -> /proc/mounts",
      "-rw-r--r--      4B out/hosts",
      "lrwxrwxrwx         out/link -> hosts",
      "-rw-r--r--      3B out/\\xff\\x1b[2J",
      "",
    ].join("\n"),
    stderr: "",
    disk: [],
  });
});

test("the number of files and bytes of a folder is printed before the first file is written", async () => {
  const cwd = realpathSync(tempDir());
  const before: string[][] = [];
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      if (String(chunk).startsWith("writing 2 files, 2 links, 7B to out\n")) before.push(onDisk(cwd));
      done();
    },
  });
  const code = await run({
    ...QUIET_WORLD,
    argv: ["extract", await saved, "/etc", "out"],
    cwd,
    stderr,
  });
  expect([code, before, onDisk(cwd).length]).toEqual([0, [[]], 1 + ETC.length]);
});

describe("existing files are not replaced without --force:", () => {
  const occupied = (cwd: string) => {
    mkdirSync(join(cwd, "etc"));
    writeFileSync(join(cwd, "etc/hosts"), "mine");
    writeFileSync(join(cwd, "etc/own"), "mine");
  };
  const before = ["drwxr-xr-x etc", "-rw-r--r-- etc/hosts = mine", "-rw-r--r-- etc/own = mine"];
  const refused = {
    code: 2,
    stdout: "",
    stderr:
      "error: cannot extract to ./etc\n" +
      "  why:  ./etc/hosts already exists; nothing was written\n" +
      "  next: choose another place, or replace files with --force\n",
    disk: before,
  };

  test("extract is an error, also with --dry-run", async () => {
    expect(await extracted(["/etc", "."], occupied)).toEqual(refused);
    expect(await extracted(["/etc", ".", "--dry-run"], occupied)).toEqual(refused);
  });

  test("--force replaces files, and keeps the other files of the folder", async () => {
    const { code, stderr, disk } = await extracted(["/etc", ".", "--force"], occupied);
    expect([code, stderr]).toEqual([
      0,
      "writing 2 files, 2 links, 7B to ./etc\n2 files, 2 links, 7B to ./etc\n",
    ]);
    expect(disk).toEqual(["drwxr-xr-x etc", ETC[0], ETC[1], ETC[2], "-rw-r--r-- etc/own = mine", ETC[3]]);
  });
});

describe("extract is an error and writes nothing for", () => {
  test.each([
    [
      ["/dev/null", "x"],
      "cannot extract /dev/null",
      "devices and named pipes are left out: /dev/null",
      "extract a file, a folder, or the folder that contains it",
    ],
    [
      ["/etc/away", "x"],
      `cannot read /etc/away of ${join(shared, "app.tar")}`,
      "the symlink /etc/away leads to /proc, which is not there",
      "see where the link leads with `layerx find`",
    ],
    [
      ["/etc/hots", "x"],
      `there is no /etc/hots in ${join(shared, "app.tar")}`,
      "/etc has no hots in it",
      "did you mean /etc/hosts?",
    ],
    [
      ["/etc", "-", "--dry-run"],
      "cannot run this command: --dry-run with -",
      "a tar on standard output writes no file; `layerx tree` lists the paths",
      "see `layerx extract --help`",
    ],
    [
      ["/etc", ""],
      "bad value for TO: nothing",
      "it takes the path of a folder or a file, or - for a tar on stdout; `layerx cat` prints a file",
      "correct the value, or see `layerx extract --help`",
    ],
    [
      ["/etc", "x", "--owner"],
      "cannot keep owners",
      "only root can set the owner of a file",
      "leave --owner out, or run layerx as root",
    ],
  ])("%j", async (args, what, why, next) => {
    expect(await extracted(args)).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: ${what}\n  why:  ${why}\n  next: ${next}\n`,
      disk: [],
    });
  });

  test("a target in a missing folder", async () => {
    const { code, stderr, disk } = await extracted(["/etc", "no/where"]);
    expect([code, stderr.split("\n")[0], disk]).toEqual([2, "error: cannot extract to no/where", []]);
  });
});

test("ctrl-c while writing exits with 130, shows the written files, and leaves no incomplete file", async () => {
  const cwd = realpathSync(tempDir());
  const built = await image([{ a: "whole", b: "x".repeat(1_000_000) }]);
  await save(packings.dockerSave25, [built], shared, { name: "two.tar" });
  // Each read of the clock returns a later time, so that progress is drawn at every step.
  let clock = 0;
  vi.spyOn(Date, "now").mockImplementation(() => {
    clock += 1000;
    return clock;
  });
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  let interrupt: () => void = () => expect.unreachable("no listener");
  let said = "";
  const stderr = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        said += String(chunk);
        if (/writing .* [1-9]\d?% of/.test(said)) interrupt();
        done();
      },
    }),
    { isTTY: true, columns: 80 },
  );
  const code = await run({
    ...QUIET_WORLD,
    argv: ["extract", join(shared, "two.tar"), "/", "out"],
    cwd,
    stderr,
    onInterrupt: (listener) => {
      interrupt = listener;
      return () => {};
    },
  });
  expect(code).toBe(130);
  expect(said.split("\x1b[K").at(-1)).toBe(
    "stopped after 1 file, 1 folder, 5B to out; no file is incomplete\n",
  );
  expect(onDisk(cwd)).toEqual(["drwxr-xr-x out", "-rw-r--r-- out/a = whole"]);
});
