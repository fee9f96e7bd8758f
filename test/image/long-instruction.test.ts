import { expect, test } from "vitest";
import { splitInstruction } from "../../src/image/dockerfile/instruction.js";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { layerx } from "../support/run.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";

test.each([
  ["continued lines", `RUN ${"\\\n ".repeat(200_000)}`],
  ["commands in one pipe", `RUN /bin/sh -c ${"a | ".repeat(200_000)}b`],
  ["commands", `RUN /bin/sh -c ${"a && ".repeat(200_000)}b`],
])("dockerfile, inspect and history accept an instruction with 200,000 %s", async (_, createdBy) => {
  expect(splitInstruction(createdBy).length).toBeGreaterThan(0);
  const built = await image([{ a: "1" }], { history: [{ created_by: createdBy }] });
  const path = await save(packings.dockerSave24, [built], tempDir());
  for (const args of [
    ["dockerfile", path],
    ["inspect", path, "--format", "markdown"],
    ["history", path],
  ]) {
    const { code, stderr } = await layerx(args);
    expect([args[0], code, stderr]).toEqual([args[0], 0, ""]);
  }
});
