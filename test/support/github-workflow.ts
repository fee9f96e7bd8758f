import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { parse } from "yaml";
import type { Pipeline, Ran } from "./pipeline.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const inputs = v.optional(v.record(v.string(), v.string()), {});
const step = v.strictObject({
  name: v.optional(v.string()),
  uses: v.optional(v.string()),
  with: inputs,
  if: v.optional(v.string(), "success()"),
  env: v.optional(v.record(v.string(), v.string()), {}),
  run: v.optional(v.string()),
});
type Step = v.InferOutput<typeof step>;

const workflow = v.strictObject({
  name: v.string(),
  on: v.array(v.picklist(["push", "pull_request"])),
  permissions: v.record(v.string(), v.picklist(["read", "write"])),
  jobs: v.record(v.string(), v.strictObject({ "runs-on": v.string(), steps: v.array(step) })),
});

const action = v.strictObject({
  name: v.string(),
  description: v.string(),
  branding: v.strictObject({ icon: v.string(), color: v.string() }),
  inputs: v.record(
    v.string(),
    v.strictObject({
      description: v.string(),
      required: v.optional(v.boolean()),
      default: v.optional(v.string()),
    }),
  ),
  runs: v.strictObject({
    using: v.literal("composite"),
    steps: v.array(v.strictObject({ ...step.entries, shell: v.literal("bash") })),
  }),
});

export interface StepOutcome {
  /** The first line of its script, or the action that it uses. */
  readonly step: string;
  /** `skipped` if its condition was not true. */
  readonly outcome: "skipped" | "success" | "failure";
  readonly ran: Ran | null;
}

/**
 * Runs the only job of a workflow in the same way as GitHub, with conditions, inputs and the project's own action.
 * `github` has the values of expressions. Actions of other owners do nothing. Throws for unknown syntax.
 */
export async function runWorkflow(
  text: string,
  { pipeline, github }: { readonly pipeline: Pipeline; readonly github: Readonly<Record<string, string>> },
): Promise<StepOutcome[]> {
  const [job] = Object.values(v.parse(workflow, parse(text)).jobs);
  const outcomes: StepOutcome[] = [];
  for (const one of job.steps) {
    const name = one.uses ?? one.run?.split("\n")[0] ?? "";
    const failed = outcomes.some(({ outcome }) => outcome === "failure");
    if (!isTrue(one.if, { failed, pipeline, github })) {
      outcomes.push({ step: name, outcome: "skipped", ran: null });
      continue;
    }
    const ran = await runStep(one, { pipeline, github });
    outcomes.push({ step: name, outcome: ran === null || ran.code === 0 ? "success" : "failure", ran });
  }
  return outcomes;
}

interface Around {
  readonly pipeline: Pipeline;
  readonly github: Readonly<Record<string, string>>;
}

async function runStep(one: Step, around: Around): Promise<Ran | null> {
  if (one.run !== undefined) {
    const env = Object.fromEntries(
      Object.entries(one.env).map(([name, value]) => [name, expanded(value, around.github)]),
    );
    return around.pipeline.run(one.run, { ...runnerEnv(around), ...env });
  }
  const [used] = (one.uses ?? "").split("@");
  if (used === "YOUR-ORG/layerx") return runAction(one.with, around);
  if (!/^(actions\/checkout|github\/codeql-action\/upload-sarif)$/.test(used)) throw new Error(used);
  return null;
}

/** Runs the project's own action with these inputs. */
export async function runAction(given: Readonly<Record<string, string>>, around: Around): Promise<Ran> {
  const { inputs, runs } = v.parse(action, parse(readFileSync(join(ROOT, "action.yml"), "utf8")));
  const unknown = Object.keys(given).filter((name) => !(name in inputs));
  const missing = Object.entries(inputs).filter(
    ([name, { required }]) => required === true && !(name in given),
  );
  if (unknown.length + missing.length > 0) throw new Error(`inputs: ${unknown} ${missing}`);
  const values = Object.entries(inputs).map(([name, input]) => [
    `inputs.${name}`,
    given[name] ?? input.default ?? "",
  ]);
  const github = { ...around.github, ...Object.fromEntries(values) };
  let last: Ran = { code: 0, stdout: "", stderr: "" };
  for (const one of runs.steps) {
    const ran = await runStep({ ...one, if: "success()" }, { ...around, github });
    if (ran !== null) last = ran;
    if (last.code !== 0) break;
  }
  return last;
}

function runnerEnv({ pipeline, github }: Around): Record<string, string> {
  return {
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION_PATH: ROOT,
    GITHUB_REPOSITORY: github["github.repository"] ?? "",
    GITHUB_STEP_SUMMARY: join(pipeline.folder, "summary.md"),
    RUNNER_TEMP: pipeline.folder,
  };
}

function expanded(text: string, github: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ ([\w.]+) \}\}/g, (whole, name: string) => {
    const value = github[name];
    if (value === undefined) throw new Error(`${whole} is not known`);
    return value;
  });
}

function isTrue(
  condition: string,
  { failed, pipeline, github }: Around & { readonly failed: boolean },
): boolean {
  return condition.split(/ && ?\n? */).every((part) => {
    if (part === "success()") return !failed;
    if (part === "always()") return true;
    const file = /^hashFiles\('([^']+)'\) != ''$/.exec(part);
    if (file !== null) return pipeline.has(file[1]);
    const [, left = "", text, right = ""] = /^([\w.]+) == (?:'([^']*)'|([\w.]+))$/.exec(part) ?? [];
    const wanted = text ?? github[right];
    if (github[left] === undefined || wanted === undefined) throw new Error(`${part} is not known`);
    return github[left] === wanted;
  });
}
