import { readFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { runAction, runWorkflow } from "../support/github-workflow.js";
import { gitlabJobs } from "../support/gitlab-pipeline.js";
import { jenkinsPipeline, shellSteps } from "../support/jenkinsfile.js";
import { type Pipeline, pipeline } from "../support/pipeline.js";
import { sarifSchema } from "../support/sarif-schema.js";
import { tempDir } from "../support/temp.js";
import { parseXml } from "../support/xml.js";

const sample = (name: string) => readFileSync(new URL(`../../samples/ci/${name}`, import.meta.url), "utf8");

const GITHUB = {
  "github.token": "t",
  "github.event.number": "12",
  "github.event_name": "pull_request",
  "github.event.pull_request.head.repo.full_name": "acme/app",
  "github.repository": "acme/app",
};

describe("the GitHub workflow", () => {
  const steps = (outcomes: Awaited<ReturnType<typeof runWorkflow>>) =>
    outcomes.map(({ step, outcome }) => `${outcome} ${step.split("@")[0]}`);

  test("writes annotations, a summary, SARIF and a new comment for an image that fails", async () => {
    const work = pipeline({ folder: tempDir(), image: "waste", programs: { gh: "" } });
    const outcomes = await runWorkflow(sample("github-workflow.yml"), { pipeline: work, github: GITHUB });
    expect(steps(outcomes)).toEqual([
      "success actions/checkout",
      "success docker build --tag app .",
      "failure YOUR-ORG/layerx",
      "success github/codeql-action/upload-sarif",
      "success comments=repos/$GITHUB_REPOSITORY/issues/$PR/comments",
    ]);
    const gate = outcomes[2].ran;
    expect(gate?.stdout.split("\n")[0]).toBe("FAIL  waste:1.0: 2 of 2 rules failed");
    expect(gate?.stderr.split("\n")[0]).toMatch(/^::error file=Dockerfile,line=4,endLine=4,title=/);
    expect(v.parse(sarifSchema, JSON.parse(work.read("layerx.sarif"))).runs).toHaveLength(1);
    expect(work.read("summary.md")).toBe(work.read("layerx.md"));
    expect(work.calls()).toEqual([
      "docker build --tag app .",
      `docker save --output ${work.folder}/layerx-image.tar -- app`,
      'gh api --paginate repos/acme/app/issues/12/comments --jq .[] | select(.body | startswith("<!-- layerx -->")) | .id',
      "gh api --method POST repos/acme/app/issues/12/comments --field body=@layerx.md",
    ]);
  });

  test("updates the existing comment, and writes none outside of a pull request", async () => {
    const programs = { gh: 'case "$*" in *paginate*) echo 7; echo 9;; esac' };
    const again = pipeline({ folder: tempDir(), image: "flask", programs });
    const outcomes = await runWorkflow(sample("github-workflow.yml"), { pipeline: again, github: GITHUB });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(5).fill("success"));
    expect(again.calls().at(-1)).toBe(
      "gh api --method PATCH repos/acme/app/issues/comments/9 --field body=@layerx.md",
    );
    const pushed = pipeline({ folder: tempDir(), image: "flask" });
    const github = { ...GITHUB, "github.event_name": "push" };
    const last = (await runWorkflow(sample("github-workflow.yml"), { pipeline: pushed, github })).at(-1);
    expect(last?.outcome).toBe("skipped");
  });

  test("skips the comment for a fork, because its token must not write comments", async () => {
    const work = pipeline({ folder: tempDir(), image: "flask" });
    const github = { ...GITHUB, "github.event.pull_request.head.repo.full_name": "somebody/app" };
    const outcomes = await runWorkflow(sample("github-workflow.yml"), { pipeline: work, github });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([...Array(4).fill("success"), "skipped"]);
  });
});

