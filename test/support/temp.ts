import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

/** A new empty folder, which goes when the test that asked for it is finished. */
export function tempDir(): string {
  const path = makeDir();
  onTestFinished(() => removeDir(path));
  return path;
}

/** A new empty folder for a whole file or `describe`, asked for outside of any test; goes after its last test. */
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
