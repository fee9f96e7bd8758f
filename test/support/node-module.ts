import { syncBuiltinESMExports } from "node:module";
import { onTestFinished } from "vitest";

/**
 * Makes imports by name use the functions of Node's modules that the test replaced, until the test ends.
 * @param restore puts the functions of Node back
 */
export function updateImports(restore: () => void): void {
  syncBuiltinESMExports();
  onTestFinished(() => {
    restore();
    syncBuiltinESMExports();
  });
}
