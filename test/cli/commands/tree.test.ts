import { beforeAll, describe, expect, test } from "vitest";
import { image } from "../../support/fixture.js";
import { dir, file, symlink } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { saveSmallImage } from "../../support/small-image.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();
beforeAll(() => saveSmallImage(cwd));

async function check(args: readonly string[], lines: readonly string[]): Promise<void> {
  expect(await layerx(["tree", "app.tar", ...args], { cwd })).toEqual({
    code: 0,
    stdout: lines.map((line) => `${line}\n`).join(""),
    stderr: "",
  });
}

test("without --layer, tree lists the final filesystem, with the bytes below each folder", () =>
  check(
    [],
    [
      "drwxr-xr-x     0:0      5B /bin",
      "-rwsr-xr-x     0:0      5B /bin/sh",
      "drwxr-xr-x     0:0      8B /etc",
      "-rw-r--r--     0:0      1B /etc/evil\\x1b[2J",
      "-rw------- 1000:50      7B /etc/hosts",
      "-rw-r--r-- 1000:50         /etc/hosts.link => /etc/hosts",
      "lrwxrwxrwx     0:0         /lib -> usr/lib",
      "drwxr-xr-x     0:0      7B /usr",
      "drwxr-xr-x     0:0      7B /usr/lib",
      "-rw-r--r--     0:0      7B /usr/lib/os-release",
    ],
  ));

test("--layer merges the layers up to this layer, and marks its changes and removed paths", () =>
  check(
    ["--layer", "1"],
    [
      "drwxr-xr-x     0:0      5B   /bin",
      "-rwsr-xr-x     0:0      5B   /bin/sh",
      "drwxr-xr-x     0:0     11B ~ /etc",
      "-rw-r--r--     0:0      1B   /etc/evil\\x1b[2J",
      "-rw-r--r-- 1000:50      7B ~ /etc/hosts",
      "-rw-r--r-- 1000:50         + /etc/hosts.link => /etc/hosts",
      "-rw-r--r--     0:0      3B - /etc/old",
      "lrwxrwxrwx     0:0           /lib -> usr/lib",
    ],
  ));

test("--changes lists only the changes of the layer, or of the last layer without --layer", () =>
  check(
    ["--changes"],
    [
      "-rw------- 1000:50      7B ~ /etc/hosts",
      "drwxr-xr-x     0:0      7B + /usr",
      "drwxr-xr-x     0:0      7B + /usr/lib",
      "-rw-r--r--     0:0      7B + /usr/lib/os-release",
    ],
  ));

test.each(["/usr/lib", "usr/lib/", "./usr/./lib", "/etc/../usr/lib"])(
  "a path limits the list to itself and everything below it: %s",
  (path) =>
    check(
      [path, "--layer=2"],
      ["drwxr-xr-x 0:0      7B + /usr/lib", "-rw-r--r-- 0:0      7B + /usr/lib/os-release"],
    ),
);

test("a path is accepted in its printed, escaped form", () =>
  check(["/etc/evil\\x1b[2J"], ["-rw-r--r-- 0:0      1B /etc/evil\\x1b[2J"]));

test("colours mark the changes if they are allowed", async () => {
  const args = ["tree", "app.tar", "/etc/old", "--layer", "1"];
  const env = { FORCE_COLOR: "1" };
  const { stdout } = await layerx(args, { cwd, env });
  expect(stdout).toBe("-rw-r--r-- 0:0      3B \x1b[31m- /etc/old\x1b[39m\n");
  const plain = await layerx([...args, "--no-color"], { cwd, env });
  expect(plain.stdout).toBe("-rw-r--r-- 0:0      3B - /etc/old\n");
});

