import type { Argv } from "yargs";
import { type Analysis, analyze } from "../../analysis/analyze.js";
import { type Allowances, type Baseline, GROWTHS } from "../../analysis/gate/baseline.js";
import { gate } from "../../analysis/gate/gate.js";
import { findLeftovers } from "../../analysis/leftovers/leftovers.js";
import { fail } from "../../errors.js";
import { checkOutputs } from "../../extract/same-file.js";
import { sourceName } from "../../image/source-name.js";
import type { CiResult } from "../../report/ci/ci-result.js";
import { CI_FORMATS } from "../../report/ci/formats.js";
import { escapeText } from "../../text/escape.js";
import { checkPiped } from "../arguments/options.js";
import type { Command, Context, ExitCode } from "../command-context.js";
import { type BaseArgs, baseOptions, reportedBase } from "../gate/base-options.js";
import { baselineImage, selfBaseline, writeBaseline } from "../gate/baseline-image.js";
import {
  allowancesOf,
  type BaselineArgs,
  type BaselineChoice,
  baselineChoice,
  baselineOptions,
  checkReplaceable,
  checkSameImage,
  readBaseline,
} from "../gate/baseline-options.js";
import { placesOf, readDockerfile } from "../gate/dockerfile-source.js";
import { EXPLAINED, explainRule } from "../gate/explain.js";
import { type InitArgs, initOptions, writeStart } from "../gate/init.js";
import { type CiOutput, outputsOf } from "../gate/outputs.js";
import {
  gateRules,
  limitsByFlag,
  listedBy,
  type RuleArgs,
  type RuleSources,
  readsContent,
  ruleOptions,
} from "../gate/rule-options.js";
import { findRules } from "../gate/rules-source.js";
import { reportVerdict } from "../gate/write-outputs.js";
import { BUILDER_OPTION, type BuilderArgs, buildImage, openBuilt } from "../images/build-image.js";

interface CiArgs extends RuleArgs, BaseArgs, BaselineArgs, InitArgs, BuilderArgs {
  IMAGE: string | undefined;
  ARGS: string[] | undefined;
  build: boolean | undefined;
  format: "text" | "json" | undefined;
  output: string[] | undefined;
  dockerfile: string | undefined;
  explain: string | undefined;
}

export const ciCommand: Command<CiArgs> = {
  usage: "ci [IMAGE] [ARGS..]",
  summary: "check the image against rules; exit 1 if one fails",
  values: { explain: EXPLAINED, output: CI_FORMATS, growth: GROWTHS.map((name) => `${name}=`) },
  options: (argv: Argv) => {
    const own = argv
      .positional("IMAGE", { type: "string", describe: "File, folder, - for stdin, or an image name" })
      .option("format", {
        choices: ["text", "json"] as const,
        requiresArg: true,
        describe: "Output format (default: text)",
      })
      .positional("ARGS", {
        type: "string",
        array: true,
        describe: "With --build: arguments of the builder, after --",
      })
      .option("build", {
        type: "boolean",
        describe: "Build the image first: `layerx ci --build -- -t app .`",
      })
      .option("builder", BUILDER_OPTION)
      .option("dockerfile", {
        type: "string",
        requiresArg: true,
        describe: "Dockerfile of the image, to report line numbers",
      })
      .option("output", {
        type: "array",
        string: true,
        requiresArg: true,
        describe: `FORMAT or FORMAT=FILE; may be repeated: ${CI_FORMATS.join(", ")}`,
      })
      .option("explain", {
        type: "string",
        requiresArg: true,
        describe: "Explain a rule, or another key of .layerx.yaml",
      });
    return initOptions(baselineOptions(baseOptions(ruleOptions(own))));
  },
  run: async (args, context) => {
    if (args.explain !== undefined) return explainRule(args.explain, context);
    if (args.IMAGE === undefined) {
      const why = "`layerx ci` takes <IMAGE>";
      return fail("bad-usage", { problem: "IMAGE is missing", why, command: "layerx ci" });
    }
    const words = [args.IMAGE, ...(args.ARGS ?? [])];
    if (args.build) {
      const built = await buildImage(words, args, context);
      const open: typeof context.open = (source, settings) =>
        openBuilt(source, () => context.open(source, settings));
      return check(args, built, { ...context, open });
    }
    if (words.length > 1) {
      fail("too-many-arguments", { words: escapeText(words.slice(1).join(" ")), command: "layerx ci" });
    }
    return args.init ? writeStart({ ...args, IMAGE: args.IMAGE }, context) : check(args, args.IMAGE, context);
  },
};

