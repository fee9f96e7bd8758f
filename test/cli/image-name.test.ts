import { createReadStream, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/analyze.js";
import { header } from "../../src/explorer/header.js";
import { initialState } from "../../src/explorer/state.js";
import { Subject } from "../../src/explorer/subject.js";
import { open } from "../source/opening.js";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { layerx } from "../support/run.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";

const LAYERS = [{ a: "a".repeat(5000) }, { a: "b".repeat(4000) }];

/** Saves one image with this file name. @returns its folder. */
async function saved(references: readonly string[], name: string): Promise<string> {
  const cwd = tempDir();
  const path = await save(packings.dockerSave25, [await image(LAYERS, { references })], cwd, {
    name: "x.tar",
  });
  renameSync(path, join(cwd, name));
  return cwd;
}

/** For each command and text format, the place of the name. */
const PLACES: readonly (readonly [args: string, name: RegExp])[] = [
  ["inspect --format text", /^(.*?) {2,}/],
  ["inspect --format markdown", /^### `(.*?)`/],
  ["inspect --format html", /<title>(.*?)(?: · | - |, | — |<)/],
  ["ci", /^FAIL {2}(.*): 1 of 1/],
  ["ci --output markdown", /❌ FAIL `(.*?)`/],
  ["ci --output junit", /<testsuite name="(.*?)"/],
  ["waste", /^(.*): \S+ wasted of/],
];

/** @returns every name that outputs show for an image. */
async function names(source: string, cwd: string, file: string): Promise<string[]> {
  const run = async (args: string) => {
    const [command, ...more] = args.split(" ");
    const stdin = source === "-" ? createReadStream(join(cwd, file)) : undefined;
    const rule = command === "ci" ? ["--max-layers", "1"] : [];
    return (await layerx([command, source, ...rule, ...more], { cwd, stdin })).stdout;
  };
  const found: string[] = [];
  for (const [args, name] of PLACES) found.push(name.exec(await run(args))?.[1] ?? `none in ${args}`);
  const sarif = JSON.parse(await run("ci --output sarif")).runs[0];
  found.push(sarif.automationDetails.id.slice("layerx/".length, -1));
  found.push(JSON.parse(await run("ci --output gitlab"))[0].location.path);
  const opened = await open(join(cwd, file));
  const subject = new Subject(await analyze({ ...opened, source }));
  await opened.close();
  const state = initialState(subject, { columns: 120, rows: 30 }, { reports: [] });
  found.push(header(state, { colour: false }).spans[1].text);
  return [...new Set(found)];
}

test.each([
  ["a file with a tag", ["app:1", "app:2"], "x.tar", "x.tar", "app:1"],
  ["standard input with a tag", ["app:1"], "x.tar", "-", "app:1"],
  ["a tag with a backslash", ["a\\b:1"], "x.tar", "x.tar", "a\\\\b:1"],
  ["a file without a tag", [], "x.tar", "x.tar", "x.tar"],
  ["standard input without a tag", [], "x.tar", "-", "standard input"],
  ["a file with a backslash", [], "a\\b.tar", "a\\b.tar", "a\\\\b.tar"],
])("an image has one name in every command and format: %s", async (_, references, file, source, name) => {
  const cwd = await saved(references, file);
  expect(readFileSync(join(cwd, file)).length).toBeGreaterThan(0);
  expect(await names(source, cwd, file)).toEqual([name]);
  const { stdout } = await layerx(["diff", file, file], { cwd });
  const shown = references.length === 0 ? file.replace("\\", "\\\\") : `${name} (${file})`;
  expect(stdout.split("\n")[0]).toContain(shown);
});
