import { copyFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sampleArchives } from "../../samples/images/samples.js";
import { ruleSample } from "../support/rule-sample.js";
import { layerx } from "../support/run.js";
import { tempDir } from "../support/temp.js";

const folder = new URL("../../samples/", import.meta.url);
const cwd = fileURLToPath(folder);

test("each sample archive has exactly the bytes that `npm run samples` writes", async () => {
  const made = await sampleArchives();
  const stored = (await readdir(folder)).filter((name) => name.endsWith(".tar"));
  expect(stored.toSorted()).toEqual([...made.keys()].toSorted());
  for (const [name, bytes] of made) {
    // Compared as one value: a difference printed byte by byte would fill the screen.
    expect(bytes.equals(await readFile(new URL(name, folder))), `${name}: run npm run samples`).toBe(true);
  }
});

test("all sample archives together are smaller than 1.5 MB", async () => {
  const made = [...(await sampleArchives()).values()];
  expect(made.reduce((sum, bytes) => sum + bytes.length, 0)).toBeLessThan(1_500_000);
});

test("the samples flask, lean and waste have a Dockerfile", async () => {
  const names = await readdir(folder);
  expect(names.filter((name) => name.endsWith(".Dockerfile")).toSorted()).toEqual([
    "flask.Dockerfile",
    "lean.Dockerfile",
    "waste.Dockerfile",
  ]);
});

const alive = { overwritten: 0, metadata: 0, rewritten: 0, moved: 0, deleted: 0, repeated: 0 };

test.each([
  { name: "flask.tar", size: 359_344, wastedBytes: 20_033, byCause: { ...alive, overwritten: 20_033 } },
  {
    name: "waste.tar",
    size: 72_562,
    wastedBytes: 36_700,
    byCause: {
      overwritten: 2200,
      metadata: 6900,
      rewritten: 4000,
      moved: 2500,
      deleted: 19_500,
      repeated: 1600,
    },
  },
  { name: "lean.tar", size: 71_056, wastedBytes: 0, byCause: alive },
])("inspect reports the documented sizes of $name", async ({ name, size, wastedBytes, byCause }) => {
  const { code, stdout, stderr } = await layerx(["inspect", name, "--format", "json"], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { image, waste } = JSON.parse(stdout);
  expect({ size: image.size, wastedBytes: image.wastedBytes, byCause: waste.byCause }).toEqual({
    size,
    wastedBytes,
    byCause,
  });
});

test.each([
  { args: ["flask.tar"], fails: ["lowestEfficiency"] },
  { args: ["flask.tar", "--config", ".dive-ci"], fails: [] },
  { args: ["waste.tar"], fails: ["lowestEfficiency", "highestWastedBytes", "highestWastedPercent"] },
  { args: ["lean.tar"], fails: [] },
])("`ci` with the arguments $args fails exactly the documented rules", async ({ args, fails }) => {
  const { code, stdout } = await layerx(["ci", ...args, "--format", "json"], { cwd });
  const rules: { name: string; pass: boolean }[] = JSON.parse(stdout).rules;
  const failed = rules.filter((rule) => !rule.pass).map((rule) => rule.name);
  expect({ code, failed }).toEqual({ code: fails.length === 0 ? 0 : 1, failed: fails });
});

test("flask.tar passes every rule of all.layerx.yaml, and --update-baseline writes the stored baseline", async () => {
  const rules = ["--config", "all.layerx.yaml", "--format", "json"];
  const { code, stdout } = await layerx(["ci", "flask.tar", ...rules], {
    cwd,
    now: Date.parse("2026-06-15"),
  });
  const verdicts: { name: string; status: string }[] = JSON.parse(stdout).rules;
  const others = verdicts.filter(({ status }) => status !== "passed").map(({ name }) => name);
  expect({ code, others }).toEqual({ code: 0, others: [] });

  const own = tempDir();
  for (const name of ["flask.tar", "all.layerx.yaml", "team.layerx.yaml"])
    await copyFile(join(cwd, name), join(own, name));
  await layerx(["ci", "flask.tar", ...rules, "--update-baseline"], { cwd: own });
  expect(await readFile(join(own, "layerx-baseline.json"), "utf8")).toBe(
    await readFile(new URL("layerx-baseline.json", folder), "utf8"),
  );
});

test("all.layerx.yaml documents the present rules (`npm run readme` writes it again)", async () => {
  expect(await readFile(new URL("all.layerx.yaml", folder), "utf8")).toBe(ruleSample());
});
