import { beforeAll, describe, expect, test } from "vitest";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { layerx } from "../support/run.js";
import { save } from "../support/save.js";
import { saveSmallImage } from "../support/small-image.js";
import { sharedTempDir } from "../support/temp.js";

const cwd = sharedTempDir();
beforeAll(() => saveSmallImage(cwd));

describe("--format html", () => {
  test("is one page without links to other files", async () => {
    const { code, stdout, stderr } = await layerx(["inspect", "app.tar", "--format", "html"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.startsWith('<!doctype html>\n<html lang="en">\n')).toBe(true);
    expect(stdout.endsWith("</body>\n</html>\n")).toBe(true);
    expect(
      [...stdout.matchAll(/<(?:script|link|img)[^>]*\s(?:src|href)="([^"]*)"/g)].map(([, url]) => url),
    ).toEqual(["data:,"]);
    expect(stdout).toContain("<h1>example.com/app:1</h1>");
  });

  test("contains the warnings", async () => {
    const built = await image([{ a: "a" }], { history: [{ created_by: "ADD a" }, { created_by: "ADD b" }] });
    await save(packings.dockerSave25, [built], cwd, { name: "warned.tar" });
    const { stdout, stderr } = await layerx(["inspect", "warned.tar", "--format", "html"], { cwd });
    const message = "the history has 2 layers, the image has 1";
    expect(stderr).toBe("");
    expect(stdout).toContain(`<li>${message}</li>`);
  });
});
