import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

/** A new empty folder, removed when the test is finished. */
export function tempDir(): string {
  const path = makeDir();
  onTestFinished(() => removeDir(path));
  return path;
}

/** A new empty folder for a whole file or `describe`, made outside of any test; removed after the last test. */
export function sharedTempDir(): string {
  const path = makeDir();
  afterAll(() => removeDir(path));
  return path;
}

function makeDir(): string {
  return mkdtempSync(join(tmpdir(), "layerx-test-"));
}

function removeDir(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
