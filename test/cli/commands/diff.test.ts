import { beforeAll, describe, expect, test } from "vitest";
import { image } from "../../support/fixture.js";
import { file, symlink } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { sharedTempDir, tempDir } from "../../support/temp.js";

const cwd = sharedTempDir();

const BASE = {
  "bin/sh": "shell",
  "etc/hosts": "one\ntwo\n",
  "etc/logo": Buffer.from([0, 1]),
  "usr/lib/a": "aaaa",
};
const HISTORY = (pip: string) => [
  { created_by: "ADD rootfs /" },
  { created_by: `RUN /bin/sh -c ${pip} # buildkit` },
  { created_by: "COPY app /app # buildkit" },
];

beforeAll(async () => {
  const app = { "app/": null, "app/run": file("run", { mode: 0o755 }) };
  const old = await image([BASE, { "opt/flask/v": "1.0", "opt/flask/gone": "old" }, app], {
    references: ["app:1"],
    history: HISTORY("pip install flask==1"),
    config: { Env: ["PATH=/bin"], Cmd: ["old"] },
  });
  const changed = {
    "opt/flask/v": "2.0.1",
    "opt/flask/new/one": "1",
    "opt/flask/new/two": "22",
    "opt/flask/evil\x1b[2J": "x",
    "etc/hosts": "one\n2\n",
    "etc/logo": Buffer.from([0, 2]),
    "bin/sh": file("shell", { mode: 0o4755 }),
    "usr/lib/.wh.a": "",
    "usr/share/a": "aaaa",
    "usr/link": symlink("lib"),
  };
  const now = await image([BASE, changed, app], {
    references: ["app:2"],
    history: HISTORY("pip install flask==2"),
    config: { Env: ["PATH=/usr/bin:/bin"], Cmd: ["old"], User: "app" },
  });
  const again = await image(
    [
      { ...BASE, "bin/sh": file("shell", { mtime: 5 }) },
      { "opt/flask/v": "1.0", "opt/flask/gone": "old" },
      app,
    ],
    {
      references: ["app:1"],
      history: HISTORY("pip install flask==1"),
      config: { Env: ["PATH=/bin"], Cmd: ["old"] },
    },
  );
  await save(packings.kaniko, [old], cwd, { name: "old.tar" });
  await save(packings.kaniko, [now], cwd, { name: "new.tar" });
  await save(packings.kaniko, [again], cwd, { name: "again.tar" });
  await save(packings.dockerSave25, [old, now], cwd, { name: "both.tar" });
});

const diff = (...args: string[]) => layerx(["diff", ...args], { cwd });

const lines = (...text: string[]) => `${text.join("\n")}\n`;

const SUMMARY = [
  "app:1 (old.tar) → app:2 (new.tar)",
  "size     28B → 29B, +1B",
  "layers   2 of 3 shared (22B)",
  "transfer 1 layer, 10.2kB before compression, to push or pull the new image",
  "files    +4 (4B)  -1 (3B)  ~3 (0B)  1 in metadata only  1 moved (4B)",
  "config   2 differences",
];

test("the report shows the summary, layers, config and files, with folders summed up", async () => {
  const stdout = lines(
    ...SUMMARY,
    "",
    "Layers",
    "  = 0  19B  ADD rootfs /",
    "  - 1   6B  RUN pip install flask==1",
    "  + 1  26B  RUN pip install flask==2",
    "  = 2   3B  COPY app /app",
    "",
    "Config",
    "  + user app",
    "  - env PATH=/bin",
    "  + env PATH=/usr/bin:/bin",
    "",
    "Files",
    "  ~       -2B  /etc/hosts  8B → 6B",
    "  +       +3B  /opt/flask/new/  2 files",
    "  ~       +2B  /opt/flask/v  3B → 5B",
    "  -       -3B  /opt/flask/gone",
    "  ~            /etc/logo  other content of 2B",
    "  +       +1B  /opt/flask/evil\\x1b[2J",
    "  ~            /bin/sh  mode 0644 → 4755",
    "  +            /usr/link -> lib",
    "",
    "Moved",
    "  >        4B  /usr/lib/a → /usr/share/a",
  );
  expect(await diff("old.tar", "new.tar")).toEqual({ code: 0, stdout, stderr: "" });
});

