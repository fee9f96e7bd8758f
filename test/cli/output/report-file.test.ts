import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeNew } from "../../../src/cli/output/report-file.js";
import { isSystemError } from "../../../src/errors.js";
import { tempDir } from "../../support/temp.js";

/** Writes a new file. @returns the code of the system's error, or `null`. */
async function refusal(path: string): Promise<string | null> {
  try {
    await writeNew(path, "ours");
    return null;
  } catch (error) {
    return isSystemError(error) ? (error.code ?? null) : String(error);
  }
}

test("a new file replaces no file and no broken link", async () => {
  const folder = tempDir();
  const [file, link] = [join(folder, "file"), join(folder, "link")];
  writeFileSync(file, "mine");
  symlinkSync("nowhere", link);
  expect([await refusal(file), await refusal(link), await refusal(join(folder, "new"))]).toEqual([
    "EEXIST",
    "EEXIST",
    null,
  ]);
  expect(readdirSync(folder).sort()).toEqual(["file", "link", "new"]);
  expect([readFileSync(file, "utf8"), readFileSync(join(folder, "new"), "utf8")]).toEqual(["mine", "ours"]);
});
