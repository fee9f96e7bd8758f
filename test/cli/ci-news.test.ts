import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { image, jsonBytes } from "../support/fixture.js";
import type { LayerSpec } from "../support/layer-spec.js";
import { packings } from "../support/packings.js";
import { layerx } from "../support/run.js";
import { save } from "../support/save.js";
import { packTar } from "../support/tar.js";
import { sharedTempDir, tempDir } from "../support/temp.js";

/*
 * The image has 141 bytes and 40 wasted bytes. The next build adds a layer of 30 bytes, and a layer that removes 20 of
 * them. So 101 of 141 bytes are visible in the first image, and 111 of 171 bytes in the second.
 */
const BEFORE: readonly LayerSpec[] = [
  { keep: "k".repeat(60), old: "o".repeat(40) },
  { old: "O".repeat(40), ".env": "e" },
];
const MORE: readonly LayerSpec[] = [{ fresh: "f".repeat(20), more: "m".repeat(10) }, { ".wh.fresh": "" }];
const INSTRUCTIONS = ["ADD rootfs.tar / # buildkit", "RUN old", "RUN fetch", "RUN rm /fresh"];
const history = INSTRUCTIONS.map((created_by) => ({ created_by }));
const references = ["example.com/app:1"];

const [folder, nextFolder] = [sharedTempDir(), sharedTempDir()];
let before = "";
let next = "";

beforeAll(async () => {
  const old = await image(BEFORE, { references, history: history.slice(0, BEFORE.length) });
  before = await save(packings.dockerSave25, [old], folder, { name: "app.tar" });
  const built = await image([...BEFORE, ...MORE], { references, history });
  next = await save(packings.dockerSave25, [built], nextFolder, { name: "app.tar" });
});

test("with a baseline, only new wasted bytes and new or bigger layers are listed", async () => {
  const { code, stdout } = await layerx(["ci", next, "--baseline-image", before], { cwd: tempDir() });
  expect(code).toBe(1);
  expect(stdout.replaceAll(next, "IMAGE").replaceAll(before, "BEFORE").split("\n\nLeftovers")[0]).toBe(`\
FAIL  example.com/app:1: 4 of 4 rules failed

  ✗ newWastedBytes    20B  at most 0B  (since BEFORE)
  ✗ newSize           30B  at most 0B  (since BEFORE)
  ✗ newLayers           2  at most 0  (since BEFORE)
  ✗ lostEfficiency  6.72%  at most 0%: 17B too much waste
                           (since BEFORE)

  baseline: BEFORE

20B newly wasted, largest first

      20B  deleted
           /fresh
           written by layer 2  RUN fetch
           removed by layer 3  RUN rm /fresh
           → Remove it in the RUN that creates it: a later instruction only
             hides it.

Size beyond the baseline is 30B, but must be 0B

      30B  written by layer 2  RUN fetch
           → Use a smaller base image, or build in a separate stage and copy
             the result with COPY --from.

The number of layers beyond the baseline is 2, but must be 0

      30B  written by layer 2  RUN fetch
           → Join RUN instructions with &&, and copy files that belong
             together with one COPY: each instruction adds a layer.

       0B  written by layer 3  RUN rm /fresh
           → Join RUN instructions with &&, and copy files that belong
             together with one COPY: each instruction adds a layer.

Without changing the Dockerfile: \`layerx slim\` saves 60B.

verdict: fail size=171 layers=4 wasted=60 efficiency=0.6491
`);
});

test("notes name a rule that the baseline does not have, and a budget that matches no layer", async () => {
  const cwd = tempDir();
  const report = await layerx(["inspect", before, "--format", "json"], { cwd });
  writeFileSync(join(cwd, "old.json"), report.stdout);
  writeFileSync(join(cwd, ".layerx.yaml"), "forbidden: ['**/.env']\nlayerBudgets: {'CPOY *': 1}\n");
  const { stdout } = await layerx(["ci", before, "--baseline", "old.json"], { cwd });
  expect(stdout.split("\n\n")[2]).toBe(`\
  rules file: .layerx.yaml
  baseline: old.json
  forbidden:**/.env: the baseline does not have this rule, so all its paths
    count as new; --update-baseline accepts them
  layerBudgets:CPOY *: no layer has a matching instruction, so the rule passes`);
});

test("a rule that is missing in a .dive-ci has dive's default", async () => {
  const cwd = tempDir();
  writeFileSync(join(cwd, ".dive-ci"), "rules:\n  highestWastedBytes: 1MB\n  lowestEfficiency: disabled\n");
  const { code, stdout } = await layerx(["ci", before, "--format", "json"], { cwd });
  const { rules } = JSON.parse(stdout);
  expect([code, rules.map((rule: { name: string; from: string }) => `${rule.name} ${rule.from}`)]).toEqual([
    1,
    ["highestWastedBytes file", "highestUserWastedPercent default"],
  ]);
});

/** Creates a folder with `app.tar`, in which the lowest layer is foreign and has no blob. */
async function foreignImage(): Promise<string> {
  const cwd = tempDir();
  const built = await image(BEFORE, { references });
  const [{ diffId, digest }, { tar }] = built.layers;
  const mediaType = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
  const LayerSources = { [diffId]: { mediaType, digest, urls: ["https://example.com/"] } };
  const files = {
    "manifest.json": jsonBytes([
      { Config: "c.json", RepoTags: references, Layers: ["0.tar", "1.tar"], LayerSources },
    ]),
    "c.json": built.config,
    "1.tar": tar,
  };
  writeFileSync(join(cwd, "app.tar"), await packTar(files));
  return cwd;
}

test("a foreign layer without a blob has null for its numbers, and the image has the sum of the others", async () => {
  const cwd = await foreignImage();
  const { stdout } = await layerx(["inspect", "app.tar", "--format", "json"], { cwd });
  const { image: facts, layers, warnings } = JSON.parse(stdout);
  const unknown = { size: null, entries: null, added: null, modified: null, removed: null };
  expect(layers[0]).toMatchObject({ ...unknown, compressedSize: null, wastedBytes: null });
  expect([facts.size, facts.compressedSize]).toEqual([layers[1].size, null]);
  expect(layers[1].size).toBeGreaterThan(0);
  expect(warnings.map(({ code }: { code: string }) => code)).toEqual(["foreign-layer"]);
  const text = await layerx(["inspect", "app.tar", "--no-color"], { cwd, tty: ["stderr"] });
  expect(text.stderr).toBe(`warning: ${warnings[0].message}\n`);
});

test("an image with a foreign lowest layer can be checked only by rules above the base", async () => {
  const cwd = await foreignImage();
  const plain = await layerx(["ci", "app.tar"], { cwd });
  expect([plain.code, plain.stdout, plain.stderr]).toEqual([
    2,
    "",
    `error: cannot check lowestEfficiency of app.tar
  why:  layer 0 is missing, so its size is unknown
  next: save the image with all its layers, or use --base-layers and only rules about layers above the base
`,
  ]);
  writeFileSync(join(cwd, ".layerx.yaml"), "base: 1\nmaxSizeAboveBase: 41\nforbidden: [.git]\n");
  expect((await layerx(["ci", "app.tar"], { cwd })).code).toBe(0);
});

test("the report for an image from a pipe shows the name of the image", async () => {
  const { stdout } = await layerx(["ci", "-", "--max-layers", "9"], {
    cwd: tempDir(),
    stdin: readFileSync(before),
  });
  expect(stdout.split("\n")[0]).toBe("PASS  example.com/app:1: 1 rule passed");
});
