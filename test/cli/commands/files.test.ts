import { describe, expect, test } from "vitest";
import { image } from "../../support/fixture.js";
import { file, hardlink, symlink } from "../../support/layer-spec.js";
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
      "usr/lib/old.so": file("y".repeat(50), { mtime: 20 }),
    },
    {
      "etc/a.conf": file("aaaaaaaa", { mtime: 40 }),
      "usr/lib/.wh.old.so": "",
      "usr/lib/link.so": symlink("big.so"),
      "usr/lib/same.so": hardlink("usr/lib/big.so"),
      'usr/lib/=1+1,"q"': file("zz", { mtime: 5 }),
    },
  ],
  { history: [{ created_by: "RUN base" }, { created_by: "RUN change" }] },
).then((built) => save(packings.dockerSave25, [built], shared, { name: "app.tar" }));

async function files(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await layerx(["files", await saved, ...args]);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

/** @returns the paths of the records, in order. */
async function paths(...args: string[]): Promise<string[]> {
  const lines = (await files(...args, "--format", "jsonl")).split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line).path);
}

const [CONF, BIG, ODD, LINK, SAME] = [
  "/etc/a.conf",
  "/usr/lib/big.so",
  '/usr/lib/=1+1,"q"',
  "/usr/lib/link.so",
  "/usr/lib/same.so",
];

test("the files of the final image are sorted by size, with their layers and instructions, without folders", async () => {
  expect(await files()).toBe(
    [
      "     3kB  0  /usr/lib/big.so  RUN base",
      "      8B  1  /etc/a.conf  RUN change",
      '      2B  1  /usr/lib/=1+1,"q"  RUN change',
      "          1  /usr/lib/link.so -> big.so  RUN change",
      "          1  /usr/lib/same.so => /usr/lib/big.so  RUN change",
      "",
    ].join("\n"),
  );
});

describe("the list can be limited", () => {
  test.each([
    ["by patterns", ["*.conf", "/usr/lib/l*"], [CONF, LINK]],
    ["by excluded patterns", ["--exclude", "*.so", "--exclude", "*.conf"], [ODD]],
    ["by size", ["--min-size", "3", "--max-size", "1kB"], [CONF]],
    ["by type", ["--type", "symlink", "--type", "hardlink"], [LINK, SAME]],
    ["by folder type", ["--type", "dir"], ["/etc", "/usr", "/usr/lib"]],
    ["to the first rows", ["--top", "2"], [BIG, CONF]],
    ["to the files that a layer wrote", ["--changed-by", "0"], [BIG]],
    ["to the files after a layer", ["--layer", "0"], [BIG, "/usr/lib/old.so", CONF]],
    ["to an empty list", ["*.none"], []],
  ])("%s", async (_, args, expected) => {
    expect(await paths(...args)).toEqual(expected);
  });
});

test.each([
  ["path", [CONF, ODD, BIG, LINK, SAME]],
  ["layer", [BIG, CONF, ODD, LINK, SAME]],
  ["mtime", [LINK, SAME, CONF, BIG, ODD]],
])("--sort %s sorts the files", async (sort, expected) => {
  expect(await paths("--sort", sort)).toEqual(expected);
});

test("a record in JSON has the fields of tree and the instruction", async () => {
  expect(JSON.parse(await files("*.conf", "--format", "json"))).toEqual({
    schemaVersion: 1,
    layer: null,
    entries: [
      {
        path: CONF,
        type: "file",
        mode: "0644",
        uid: 0,
        gid: 0,
        size: 8,
        mtime: "1970-01-01T00:00:40Z",
        linkname: null,
        layer: 1,
        change: null,
        instruction: "RUN change",
      },
    ],
  });
});

test("CSV quotes special characters, and no field is a formula for a spreadsheet", async () => {
  const rows = (await files("--type", "file", "--format", "csv")).trimEnd().split("\n");
  expect(rows).toEqual([
    "path,type,mode,uid,gid,size,mtime,linkname,layer,change,instruction",
    "/usr/lib/big.so,file,0644,0,0,3000,1970-01-01T00:00:30Z,,0,,RUN base",
    "/etc/a.conf,file,0644,0,0,8,1970-01-01T00:00:40Z,,1,,RUN change",
    '"/usr/lib/=1+1,""q""",file,0644,0,0,2,1970-01-01T00:00:05Z,,1,,RUN change',
  ]);
});

test("--layers all lists the added, modified and removed files of each layer in one document", async () => {
  const { layers } = JSON.parse(await files("--layers", "all", "--type", "file", "--format", "json"));
  const byLayer = layers.map(
    (layer: { index: number; instruction: string; entries: Record<string, unknown>[] }) => [
      layer.index,
      layer.instruction,
      layer.entries.map(({ path, change, size }) => `${change} ${path} ${size}`),
    ],
  );
  expect(byLayer).toEqual([
    [0, "RUN base", [`added ${BIG} 3000`, "added /usr/lib/old.so 50", `added ${CONF} 4`]],
    [1, "RUN change", ["removed /usr/lib/old.so 50", `modified ${CONF} 8`, `added ${ODD} 2`]],
  ]);
});

test.each([
  [["--min-size", "big"], "it takes a size such as 500kB, 10MB or 1MiB"],
  [["--top", "0"], "it takes a whole number from 1"],
  [["--changed-by", "9"], "it has 2 layers, numbered from 0"],
])("%j is refused", async (args, why) => {
  const { code, stdout, stderr } = await layerx(["files", await saved, ...args]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(`why:  ${why}\n`);
});