/** The checked arguments. They are read before the image, so that a mistake is reported at once. */
interface CheckedArguments {
  readonly outputs: readonly CiOutput[];
  readonly sources: RuleSources;
  readonly rulesFile: CiResult["rulesFile"];
  /** The file of rules and the files that it extends. */
  readonly rulesFiles: readonly string[];
  readonly choice: BaselineChoice;
  /** The report that `choice` names, if it is a report. */
  readonly report: Baseline | null;
  readonly allowed: Allowances;
}

const NO_GROWTH = { file: null, growth: new Map() } as const;

async function checkArguments(args: CiArgs, { world: { cwd } }: Context): Promise<CheckedArguments> {
  const outputs = outputsOf(args, cwd);
  const flags = limitsByFlag(args);
  const found = await findRules(cwd, args.config);
  const file = found?.file ?? null;
  const byFile = file?.baseline ?? NO_GROWTH;
  const allowed = await allowancesOf(args, byFile.growth);
  const choice = baselineChoice(args, byFile);
  if (choice.update && choice.report !== null) await checkReplaceable(cwd, choice.report);
  const report = choice.report === null || choice.update ? null : await readBaseline(cwd, choice.report);
  const sources = { flags, metrics: args.metrics, file, ...(await listedBy(file)) };
  return {
    outputs,
    sources,
    rulesFile: found?.path ?? null,
    rulesFiles: found?.files ?? [],
    choice,
    report,
    allowed,
  };
}

async function check(args: CiArgs, source: string, context: Context): Promise<ExitCode> {
  const { signal, progress, world } = context;
  const dockerfile = await readDockerfile(world.cwd, args.dockerfile);
  const checked = await checkArguments(args, context);
  const { outputs, sources, rulesFile, choice } = checked;
  await checkTargets(args, source, checked, context);
  const image = await context.open(source, { keepContent: readsContent(checked.sources.paths) });
  // If a rule fails, files are compared. Without their digests, layers of a registry are downloaded again.
  const digests = image.format === "registry";
  const analysis = await analyze(image, { digests, signal, onProgress: progress });
  const byFile = sources.file?.base ?? null;
  const base = await reportedBase(args, { image, byFile, command: "layerx ci" }, context);
  const baseline = await baselineFor(analysis, checked, context);

  const today = new Date(world.now?.() ?? Date.now()).toISOString().slice(0, 10);
  const rules = gateRules(sources, { baseline, allowed: checked.allowed });
  const outcome = await gate(analysis, rules, {
    today,
    base: base.counted ? base.found : null,
    baseline,
    signal,
  });
  const { pass, forbidden } = outcome;
  const needsLeftovers = !pass || outputs.some(({ format }) => format === "json" || format === "markdown");
  const result: CiResult = {
    ...outcome,
    rulesFile,
    base,
    baseline: baseline === null ? null : { name: sourceName(baseline.name), updated: choice.update },
    leftovers: needsLeftovers ? findLeftovers(analysis, base.counted ? base.found : null) : [],
  };
  await reportVerdict(result, { outputs, places: placesOf(dockerfile, image) }, context);
  if (choice.update && choice.report !== null) {
    await writeBaseline(world.cwd, choice.report, { analysis, forbidden });
  }
  return pass ? 0 : 1;
}

/**
 * Checks that no output replaces an input of this run.
 * @throws LayerxError `same-file`.
 */
async function checkTargets(
  { dockerfile, base }: CiArgs,
  source: string,
  { outputs, sources, rulesFiles, choice }: CheckedArguments,
  { world }: Context,
): Promise<void> {
  const images = [source, choice.image, base ?? sources.file?.base].filter((one) => typeof one === "string");
  checkPiped(images, "layerx ci");
  const files = [
    ...images.map((path) => ({ path, what: "the image" })),
    ...rulesFiles.map((path) => ({ path, what: "the rules" })),
    ...(dockerfile === undefined ? [] : [{ path: dockerfile, what: "the Dockerfile" }]),
  ];
  const baseline = choice.report === null ? [] : [{ path: choice.report, what: "the baseline" }];
  const summary = world.env.GITHUB_STEP_SUMMARY;
  const targets = outputs.flatMap(({ file }) => (file === null ? [] : [file]));
  await checkOutputs([...targets, ...(summary ? [summary] : [])], [...files, ...baseline], world);
  if (choice.update && choice.report !== null) await checkOutputs([choice.report], files, world);
}

async function baselineFor(
  analysis: Analysis,
  { choice, report, sources }: CheckedArguments,
  context: Context,
): Promise<Baseline | null> {
  const { image } = analysis;
  if (choice.update && choice.report !== null) {
    return selfBaseline(analysis, { name: choice.report, paths: sources.paths }, context);
  }
  const baseline = choice.image === null ? report : await baselineImage(choice.image, sources.paths, context);
  if (baseline !== null) checkSameImage(image, baseline, choice);
  return baseline;
}
