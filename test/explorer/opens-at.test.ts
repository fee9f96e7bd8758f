import { expect, test } from "vitest";
import { image } from "../support/fixture.js";
import type { LayerSpec } from "../support/layer-spec.js";
import { packings } from "../support/packings.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";
import { explorer } from "./in-process.js";

const SIZE = { columns: 120, rows: 36 };

test("an image of several platforms opens on its first layer, not on an instruction without a layer", async () => {
  const history = [
    { created_by: "ENV A=1", empty_layer: true },
    { created_by: "COPY first /" },
    { created_by: "COPY second /" },
  ];
  const layers: LayerSpec[] = [{ first: "1" }, { second: "22" }];
  const platforms = ["linux/arm64", "linux/amd64"];
  const built = await Promise.all(platforms.map((platform) => image(layers, { history, platform })));
  const shown = await explorer(await save(packings.ociArchive, built, tempDir()), SIZE);
  expect(shown.lines.filter((line) => line.includes("▸"))).toEqual([
    expect.stringMatching(/│▸ +0 .*COPY first/),
  ]);
});

test("the prompt for saving a folder shows the number of files and bytes", async () => {
  const built = await image([{ "etc/a": "12345", "etc/sub/b": "678", other: "x" }]);
  const shown = await explorer(await save(packings.dockerSave25, [built], tempDir()), SIZE);
  await shown.press("2", "etc");
  await shown.press("e", "extract to ./");
  await shown.see("2 files, 8B; into an existing folder, as etc");
});
