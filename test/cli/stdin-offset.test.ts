import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { archive } from "../support/save.js";
import { tempDir } from "../support/temp.js";

test("a file as standard input is read from its present offset", async () => {
  const path = join(tempDir(), "behind-a-header");
  const bytes = await archive(packings.kaniko, [await image([{ a: "12345" }])]);
  writeFileSync(path, Buffer.concat([Buffer.alloc(1000, 7), bytes]));
  expect(readFileSync(path)).toHaveLength(bytes.length + 1000);
  const fd = openSync(path, "r");
  readSync(fd, Buffer.alloc(1000), 0, 1000, null);
  const program = fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [program, "inspect", "-", "--format", "json"], {
    stdio: [fd, "pipe", "pipe"],
    encoding: "utf8",
  });
  closeSync(fd);
  expect(status).toBe(0);
  expect(JSON.parse(stdout).image.size).toBe(5);
});