describe("the action", () => {
  const act = (work: Pipeline, inputs: Record<string, string>) =>
    runAction(inputs, { pipeline: work, github: GITHUB });

  test("accepts an archive, a rules file and options, and executes no text of these inputs", async () => {
    const work = pipeline({ folder: tempDir(), image: "lean" });
    await work.run('docker save --output "my image.tar"');
    work.write("rules.yaml", "maxLayers: 2\n");
    const ran = await act(work, {
      image: "my image.tar",
      config: "rules.yaml",
      args: "--max-size 1GB $(touch bad) `touch bad`",
    });
    expect([ran.code, ran.stderr.split("\n")[0], work.has("bad")]).toEqual([
      2,
      "error: too many arguments: $(touch bad) `touch bad`",
      false,
    ]);
    const judged = await act(work, { image: "my image.tar", config: "rules.yaml", args: "--max-size 1GB" });
    expect([judged.code, judged.stdout.split("\n")[0]]).toEqual([
      1,
      "FAIL  example.com/lean:1.0: 1 of 2 rules failed",
    ]);
  });

  test("uses all options of an input with several lines", async () => {
    const work = pipeline({ folder: tempDir(), image: "lean" });
    await work.run("docker save --output image.tar");
    const { code, stdout } = await act(work, {
      image: "image.tar",
      args: "--max-size 1GB\n--max-layers 2\n",
    });
    expect([code, stdout.split("\n")[0]]).toEqual([1, "FAIL  example.com/lean:1.0: 1 of 2 rules failed"]);
  });

  test("fails with docker's error if docker does not have the image", async () => {
    const programs = { docker: 'echo "no such image" >&2; exit 1' };
    const work = pipeline({ folder: tempDir(), image: "lean", programs });
    expect(await act(work, { image: "nobody/nothing" })).toEqual({
      code: 1,
      stdout: "",
      stderr: "no such image\n",
    });
  });
});

test("the GitLab job reads the archive of the build job, and writes both reports, pass or fail", async () => {
  const jobs = gitlabJobs(sample("gitlab-ci.yml"));
  expect(jobs["image-gate"].artifacts).toEqual({
    when: "always",
    reports: { junit: "layerx.xml", codequality: "gl-code-quality-report.json" },
  });
  for (const [image, code, failures] of [
    ["waste", 1, "2"],
    ["lean", 0, "0"],
  ] as const) {
    const work = pipeline({ folder: tempDir(), image });
    expect((await work.run(jobs["build-image"].script.join("\n"))).code).toBe(0);
    expect((await work.run(jobs["image-gate"].script.join("\n"))).code).toBe(code);
    expect(parseXml(work.read("layerx.xml")).attributes.failures).toBe(failures);
    const paths = JSON.parse(work.read("gl-code-quality-report.json")).map(
      (one: { location: { path: string } }) => one.location.path,
    );
    expect(new Set(paths)).toEqual(new Set(image === "waste" ? ["Dockerfile"] : []));
  }
});

test("the Jenkins stage writes the report that it publishes", async () => {
  const found = jenkinsPipeline(sample("Jenkinsfile"));
  const scripts = shellSteps(found);
  const work = pipeline({ folder: tempDir(), image: "flask" });
  const codes: number[] = [];
  for (const script of scripts) codes.push((await work.run(script)).code);
  expect(codes).toEqual([0, 0, 0]);
  const gate = found.children[1].children[1];
  expect(gate.children[1]).toEqual({
    name: "post",
    args: [],
    children: [
      { name: "always", args: [], children: [{ name: "junit", args: ["layerx.xml"], children: [] }] },
    ],
  });
  expect(parseXml(work.read("layerx.xml")).attributes.tests).toBe("2");
});

test.each([
  ["pipeline { agent any }", "pipeline has no stages"],
  ["pipeline {\n agent any\n stages {\n stage('a') {\n steps {\n sh 'x'\n", "steps does not end"],
  ["pipeline {\n agnet any\n}", "agnet within pipeline"],
])("a Jenkinsfile that Jenkins rejects is an error of the test's parser: %j", (text, problem) => {
  expect(() => jenkinsPipeline(text)).toThrow(problem);
});

test("the built program writes the same bytes in any locale and time zone", async () => {
  const formats = ["text", "json", "junit", "sarif", "gitlab", "github", "markdown"];
  const outputs = formats.map((format) => `--output ${format}=out.${format}`).join(" ");
  const written = async (env: Readonly<Record<string, string>>) => {
    const work = pipeline({ folder: tempDir(), image: "waste" });
    await work.run("docker save --output image.tar");
    const ran = await work.run(`layerx ci image.tar --dockerfile Dockerfile ${outputs}`, env);
    expect(ran.code).toBe(1);
    return [ran.stdout, ...formats.map((format) => work.read(`out.${format}`))];
  };
  const here = await written({ LANG: "C", TZ: "UTC" });
  const places: Readonly<Record<string, string>>[] = [
    { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" },
    { LANG: "ar_EG.UTF-8", LC_ALL: "ar_EG.UTF-8", LANGUAGE: "ar", TZ: "America/St_Johns" },
  ];
  for (const env of places) expect(await written(env)).toEqual(here);
});
