import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { listFolder } from "../../src/extract/list-folder.js";
import { tempDir } from "../support/temp.js";

test("listing a folder reports which names are folders, also through a symlink", async () => {
  const folder = tempDir();
  mkdirSync(`${folder}/sub`);
  writeFileSync(`${folder}/file`, "");
  symlinkSync("sub", `${folder}/to-sub`);
  symlinkSync("nowhere", `${folder}/broken`);
  const listed = await listFolder(folder, new AbortController().signal);
  expect(listed.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { name: "broken", isFolder: false },
    { name: "file", isFolder: false },
    { name: "sub", isFolder: true },
    { name: "to-sub", isFolder: true },
  ]);
});

test("listing a missing folder is a system error", async () => {
  await expect(listFolder(`${tempDir()}/none`, new AbortController().signal)).rejects.toThrow("ENOENT");
});