test("--stat shows only the summary", async () => {
  expect((await diff("old.tar", "new.tar", "--stat")).stdout).toBe(lines(...SUMMARY));
});

test("--all lists every path, in the order of paths", async () => {
  const { stdout } = await diff("old.tar", "new.tar", "--all");
  expect(stdout.slice(stdout.indexOf("Files\n"))).toBe(
    lines(
      "Files",
      "  ~            /bin/sh  mode 0644 → 4755",
      "  ~       -2B  /etc/hosts  8B → 6B",
      "  ~            /etc/logo  other content of 2B",
      "  +       +1B  /opt/flask/evil\\x1b[2J",
      "  -       -3B  /opt/flask/gone",
      "  +            /opt/flask/new/",
      "  +       +1B  /opt/flask/new/one",
      "  +       +2B  /opt/flask/new/two",
      "  ~       +2B  /opt/flask/v  3B → 5B",
      "  +            /usr/link -> lib",
      "  +            /usr/share/",
      "  >        4B  /usr/share/a  from /usr/lib/a",
    ),
  );
});

describe("named paths", () => {
  test("limit the list to the changes there and below", async () => {
    expect((await diff("old.tar", "new.tar", "/etc", "sh")).stdout).toBe(
      lines(
        "  ~            /bin/sh  mode 0644 → 4755",
        "  ~       -2B  /etc/hosts  8B → 6B",
        "  ~            /etc/logo  other content of 2B",
      ),
    );
  });

  test("limit the counts of --stat", async () => {
    expect((await diff("old.tar", "new.tar", "/etc", "sh", "--stat")).stdout).toBe(
      "~2 (-2B)  1 in metadata only\n",
    );
  });

  test("that match nothing in both images give a message on stderr", async () => {
    expect(await diff("old.tar", "new.tar", "*.conf")).toEqual({
      code: 0,
      stdout: "",
      stderr: "neither image has a path that matches *.conf\n",
    });
  });
});

test("--layer compares the filesystems after layers, also of one image", async () => {
  expect((await diff("old.tar", "old.tar", "--layer", "0:1")).stdout).toBe(
    lines(
      "app:1 (old.tar) after layer 0 → app:1 (old.tar) after layer 1",
      "size     19B → 25B, +6B",
      "layers   1 of 2 shared (19B)",
      "transfer 1 layer, 3.07kB before compression, to push or pull the new image",
      "files    +2 (6B)",
      "",
      "Layers",
      "  = 0  19B  ADD rootfs /",
      "  + 1   6B  RUN pip install flask==1",
      "",
      "Files",
      "  +       +6B  /opt/  2 files",
    ),
  );
});

test("--image-b selects the new image, so that two images of one archive can be compared", async () => {
  const { stdout } = await diff("both.tar", "both.tar", "--image", "app:1", "--image-b", "app:2", "--stat");
  expect(stdout.split("\n")[0]).toBe("app:1 (both.tar) → app:2 (both.tar)");
});