describe("--format json", () => {
  test("has the layer, and all facts of each entry, with folders before their contents", async () => {
    const { stdout } = await layerx(["tree", "app.tar", "/etc", "--layer", "1", "--format", "json"], { cwd });
    const mtime = "2023-11-14T22:13:20Z";
    const etc = { mode: "0644", uid: 0, gid: 0, mtime, linkname: null };
    const document = {
      schemaVersion: 1,
      layer: 1,
      entries: [
        { path: "/etc", type: "dir", ...etc, mode: "0755", size: 0, layer: 1, change: "modified" },
        { path: "/etc/evil\\x1b[2J", type: "file", ...etc, size: 1, layer: 0, change: null },
        {
          path: "/etc/hosts",
          type: "file",
          ...etc,
          uid: 1000,
          gid: 50,
          size: 7,
          layer: 1,
          change: "modified",
        },
        {
          path: "/etc/hosts.link",
          type: "hardlink",
          ...etc,
          uid: 1000,
          gid: 50,
          size: 0,
          linkname: "/etc/hosts",
          layer: 1,
          change: "added",
        },
        { path: "/etc/old", type: "file", ...etc, size: 3, layer: 0, change: "removed" },
      ].map(ordered),
    };
    expect(stdout).toBe(`${JSON.stringify(document, null, 2)}\n`);
  });

  test("has no layer without --layer, and no time for a folder that is missing in the archives", async () => {
    const { stdout } = await layerx(["tree", "app.tar", "/usr/lib", "--format", "json"], { cwd });
    const mtime = "2023-11-14T22:13:20Z";
    const common = { uid: 0, gid: 0, linkname: null, layer: 2, change: null };
    const document = {
      schemaVersion: 1,
      layer: null,
      entries: [
        { ...common, path: "/usr/lib", type: "dir", mode: "0755", size: 0, mtime: null },
        { ...common, path: "/usr/lib/os-release", type: "file", mode: "0644", size: 7, mtime },
      ].map(ordered),
    };
    expect(stdout).toBe(`${JSON.stringify(document, null, 2)}\n`);
  });

  test("has targets of symlinks as stored, escaped like paths, and no entry for the root", async () => {
    const members = [
      ["./", dir({ mode: 0o711 })],
      ["l", symlink("../a\\\x1b\u202eb")],
    ] as const;
    const path = await save(packings.dockerSave25, [await image([members])], cwd, { name: "links.tar" });
    const { stdout } = await layerx(["tree", path, "--format", "json"]);
    const { entries } = JSON.parse(stdout);
    expect(entries.map(({ linkname }: { linkname: string }) => linkname)).toEqual([
      "../a\\\\\\x1b\\u{202e}b",
    ]);
  });

  test("has times with nine digits, null for an impossible time, and IDs of more than 32 bits", async () => {
    const odd = await image([
      {
        fine: file("x", { pax: { mtime: "1700000000.123456789" } }),
        late: file("x", { pax: { mtime: "9223372036854775807" }, uid: 2 ** 32, gid: 2 ** 32 + 7 }),
        short: file("x", { pax: { mtime: "-0.5" } }),
        small: file("x", { pax: { mtime: "253402300799.000000005" } }),
        year10000: file("x", { pax: { mtime: "253402300800" } }),
      },
    ]);
    await save(packings.kaniko, [odd], cwd, { name: "odd.tar" });
    const { stdout } = await layerx(["tree", "odd.tar", "--format", "json"], { cwd });
    const found = JSON.parse(stdout).entries.map(({ mtime, uid, gid }: Record<string, unknown>) => [
      mtime,
      uid,
      gid,
    ]);
    expect(found).toEqual([
      ["2023-11-14T22:13:20.123456789Z", 0, 0],
      [null, 2 ** 32, 2 ** 32 + 7],
      ["1969-12-31T23:59:59.5Z", 0, 0],
      ["9999-12-31T23:59:59.000000005Z", 0, 0],
      [null, 0, 0],
    ]);
  });

  test("of an empty list is a document without entries", async () => {
    const { stdout } = await layerx(["tree", "app.tar", "/bin", "--changes", "--format", "json"], { cwd });
    expect(stdout).toBe('{\n  "schemaVersion": 1,\n  "layer": 2,\n  "entries": []\n}\n');
  });
});

function ordered(entry: Record<string, unknown>) {
  const keys = ["path", "type", "mode", "uid", "gid", "size", "mtime", "linkname", "layer", "change"];
  return Object.fromEntries(keys.map((key) => [key, entry[key]]));
}

describe("a missing path or layer is an error with the next step:", () => {
  const checkError = async (args: readonly string[], stderr: string) => {
    const outcome = await layerx(["tree", "app.tar", ...args], { cwd });
    expect(outcome).toEqual({ code: 2, stdout: "", stderr });
  };

  test("a path with a similar path", () =>
    checkError(
      ["/etc/hots"],
      "error: there is no /etc/hots in app.tar\n  why:  /etc has no hots in it\n  next: did you mean /etc/hosts?\n",
    ));

  test("a path that a layer removed", () =>
    checkError(
      ["/etc/old"],
      "error: there is no /etc/old in app.tar\n" +
        "  why:  a later layer removed it\n" +
        "  next: see it with `layerx tree … /etc/old --layer 0`\n",
    ));

  test("a path that a later layer adds", () =>
    checkError(
      ["/usr/lib", "--layer", "0"],
      "error: there is no /usr/lib in app.tar\n" +
        "  why:  a later layer adds it\n" +
        "  next: see it with `layerx tree … /usr/lib --layer 2`\n",
    ));

  test("a missing layer", () =>
    checkError(
      ["--layer", "3"],
      "error: there is no layer 3 in app.tar\n" +
        "  why:  it has 3 layers, numbered from 0\n" +
        "  next: see them with `layerx inspect`\n",
    ));

  test("a layer that is not a number", () =>
    checkError(
      ["--layer", "top"],
      "error: bad value for --layer: top\n" +
        "  why:  it takes a layer's number, from 0\n" +
        "  next: correct the value, or see `layerx tree --help`\n",
    ));
});
