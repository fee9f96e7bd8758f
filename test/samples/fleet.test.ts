import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { type Pipeline, pipeline } from "../support/pipeline.js";
import { tempDir } from "../support/temp.js";

const SAMPLES = fileURLToPath(new URL("../../samples/", import.meta.url));
const SHARDS = [1, 2, 3, 4];
const IMAGES = ["./flask.tar", "./waste.tar", "./lean.tar", "./gone.tar"];

const sample = (name: string) => readFileSync(join(SAMPLES, "fleet", name), "utf8");

/** A folder with three images, and a list that names these and a missing image. */
function fleet(): Pipeline {
  const work = pipeline({ folder: tempDir(), image: "flask" });
  for (const name of ["flask.tar", "waste.tar", "lean.tar"]) {
    copyFileSync(join(SAMPLES, name), join(work.folder, name));
  }
  work.write("images.txt", `${IMAGES.join("\n")}\n`);
  return work;
}

/** The report of one run without shards. */
async function wholeReport(options = ""): Promise<string> {
  const work = fleet();
  expect((await work.run("layerx audit --images images.txt --output all.jsonl")).code).toBe(2);
  return (await work.run(`layerx audit report all.jsonl ${options}`)).stdout;
}

/** Runs a script once for each shard, one after the other. @returns the exit codes. */
async function eachShard(work: Pipeline, script: string, env: (shard: number) => Record<string, string>) {
  const codes: number[] = [];
  for (const shard of SHARDS) codes.push((await work.run(script, env(shard))).code);
  return codes.sort();
}

const container = v.object({
  command: v.tuple([v.literal("/bin/sh"), v.literal("-ec")]),
  args: v.tuple([v.string()]),
});
const job = v.object({
  apiVersion: v.literal("batch/v1"),
  kind: v.literal("Job"),
  metadata: v.object({ name: v.string() }),
  spec: v.object({
    completionMode: v.optional(v.literal("Indexed")),
    completions: v.optional(v.number()),
    parallelism: v.optional(v.number()),
    backoffLimitPerIndex: v.optional(v.number()),
    maxFailedIndexes: v.optional(v.number()),
    // Kubernetes allows a limit for each index only if pods are never restarted.
    template: v.object({
      spec: v.object({ restartPolicy: v.literal("Never"), containers: v.tuple([container]) }),
    }),
  }),
});

test("the Kubernetes Jobs make the same report as one run, also if every shard runs twice", async () => {
  const documents = parseAllDocuments(sample("kubernetes.yaml")).map((one): unknown => one.toJS());
  expect(documents).toHaveLength(4);
  const [audit, report] = documents.slice(2).map((one) => v.parse(job, one));
  expect([audit.spec.completionMode, audit.spec.completions]).toEqual(["Indexed", SHARDS.length]);
  expect(audit.spec.maxFailedIndexes).toBe(audit.spec.completions);
  const work = fleet();
  const script = ({ spec }: typeof audit) =>
    spec.template.spec.containers[0].args[0]
      .replaceAll("/config/", `${work.folder}/`)
      .replaceAll("/results/", `${work.folder}/`);
  expect(script(audit)).toContain(`--shard auto/${SHARDS.length} `);
  const index = (shard: number) => ({ JOB_COMPLETION_INDEX: String(shard - 1) });
  expect(await eachShard(work, script(audit), index)).toEqual([0, 0, 0, 2]);
  const merged = await work.run(script(report));
  expect(merged.stdout).toBe(await wholeReport());
  expect(await eachShard(work, script(audit), index)).toEqual([0, 0, 0, 2]);
  expect((await work.run(script(report))).stdout).toBe(merged.stdout);
});

const gitlabJob = v.strictObject({
  stage: v.picklist(["test", "deploy"]),
  parallel: v.optional(v.number()),
  image: v.strictObject({ name: v.string(), entrypoint: v.tuple([v.literal("")]) }),
  script: v.array(v.string()),
  allow_failure: v.optional(v.strictObject({ exit_codes: v.literal(2) })),
  artifacts: v.strictObject({
    when: v.optional(v.literal("always")),
    paths: v.array(v.string()),
    expire_in: v.string(),
  }),
});

test("the GitLab jobs make the same report as one run without shards", async () => {
  const jobs = v.parse(
    v.strictObject({ audit: gitlabJob, "audit-report": gitlabJob }),
    parse(sample("gitlab-ci.yml")),
  );
  expect(jobs.audit.parallel).toBe(SHARDS.length);
  const work = fleet();
  const node = (shard: number) => ({ CI_NODE_INDEX: String(shard), CI_NODE_TOTAL: String(SHARDS.length) });
  expect(await eachShard(work, jobs.audit.script.join("\n"), node)).toEqual([0, 0, 0, 2]);
  const { code, stdout } = await work.run(jobs["audit-report"].script.join("\n"));
  expect([code, stdout]).toEqual([0, await wholeReport()]);
  expect(work.read("audit.md")).toBe(await wholeReport("--format markdown"));
});

const step = v.object({ uses: v.optional(v.string()), run: v.optional(v.string()) });
const workflow = v.object({
  jobs: v.strictObject({
    audit: v.object({
      strategy: v.strictObject({
        "fail-fast": v.literal(false),
        matrix: v.strictObject({ shard: v.array(v.number()) }),
      }),
      steps: v.array(step),
    }),
    report: v.object({ needs: v.literal("audit"), if: v.literal("always()"), steps: v.array(step) }),
  }),
});

describe("the GitHub workflow", () => {
  test("writes the same report as one run without shards to the summary", async () => {
    const { audit, report } = v.parse(workflow, parse(sample("github-workflow.yml"))).jobs;
    expect(audit.strategy.matrix.shard).toEqual(SHARDS);
    const script = (steps: readonly { run?: string | undefined }[]) =>
      steps.flatMap(({ run = [] }) => run).join("\n");
    const work = fleet();
    const shardOf = (shard: number) => ({ SHARD: String(shard) });
    expect(await eachShard(work, script(audit.steps), shardOf)).toEqual([0, 0, 0, 2]);
    const { code } = await work.run(script(report.steps), { GITHUB_STEP_SUMMARY: "summary.md" });
    expect([code, work.read("summary.md")]).toEqual([0, await wholeReport("--format markdown")]);
  });
});

test("the shell script for all shards makes the same report as one run", async () => {
  const work = fleet();
  const { code, stdout, stderr } = await work.run(sample("shards.sh"));
  expect([code, stdout]).toEqual([0, await wholeReport()]);
  expect(stderr).toContain("some images could not be read; the report names them\n");
});