describe("--content", () => {
  const content = (...args: string[]) => diff("old.tar", "new.tar", "--content", ...args);

  test("shows a patch of the lines of one file", async () => {
    expect((await content("/etc/hosts")).stdout).toBe(
      lines("--- a/etc/hosts", "+++ b/etc/hosts", "@@ -1,2 +1,2 @@", " one", "-two", "+2"),
    );
  });

  test("of a file that only one image has shows a patch from an empty file", async () => {
    expect((await content("/opt/flask/new/one")).stdout).toBe(
      lines(
        "--- /dev/null",
        "+++ b/opt/flask/new/one",
        "@@ -0,0 +1 @@",
        "+1",
        "\\ No newline at end of file",
      ),
    );
  });

  test("shows sizes and digests of a binary file", async () => {
    expect((await content("/etc/logo")).stdout).toBe(
      lines("--- a/etc/logo", "+++ b/etc/logo", "binary: 2B sha256:b413f47d13ee → 2B sha256:fcf0a6c700dd"),
    );
  });

  test("says that a file without a difference is the same", async () => {
    expect((await content("/app/run")).stdout).toBe("/app/run is the same in both, 3B\n");
  });

  test("shows differences of mode, owner and attributes if the content is the same", async () => {
    expect((await content("/bin/sh")).stdout).toBe("/bin/sh: mode 0644 → 4755, same content\n");
    const dir = tempDir();
    const xattrs = (value: string) => ({ "user.note": value });
    const two = [
      {
        f: file("x\n", { uid: 1, xattrs: xattrs("a") }),
        g: file("x\n", { mode: 0o600 }),
        h: file("x", { mtime: 1 }),
      },
      { f: file("x\n", { gid: 2, xattrs: xattrs("b\x1b") }), g: "y\n", h: file("x", { mtime: 2 }) },
    ];
    await save(packings.kaniko, [await image(two)], dir, { name: "i.tar" });
    const between = async (path: string, ...more: string[]) =>
      (await layerx(["diff", "i.tar", "i.tar", "--layer", "0:1", "--content", path, ...more], { cwd: dir }))
        .stdout;
    expect(await between("/f")).toBe("/f: owner 1:0 → 0:2, attribute user.note a → b\\x1b, same content\n");
    expect((await between("/g")).split("\n").slice(0, 2)).toEqual(["mode 0600 → 0644", "--- a/g"]);
    expect(await between("/h")).toBe("/h is the same in both, 1B\n");
    expect(JSON.parse(await between("/f", "--format", "json")).metadata).toEqual([
      { what: "owner", a: "1:0", b: "0:2" },
      { what: "attribute user.note", a: "a", b: "b\\x1b" },
    ]);
  });

  test("of a folder is an error with the next step", async () => {
    expect(await content("/etc")).toEqual({
      code: 2,
      stdout: "",
      stderr: lines(
        "error: cannot print /etc of old.tar",
        "  why:  it is a folder, which has no content of its own",
        "  next: name a file; `layerx diff A B PATH` lists what changed below a folder",
      ),
    });
  });

  test("of a path that no image has is an error", async () => {
    expect((await content("/nope")).stderr.split("\n")[0]).toBe("error: there is no /nope in new.tar");
  });
});

test("--format json has all facts of each path", async () => {
  const { stdout } = await diff("old.tar", "new.tar", "/bin/sh", "/usr/share/a", "--format", "json");
  const { schemaVersion, totals, config, paths, warnings, ...rest } = JSON.parse(stdout);
  const facts = { type: "file", uid: 0, gid: 0, mtime: "2023-11-14T22:13:20Z", linkname: null };
  expect({ schemaVersion, moved: totals.moved, config, paths, warnings, keys: Object.keys(rest) }).toEqual({
    schemaVersion: 1,
    moved: { files: 1, folders: 0, bytesA: 4, bytesB: 4 },
    config: [
      { field: "user", key: null, a: null, b: "app" },
      { field: "env", key: "PATH", a: "/bin", b: "/usr/bin:/bin" },
    ],
    paths: [
      {
        path: "/bin/sh",
        change: "metadata",
        from: null,
        what: ["mode"],
        a: { ...facts, mode: "0644", size: 5, layer: 0 },
        b: { ...facts, mode: "4755", size: 5, layer: 1 },
      },
      {
        path: "/usr/share/a",
        change: "moved",
        from: "/usr/lib/a",
        what: [],
        a: { ...facts, mode: "0644", size: 4, layer: 0 },
        b: { ...facts, mode: "0644", size: 4, layer: 1 },
      },
    ],
    warnings: { a: [], b: [] },
    keys: ["a", "b", "same", "shared", "transfer", "layers", "movesComplete", "exclude", "packages"],
  });
  expect(stdout).toBe(`${JSON.stringify(JSON.parse(stdout), null, 2)}\n`);
});

test("--format markdown shows the named paths in a diff block", async () => {
  const { stdout } = await diff("old.tar", "new.tar", "/etc/hosts", "--format", "markdown");
  expect(stdout).toBe(
    lines(
      "### `app:1 (old.tar)` → `app:2 (new.tar)`",
      "",
      "```diff",
      "~       -2B  /etc/hosts  8B → 6B",
      "```",
    ),
  );
});

