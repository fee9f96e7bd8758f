import { describe, expect, test } from "vitest";
import { image } from "../../support/fixture.js";
import { file, symlink } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { sharedTempDir } from "../../support/temp.js";

const shared = sharedTempDir();
const saved = image(
  [
    {
      "etc/": null,
      "etc/a.conf": file("aaaa", { mtime: 10 }),
      "usr/lib/big.so": file("x".repeat(3000), { mtime: 30 }),
      "usr/lib/deep/old.so": file("y".repeat(50), { mtime: 20 }),
    },
    {
      "etc/a.conf": file("aaaaaaaa", { mtime: 40 }),
      "usr/lib/deep/.wh.old.so": "",
      "usr/lib/link.so": symlink("big.so"),
    },
  ],
  { history: [{ created_by: "RUN base" }, { created_by: "RUN change" }] },
).then((built) => save(packings.dockerSave25, [built], shared, { name: "app.tar" }));

async function list(command: "files" | "tree" | "find", ...args: string[]): Promise<string[]> {
  const pattern = command === "find" ? ["**"] : [];
  const { stdout } = await layerx([command, await saved, ...pattern, ...args, "--format", "jsonl"]);
  const records = stdout.split("\n").filter((line) => line !== "");
  return records.map((line) => JSON.parse(line)).map(({ path, layer }) => `${layer} ${path}`);
}

const files = (...args: string[]) => list("files", ...args);
const tree = (...args: string[]) => list("tree", ...args);
const find = (...args: string[]) => list("find", ...args);

describe("tree", () => {
  test.each([
    ["--min-size", ["--min-size", "8"], ["1 /etc/a.conf", "0 /usr/lib/big.so"]],
    ["--max-size", ["--max-size", "8", "--type", "file"], ["1 /etc/a.conf"]],
    ["--type", ["--type", "symlink"], ["1 /usr/lib/link.so"]],
    ["--changed-by", ["--changed-by", "1", "--type", "file"], ["1 /etc/a.conf"]],
    [
      "--exclude, with everything below",
      ["--exclude", "/usr/lib", "--type", "file", "--type", "symlink"],
      ["1 /etc/a.conf"],
    ],
    ["--sort and --top", ["--sort", "size", "--top", "1"], ["0 /usr/lib/big.so"]],
    [
      "--layer with --type",
      ["--layer", "0", "--type", "file"],
      ["0 /etc/a.conf", "0 /usr/lib/big.so", "0 /usr/lib/deep/old.so"],
    ],
    [
      "--changes with --min-size",
      ["--layer", "1", "--changes", "--min-size", "9"],
      ["0 /usr/lib/deep/old.so"],
    ],
  ])("accepts %s in the same way as files", async (_, args, expected) => {
    expect(await tree(...args)).toEqual(expected);
  });

  test("sums up the visible files in each visible folder", async () => {
    const { stdout } = await layerx(["tree", await saved, "/usr", "--exclude", "*.so"]);
    expect(stdout.split("\n").map((line) => line.slice(11))).toEqual([
      "0:0      0B /usr",
      "0:0      0B /usr/lib",
      "0:0      0B /usr/lib/deep",
      "",
    ]);
  });

  test("has the fields of its JSON as columns in CSV", async () => {
    const { stdout } = await layerx(["tree", await saved, "--type", "symlink", "--format", "csv"]);
    expect(stdout).toMatch(
      /^path,type,mode,uid,gid,size,mtime,linkname,layer,change\n\/usr\/lib\/link\.so,symlink,0777,0,0,0,\S+Z,big\.so,1,\n$/,
    );
  });
});

describe("find", () => {
  test.each([
    [
      "--min-size, for each version",
      ["--min-size", "8"],
      ["1 /etc/a.conf", "0 /usr/lib/big.so", "0 /usr/lib/deep/old.so", "1 /usr/lib/deep/old.so"],
    ],
    ["--max-size", ["--max-size", "7", "--type", "file"], ["0 /etc/a.conf"]],
    [
      "--changed-by, with removals",
      ["--changed-by", "1", "--type", "file"],
      ["1 /etc/a.conf", "1 /usr/lib/deep/old.so"],
    ],
    [
      "--layer, without the layers above",
      ["--layer", "0", "--type", "file"],
      ["0 /etc/a.conf", "0 /usr/lib/big.so", "0 /usr/lib/deep/old.so"],
    ],
    ["--exclude", ["--exclude", "lib", "--type", "file"], ["0 /etc/a.conf", "1 /etc/a.conf"]],
    [
      "--sort and --top, for each path",
      ["--sort", "size", "--top", "2"],
      ["0 /usr/lib/big.so", "0 /usr/lib/deep/old.so", "1 /usr/lib/deep/old.so"],
    ],
    [
      "--sort mtime, the newest file first",
      ["--sort", "mtime", "--type", "file", "--top", "1"],
      ["0 /etc/a.conf", "1 /etc/a.conf"],
    ],
  ])("accepts %s", async (_, args, expected) => {
    expect(await find(...args)).toEqual(expected);
  });

  test("exits with 1 if no path matches", async () => {
    expect((await layerx(["find", await saved, "*", "--min-size", "1GB"])).code).toBe(1);
  });

  test("has a record for each version in CSV, with the instruction", async () => {
    const { stdout } = await layerx(["find", await saved, "old.so", "--format", "csv"]);
    expect(stdout).toMatch(
      /^path,layer,change,type,mode,uid,gid,size,mtime,linkname,createdBy\n(\/usr\/lib\/deep\/old\.so,0,added,.*,RUN base\n)(\/usr\/lib\/deep\/old\.so,1,removed,.*,RUN change\n)$/,
    );
  });
});

test("files leaves out everything below an excluded folder", async () => {
  expect(await files("--exclude", "/usr/lib")).toEqual(["1 /etc/a.conf"]);
});

test.each(["files", "tree", "find"])("%s refuses an invalid size, layer and number", async (command) => {
  const args = command === "find" ? ["find", await saved, "*"] : [command, await saved];
  expect((await layerx([...args, "--min-size", "big"])).code).toBe(2);
  expect((await layerx([...args, "--changed-by", "9"])).code).toBe(2);
  expect((await layerx([...args, "--top", "0"])).code).toBe(2);
});
