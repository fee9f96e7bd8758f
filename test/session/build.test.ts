import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { tempDir } from "../support/temp.js";
import { KEYS, layerx } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

test("ctrl-c during a build waits for the builder, exits with 130, and removes the temporary file", async () => {
  const folder = tempDir();
  const ended = join(folder, "ended");
  const script = [
    "#!/bin/sh",
    `trap 'sleep 0.3; echo cleaned >> ${ended}; exit 1' INT`,
    `for word in "$@"; do last="$word"; done; printf '%s' "$last" > ${join(folder, "ids")}`,
    "echo step 1 of 2",
    "while :; do sleep 0.05; done",
  ];
  writeFileSync(join(folder, "podman"), `${script.join("\n")}\n`);
  chmodSync(join(folder, "podman"), 0o755);
  const env = { PATH: `${folder}:/usr/bin:/bin` };
  const terminal = layerx(["--builder", "podman", "build", "."], { columns: 80, rows: 24, env });
  await terminal.see("step 1 of 2");
  terminal.write(KEYS.ctrlC);
  expect(await terminal.exited()).toMatchObject({ code: 130 });
  expect(readFileSync(ended, "utf8")).toContain("cleaned");
  expect(existsSync(readFileSync(join(folder, "ids"), "utf8"))).toBe(false);
});
