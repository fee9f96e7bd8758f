import { describe, expect, test } from "vitest";
import { image } from "../../support/fixture.js";
import { device, hardlink, symlink } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { layerx, layerxBytes } from "../../support/run.js";
import { save } from "../../support/save.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();
const BYTES = Buffer.from([0, 255, 27, 10, 128]);

const saved = image(
  [
    {
      "bin/data": BYTES,
      "etc/conf": "old\n",
      "etc/link": symlink("conf"),
      "etc/away": symlink("/proc/mounts"),
      "etc/loop": symlink("loop"),
      "etc/hard": hardlink("etc/conf"),
      "dev/null": device("char", 1, 3),
      "tmp/gone": "gone",
      "-dash": "dash",
    },
    { "etc/conf": "new\n", "tmp/.wh.gone": "" },
  ],
  { compression: "gzip" },
).then((built) => save(packings.ociArchive, [built], cwd, { name: "app.tar" }));

test("the bytes of a file are printed unchanged, also to a terminal", async () => {
  await saved;
  const outcome = await layerxBytes(["cat", "app.tar", "/bin/data"], { cwd, tty: ["stdout"] });
  expect(outcome).toEqual({ code: 0, stdout: BYTES, stderr: "" });
});

describe("cat follows links, and --layer selects an older version:", () => {
  test.each([
    [["etc/conf"], "new\n"],
    [["/etc/link"], "new\n"],
    [["/etc/hard"], "old\n"],
    [["/etc/conf", "--layer", "0"], "old\n"],
    [["/etc/link", "--layer", "0"], "old\n"],
    [["/tmp/gone", "--layer=0"], "gone"],
    [["--", "-dash"], "dash"],
  ])("%j", async (args, stdout) => {
    await saved;
    expect(await layerx(["cat", "app.tar", ...args], { cwd })).toEqual({ code: 0, stdout, stderr: "" });
  });
});

describe("a path without contents is an error:", () => {
  test.each([
    [
      "/etc",
      "cannot print /etc of app.tar",
      "it is a folder, which has no content of its own",
      "list it with `layerx tree … /etc`",
    ],
    [
      "/dev/null",
      "cannot print /dev/null of app.tar",
      "it is a character device, which has no content of its own",
      "only regular files have bytes to print",
    ],
    [
      "/etc/away",
      "cannot read /etc/away of app.tar",
      "the symlink /etc/away leads to /proc, which is not there",
      "see where the link leads with `layerx find`",
    ],
    [
      "/etc/loop",
      "cannot read /etc/loop of app.tar",
      "its symlinks lead in a circle, at /etc/loop",
      "see where the link leads with `layerx find`",
    ],
    [
      "",
      "cannot print / of app.tar",
      "it is a folder, which has no content of its own",
      "list it with `layerx tree … /`",
    ],
    ["/etc/cnf", "there is no /etc/cnf in app.tar", "/etc has no cnf in it", "did you mean /etc/conf?"],
    [
      "/tmp/gone",
      "there is no /tmp/gone in app.tar",
      "a later layer removed it",
      "see it with `layerx cat … /tmp/gone --layer 0`",
    ],
  ])("%s", async (path, what, why, next) => {
    await saved;
    expect(await layerx(["cat", "app.tar", path], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: ${what}\n  why:  ${why}\n  next: ${next}\n`,
    });
  });
});
