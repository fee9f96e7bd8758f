import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { image } from "../../support/fixture.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { sharedTempDir } from "../../support/temp.js";

const shared = sharedTempDir();
let archive = "";
let id = "";

beforeAll(async () => {
  const built = await image(
    [
      { conf: "a".repeat(20), gone: "g".repeat(30), "one/same": "same", "two/same": "same" },
      { conf: "b".repeat(20), ".wh.gone": "" },
    ],
    { history: [{ created_by: "ADD base" }, { created_by: "RUN change" }] },
  );
  archive = await save(packings.dockerSave24, [built], shared);
  id = built.id;
});

async function json(...args: string[]) {
  const { code, stdout, stderr } = await layerx(["waste", archive, "--format", "json", ...args]);
  expect([code, stderr]).toEqual([0, ""]);
  return JSON.parse(stdout);
}

const WASTE = {
  bytes: 50,
  byCause: { overwritten: 20, metadata: 0, rewritten: 0, moved: 0, deleted: 30, repeated: 0 },
  copies: [
    { path: "/gone", bytes: 30, cause: "deleted", layer: 0, endedBy: 1 },
    { path: "/conf", bytes: 20, cause: "overwritten", layer: 0, endedBy: 1 },
  ],
};

test("the JSON has the same waste as inspect, and duplicates only on request", async () => {
  expect(await json()).toEqual({
    schemaVersion: 1,
    image: {
      source: archive,
      format: "docker-archive",
      references: ["example.com/app:1"],
      id,
      size: 78,
      rootfsSize: 28,
      wastedBytes: 50,
      efficiency: 28 / 78,
    },
    waste: WASTE,
    duplicates: null,
    warnings: [],
  });
  expect((await json("--duplicates")).duplicates).toEqual([
    {
      bytes: 4,
      digest: `sha256:${createHash("sha256").update("same").digest("hex")}`,
      paths: ["/one/same", "/two/same"],
    },
  ]);
});

test("--top limits the number of listed copies, and the sums are of all copies", async () => {
  expect((await json("--top", "1")).waste).toEqual({ ...WASTE, copies: WASTE.copies.slice(0, 1) });
});

test.each([
  [
    "path",
    [
      { path: "/gone", bytes: 30, copies: 1 },
      { path: "/conf", bytes: 20, copies: 1 },
    ],
  ],
  [
    "cause",
    [
      { cause: "deleted", bytes: 30, copies: 1 },
      { cause: "overwritten", bytes: 20, copies: 1 },
    ],
  ],
  ["instruction", [{ endedBy: 1, createdBy: "RUN change", bytes: 50, copies: 2 }]],
  ["layer", [{ layer: 0, createdBy: "ADD base", bytes: 50, copies: 2 }]],
])("--by %s groups the wasted copies", async (by, groups) => {
  const report = await json("--by", by);
  expect({ by: report.by, groups: report.groups }).toEqual({ by, groups });
});

test("the text lists the wasted bytes with cause, path and instruction", async () => {
  const { code, stdout, stderr } = await layerx(["waste", archive, "--by", "instruction", "--duplicates"]);
  expect({ code, stderr, stdout: stdout.replaceAll(archive, "IMAGE") }).toEqual({
    code: 0,
    stderr: "",
    stdout: `example.com/app:1: 50B wasted of 78B (64.1%), 2 copies

      30B  deleted
      20B  overwritten

      50B  2×  wasted since layer 1  RUN change

What to change first

      30B  deleted
           /gone
           written by layer 0  ADD base
           removed by layer 1  RUN change
           → Add it to .dockerignore, or mount it in one RUN with
             --mount=type=bind. Then it is not stored.

      20B  overwritten
           /conf
           written by layer 0  ADD base
           overwritten by layer 1  RUN change
           → Write only the final version: use one RUN for both steps, or copy
             the final version into the image.

Without changing the Dockerfile: \`layerx slim\` saves 50B of this.

Duplicates in the final image: 4B beyond one copy of each

       4B  /one/same
           /two/same
`,
  });
});

test.each(["-1", "1.5", "many"])("--top %j is an error", async (top) => {
  expect(await layerx(["waste", archive, `--top=${top}`])).toEqual({
    code: 2,
    stdout: "",
    stderr: `error: bad value for --top: ${top}
  why:  it takes a whole number from 0
  next: correct the value, or see \`layerx waste --help\`
`,
  });
});
