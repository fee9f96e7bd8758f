import { linkSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import type { News } from "../../../src/explorer/jobs/job.js";
import { save } from "../../../src/explorer/jobs/save.js";
import { rawPath } from "../../../src/text/escape.js";
import { open } from "../../source/opening.js";
import { image } from "../../support/fixture.js";
import { packings } from "../../support/packings.js";
import { save as savePacked } from "../../support/save.js";
import { tempDir } from "../../support/temp.js";

test("saving never replaces the open image, also if its name has a scheme or the target is a link", async () => {
  const cwd = tempDir();
  const built = await image([{ "app.tar": "x", other: "y" }]);
  const path = await savePacked(packings.dockerSave25, [built], cwd, { name: "app.tar" });
  symlinkSync("app.tar", join(cwd, "soft"));
  linkSync(path, join(cwd, "hard"));
  writeFileSync(join(cwd, "mine"), "mine");
  const before = readFileSync(path);
  const opened = await open(path);
  for (const source of [path, `docker-archive:${path}`, "app.tar"]) {
    const analysis = await analyze({ ...opened, source });
    const { tree } = analysis;
    const saved = async (name: string, to: string) => {
      const heard: News[] = [];
      const node = tree.find(rawPath(`/${name}`));
      const job = { kind: "save", node, rootfs: tree.rootfs, to, overwrite: true } as const;
      const signal = new AbortController().signal;
      await save(analysis, job, { cwd, signal, tell: (news) => heard.push(news) });
      return heard.at(-1)?.of;
    };
    for (const to of ["app.tar", "./", "."])
      await expect(saved("app.tar", to)).rejects.toThrow("it is the image");
    for (const to of ["soft", "hard"]) {
      await saved("other", to).catch(() => undefined);
      expect(readFileSync(path).equals(before)).toBe(true);
    }
    await expect(saved("", ".")).rejects.toThrow("it is the image");
    expect(await saved("other", "mine")).toBe("saved");
  }
  await opened.close();
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readFileSync(join(cwd, "mine"), "utf8")).toBe("y");
});