test("--platform-b selects the platform of the new image", async () => {
  const platforms = ["linux/amd64", "linux/s390x"];
  const images = await Promise.all(platforms.map((platform) => image([{ a: platform }], { platform })));
  const path = await save(packings.ociNested, images, tempDir(), { name: "all.tar" });
  const args = ["--platform", "linux/amd64", "--platform-b", "linux/s390x", "--format", "json"];
  const { a, b } = JSON.parse((await layerx(["diff", path, path, ...args])).stdout);
  expect([a.platform, b.platform]).toEqual(platforms);
});

test("the warnings of both images are printed", async () => {
  const folder = tempDir();
  const before = await image([{ a: "x" }], { history: null });
  const after = await image([{ a: "x" }], { history: ["RUN a", "RUN b"].map((by) => ({ created_by: by })) });
  await save(packings.dockerSave25, [before], folder, { name: "a.tar" });
  await save(packings.dockerSave25, [after], folder, { name: "b.tar" });
  const { stderr } = await layerx(["diff", "a.tar", "b.tar"], { cwd: folder });
  expect(stderr).toMatch(/^warning: the config has no history of its layers\nwarning: the history .*\n$/);
});

test.each([
  ["diff", "-", "-"],
  ["ci", "-", "--base", "-"],
  ["ci", "old.tar", "--base", "-", "--baseline-image", "docker-archive:-"],
  ["inspect", "-", "--base", "-"],
  ["slim", "-", "--base", "-", "--dry-run"],
])("standard input can be only one image: %s %s %s %s", async (...argv) => {
  const { stderr } = await layerx(argv, { cwd, stdin: "" });
  expect(stderr.split("\n")[0]).toBe("error: cannot run this command: two images are -");
});

describe("--ui", () => {
  test("without a terminal is an error with the next step", async () => {
    expect(await diff("old.tar", "new.tar", "--ui")).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: cannot run this command: --ui without a terminal
  why:  it needs a screen and keys; leave --ui out for a report
  next: see \`layerx diff --help\`
`,
    });
  });

  test.each([
    ["--stat", ["--stat"]],
    ["--all", ["--all"]],
    ["--content", ["--content", "/etc/hosts"]],
    ["--exit-code", ["--exit-code"]],
    ["--quiet", ["--quiet"]],
    ["--format", ["--format", "json"]],
    ["paths", ["/etc"]],
  ])("together with %s is an error", async (what, args) => {
    const { code, stderr } = await diff("old.tar", "new.tar", "--ui", ...args);
    expect({ code, first: stderr.split("\n")[0] }).toEqual({
      code: 2,
      first: `error: cannot run this command: --ui with ${what}`,
    });
  });
});

describe("images without a difference", () => {
  test("are reported as the same, with the exit code 0", async () => {
    expect(await diff("old.tar", "old.tar", "--exit-code")).toEqual({
      code: 0,
      stdout: "app:1 (old.tar) and app:1 (old.tar) are the same\n",
      stderr: "",
    });
  });

  test("with different layers have a message about the layers", async () => {
    expect(await diff("old.tar", "again.tar", "--exit-code")).toEqual({
      code: 0,
      stdout:
        "app:1 (old.tar) and app:1 (again.tar) have the same files and config; only the bytes of their layers differ, for example in times or in the order of entries\n",
      stderr: "",
    });
  });
});

describe("--exit-code", () => {
  test.each([
    ["is 1 if the images differ", ["old.tar", "new.tar"], 1],
    ["is 1 if a named path differs", ["old.tar", "new.tar", "/etc"], 1],
    ["is 0 if no named path differs", ["old.tar", "new.tar", "/app"], 0],
    ["is 1 if the content of --content differs", ["old.tar", "new.tar", "--content", "/etc/hosts"], 1],
    ["is 0 if the content of --content is the same", ["old.tar", "new.tar", "--content", "/bin/sh"], 0],
  ])("the exit code %s", async (_, args, code) => {
    expect((await diff(...args, "--exit-code")).code).toBe(code);
  });
});
